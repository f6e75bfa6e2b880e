"""What a run showed, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.judge import percentile

if TYPE_CHECKING:
    from benchmarks.chaos.run import Outcome

_SHOWN = 8


def report(outcome: Outcome) -> str:
    """Return the report."""
    own, cases = outcome.verdict, outcome.cases
    taken = " ".join(f"{percentile(own.seconds, part):.2f}" for part in (0.5, 0.95, 1.0))
    rows = [
        ("questions asked, acknowledged, answered", f"{own.asked}, {own.accepted}, {own.answered}"),
        ("given up by Slack: never acknowledged", str(len(own.unaccepted))),
        ("cases opened, acts of cases", f"{cases.opened}, {cases.steps}"),
        ("LOST questions, words of cases", f"{len(own.lost)}, {len(cases.lost)}"),
        ("DOUBLE replies, words of cases", f"{len(own.double)}, {len(cases.double)}"),
        ("OUT OF ORDER in a thread: questions, cases", f"{len(own.disordered)}, {len(cases.disordered)}"),
        ("replies in threads of several that show no order", str(own.unjudged)),
        ("CASES without an owner, without a timer", f"{len(cases.unheld)}, {len(cases.untimed)}"),
        ("REMINDERS recorded, of these unsent", f"{cases.reminders}, {len(cases.unsent)}"),
        ("words for a department taken for a question", str(len(cases.misread))),
        ("acts of cases refused in private", str(len(cases.refused))),
        ("whispers and answers by response URL", str(outcome.whispers)),
        ("seconds to an answer: median, 95 %, longest", taken),
        ("the bot ended by itself; tracebacks in its log", f"{outcome.restarts}; {outcome.tracebacks}"),
    ]  # fmt: skip
    lines = [f"{name:52} {value}" for name, value in rows]
    lines += ["", "to heal: seconds to the first answer asked after it; to the last answer asked in it"]
    lines += [f"  {kind:26} {_seconds(first)} {_seconds(last)}" for kind, _, first, last in outcome.healed]
    for name, found in _details(outcome):
        lines += [f"{name}:", *(f"  {each}" for each in found[:_SHOWN])] if found else []
    return "\n".join(lines)


def _details(outcome: Outcome) -> list[tuple[str, list[str]]]:
    own, cases = outcome.verdict, outcome.cases
    return [
        ("lost", own.lost + cases.lost),
        ("double", own.double + cases.double),
        ("out of order", own.disordered + cases.disordered),
        ("without an owner", [str(number) for number in cases.unheld]),
        ("without a timer", [str(number) for number in cases.untimed]),
        ("reminders unsent", cases.unsent),
    ]


def _seconds(value: float | None) -> str:
    return "     –" if value is None else f"{value:6.1f}"
