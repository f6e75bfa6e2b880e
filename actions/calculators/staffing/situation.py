"""Reads a person's situation and assumptions from the text fields of a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from actions.calculators.quantities import Faults, FieldFault, read_all
from actions.calculators.staffing.shapes import facts
from actions.numbers import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

_YES = frozenset({"yes", "oui", "true", "on", "1", "y", "o"})
_NO = frozenset({"no", "non", "false", "off", "0", "n"})


class Moderation(StrEnum):
    """Where messages are moderated: nowhere, in the brand's own community, on every network."""

    NONE = "none"
    OWN = "own"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Situation:
    """A company's case; `share_repeated` is 0 to 1."""

    networks: int
    languages: int
    messages_per_week: int
    hours_covered: Fraction
    share_repeated: Fraction
    moderation: Moderation
    crisis_cover: bool
    content_pieces_per_week: Fraction


@dataclass(frozen=True, slots=True)
class Assumptions:
    """A value for each assumption of `staffing.yml`, by id."""

    values: Mapping[str, Fraction]

    def __getitem__(self, name: str) -> Fraction:
        return self.values[name]

    def having(self, **changes: Fraction) -> Assumptions:
        """Return these assumptions with some of them changed.

        Raises:
            KeyError: there is no such assumption.
        """
        if unknown := set(changes) - set(self.values):
            raise KeyError(*sorted(unknown))
        return replace(self, values=MappingProxyType({**self.values, **changes}))


def defaults() -> Assumptions:
    """Return the default assumptions, which are ours, since no source sets a norm."""
    values = {quantity.id: quantity.default for quantity in facts().assumptions}
    return Assumptions(MappingProxyType(values))


def default_situation() -> Situation:
    """Return the example a form starts from."""
    situation = parse({})
    if isinstance(situation, Faults):  # pragma: no cover  the defaults are checked when they are read
        raise TypeError("the default situation cannot be read")
    return situation


def parse(raw: Mapping[str, str]) -> Situation | Faults:
    """Read what a person typed, by field; a field that is not in `raw` keeps its default.

    Bad input never raises: each field that cannot be read is named in the `Faults`.
    """
    numbers = read_all(raw, facts().inputs)
    moderation = _moderation(raw.get("moderation", Moderation.OWN))
    crisis_cover = _yes_or_no(raw.get("crisis_cover", "yes"))
    wrong = dict(numbers.fields) if isinstance(numbers, Faults) else {}
    if isinstance(moderation, FieldFault):
        wrong["moderation"] = moderation
    if isinstance(crisis_cover, FieldFault):
        wrong["crisis_cover"] = crisis_cover
    if (
        isinstance(numbers, Faults)
        or isinstance(moderation, FieldFault)
        or isinstance(crisis_cover, FieldFault)
    ):
        return Faults(wrong)
    return Situation(
        networks=int(numbers["networks"]),
        languages=int(numbers["languages"]),
        messages_per_week=int(numbers["messages_per_week"]),
        hours_covered=numbers["hours_covered"],
        share_repeated=numbers["share_repeated"],
        moderation=moderation,
        crisis_cover=crisis_cover,
        content_pieces_per_week=numbers["content_pieces_per_week"],
    )


def parse_assumptions(raw: Mapping[str, str], base: Assumptions | None = None) -> Assumptions | Faults:
    """Read the assumptions a person changed; the others stay as in `base`, or as we assume."""
    base = base or defaults()
    typed = [quantity for quantity in facts().assumptions if quantity.id in raw]
    values = read_all(raw, typed)
    return values if isinstance(values, Faults) else base.having(**values)


def _moderation(text: str) -> Moderation | FieldFault:
    chosen = normalise(text).casefold()
    if not chosen:
        return FieldFault("missing")
    return Moderation(chosen) if chosen in set(Moderation) else FieldFault("not_a_choice")


def _yes_or_no(text: str) -> bool | FieldFault:
    chosen = normalise(text).casefold()
    if not chosen:
        return FieldFault("missing")
    if chosen in _YES | _NO:
        return chosen in _YES
    return FieldFault("not_a_choice")
