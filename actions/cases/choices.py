"""Encodes the choices on cases as one short line, which a button carries."""

from __future__ import annotations

from typing import assert_never

from actions.cases.acts import (
    Cancel,
    CaseChoice,
    CaseForm,
    FillCase,
    ListCases,
    RateCase,
    Reopen,
    SendEdit,
    Take,
)


def encode(choice: CaseChoice) -> str:
    """Return the line for `choice`, for example ``case:take:12:legal``."""
    match choice:
        case Take(number, seen) | Reopen(number, seen, _):
            return f"case:{choice.kind}:{number}:{seen}"
        case Cancel(number) | ListCases(number):
            return f"case:{choice.kind}:{number}"
        case RateCase(number, helpful, _):
            return f"case:judge:{number}:{'yes' if helpful else 'no'}"
        case SendEdit(ref):
            return f"case:send_edit:{ref}"
        case FillCase(form, number, seen):
            return f"case:fill:{form}:{number}:{seen}"
        case _:
            assert_never(choice)


def decode(line: str) -> CaseChoice | None:
    """Return the choice behind `line`, or None for a line of an earlier version or of someone else."""
    match line.split(":"):
        case ["case", "take", number, seen] if number.isdecimal():
            return Take(int(number), seen)
        case ["case", "reopen", number, seen] if number.isdecimal():
            return Reopen(int(number), seen)
        case ["case", "cancel", number] if number.isdecimal():
            return Cancel(int(number))
        case ["case", "list", number] if number.isdecimal():
            return ListCases(int(number))
        case ["case", "judge", number, ("yes" | "no") as verdict] if number.isdecimal():
            return RateCase(int(number), helpful=verdict == "yes")
        case ["case", "send_edit", *ref]:
            return SendEdit(":".join(ref))
        case ["case", "fill", form, number, seen] if form in set(CaseForm) and number.isdecimal():
            return FillCase(CaseForm(form), int(number), seen)
        case _:
            return None
