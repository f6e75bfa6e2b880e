"""The quantities a person may change: their bounds, and how what is typed for them is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, HttpUrl, PlainSerializer, model_validator

from actions.knowledge.library import HERE, parse_file
from actions.knowledge.topic import ClaimId, Grade, Identifier, Model, Text
from actions.language import Language
from actions.numbers import format_number, normalise, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Unit = Literal[
    "plain",
    "share",
    "minute",
    "hour",
    "week",
    "fte",
    "euro",
    "network",
    "language",
    "message",
    "piece",
    "call",
    "crisis",
]
FaultKey = Literal[
    "missing",
    "not_a_number",
    "not_whole",
    "too_low",
    "too_high",
    "unclear_share",
    "not_a_choice",
    "low_above_high",
]

# The units people write after a number; K€ means thousands of euros.
_SUFFIXES: dict[str, str] = {
    "share": r"%|percent|pour ?cent",
    "minute": r"min(?:utes?)?|mn",
    "hour": r"h(?:ours?|eures?)?",
    "euro": r"k ?€|k ?eur(?:os?)?|k|€|eur(?:os?)?",
    "fte": r"fte|etp",
}
_THOUSAND = 1000


def _exact(value: object) -> object:
    """Read ``70 %``, ``1/3`` and ``0.5`` exactly; binary floats would blur thirds and tenths."""
    if isinstance(value, str) and value.endswith("%"):
        return Fraction(value[:-1].strip()) / 100
    return Fraction(str(value)) if isinstance(value, str | int | float) else value


Rational = Annotated[Fraction, BeforeValidator(_exact), PlainSerializer(str, return_type=str)]


class Provenance(Model):
    """Where a figure comes from; `grade` A is an official source, B a named one, C a weak one."""

    source: Text
    claims: tuple[ClaimId, ...] = ()
    url: HttpUrl | None = None
    year: int | None = None
    grade: Grade | None = None


class Quantity(Provenance):
    """One number of a model: its default, its bounds, its name, and where the default comes from.

    `range` is how far a sensitivity analysis moves it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Identifier
    unit: Unit
    default: Rational
    low: Rational
    high: Rational
    whole: bool = False
    label: Text
    range: tuple[Rational, Rational] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.low <= self.default <= self.high:
            raise ValueError("the default lies outside the bounds")
        if self.range and not self.low <= self.range[0] <= self.default <= self.range[1] <= self.high:
            raise ValueError("the range must hold the default and lie within the bounds")
        return self


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field; `params` are amounts to be written in the reader's language."""

    key: FaultKey
    params: Mapping[str, Fraction] = field(default_factory=dict)
    unit: Unit = "plain"


@dataclass(frozen=True, slots=True)
class Faults:
    """What could not be read, by field."""

    fields: Mapping[str, FieldFault]


class _Forms(Model):
    one: Text
    many: Text


class _Wording(Model):
    units: dict[Unit, _Forms]
    faults: dict[FaultKey, Text]


@cache
def _wording() -> _Wording:
    wording: _Wording = parse_file(HERE / "quantities.yml", _Wording)
    return wording


def amount(value: Fraction, unit: Unit, language: Language, digits: int = 2) -> str:
    """Write `value` with its unit: ``400 messages``, ``70 %``, ``€28,888``."""
    in_unit = value * 100 if unit == "share" else value
    # French says « 1,5 heure »; in English anything but one is plural.
    single = abs(in_unit) < 2 if language is Language.FR else in_unit == 1  # noqa: PLR2004
    forms = _wording().units[unit]
    text = (forms.one if single else forms.many).in_(language)
    number = format_number(in_unit, language, digits)
    if not number[0].isdigit():  # a minus comes before the currency: −€5
        return number[0] + text.format(n=number[1:])
    return text.format(n=number)


def explain(fault: FieldFault, language: Language) -> str:
    """Return the sentence to show at the field."""
    params = {name: amount(value, fault.unit, language) for name, value in fault.params.items()}
    return _wording().faults[fault.key].in_(language).format(**params)


def read(text: str, quantity: Quantity) -> Fraction | FieldFault:
    """Read what a person typed for `quantity`."""
    if not normalise(text):
        return FieldFault("missing")
    number, suffix = _without_unit(normalise(text), quantity.unit)
    values = tuple(value * _scale(quantity.unit, suffix) for value in readings(number))
    if not values:
        return FieldFault("not_a_number")
    if quantity.unit == "share" and not suffix and 0 < values[0] < Fraction(1, 100):
        return FieldFault("unclear_share", {"as_share": values[0] * 100, "as_percent": values[0]}, "share")
    faults = [_misfit(value, quantity) for value in values]
    fitting = [value for value, fault in zip(values, faults, strict=True) if fault is None]
    return fitting[0] if fitting else next(fault for fault in faults if fault)


def _without_unit(text: str, unit: Unit) -> tuple[str, str]:
    if unit == "euro":
        text = text.removeprefix("€").lstrip()  # as English writes it
    suffix = _SUFFIXES.get(unit)
    found = re.fullmatch(rf"(.*?) ?({suffix})", text, re.IGNORECASE) if suffix else None
    return (found[1], found[2].lower()) if found else (text, "")


def _scale(unit: Unit, suffix: str) -> Fraction:
    if unit == "share":
        return Fraction(1, 100)
    return Fraction(_THOUSAND if suffix.startswith("k") else 1)


def _misfit(value: Fraction, quantity: Quantity) -> FieldFault | None:
    if value < quantity.low:
        return FieldFault("too_low", {"low": quantity.low}, quantity.unit)
    if value > quantity.high:
        return FieldFault("too_high", {"high": quantity.high}, quantity.unit)
    if quantity.whole and value.denominator != 1:
        return FieldFault("not_whole")
    return None


def read_all(raw: Mapping[str, str], quantities: Iterable[Quantity]) -> dict[str, Fraction] | Faults:
    """Read every quantity from `raw`, by id; one that is not in `raw` keeps its default."""
    values = {
        quantity.id: read(raw[quantity.id], quantity) if quantity.id in raw else quantity.default
        for quantity in quantities
    }
    faults = {name: value for name, value in values.items() if isinstance(value, FieldFault)}
    if faults:
        return Faults(faults)
    return {name: value for name, value in values.items() if isinstance(value, Fraction)}
