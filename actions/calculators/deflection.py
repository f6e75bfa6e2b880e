"""The cost of a community against that of the calls it avoids: net, break-even, sensitivity, with working.

A commenter called for it (K3.3); no controlled study was found, so every figure is the reader's to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from actions.calculators.quantities import Faults, Quantity, amount, read_all
from actions.calculators.working import Operand, Operator, Working
from actions.knowledge.library import HERE, parse_file
from actions.knowledge.topic import Model, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.language import Language

_WEEKS = Fraction(52)
_INPUTS = frozenset(
    {
        "weekly_calls",
        "repeated_share",
        "avoided_share",
        "cost_per_call",
        "animation_fte",
        "fte_cost",
        "other_cost",
    }
)


class DeflectionFacts(Model):
    """The shape of `deflection.yml`."""

    inputs: tuple[Quantity, ...]
    weeks_in_year: Text
    yearly_cost: Text
    yearly_avoided: Text
    net: Text
    possible: Text
    break_even: dict[Literal["at", "never", "free"], Text]
    caveats: dict[str, Text]
    chart: dict[Literal["axis", "base", "low", "high"], Text]

    @property
    def by_id(self) -> dict[str, Quantity]:
        """The inputs by id."""
        return {quantity.id: quantity for quantity in self.inputs}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if set(self.by_id) != _INPUTS:
            raise ValueError(f"inputs must be {', '.join(sorted(_INPUTS))}")
        if any(quantity.range is None for quantity in self.inputs):
            raise ValueError("every input needs a range")
        return self


@cache
def facts() -> DeflectionFacts:
    """Read `deflection.yml`, once.

    Raises:
        KnowledgeError: the file has faults.
    """
    read: DeflectionFacts = parse_file(HERE / "deflection.yml", DeflectionFacts)
    return read


@dataclass(frozen=True, slots=True)
class Inputs:
    """A value for each input of `deflection.yml`, by id."""

    values: Mapping[str, Fraction]

    def __getitem__(self, name: str) -> Fraction:
        return self.values[name]

    def having(self, **changes: Fraction) -> Inputs:
        """Return these inputs with some of them changed."""
        return Inputs(MappingProxyType({**self.values, **changes}))


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The share of needless calls to avoid for a net of 0; None when even all of them would not do.

    `working` is how the share came about; None when there is nothing to divide by.
    """

    share: Fraction | None
    working: Working | None


@dataclass(frozen=True, slots=True)
class Bar:
    """What one input does to the net when it alone moves from `low` to `high`."""

    quantity: str
    label: Text
    low: Fraction
    high: Fraction
    net_low: Working
    net_high: Working

    @property
    def width(self) -> Fraction:
        """How much the net moves."""
        return abs(self.net_high.value - self.net_low.value)


@dataclass(frozen=True, slots=True)
class Deflection:
    """The result; `sensitivity` is widest first, `caveats` name sentences to be shown with it."""

    inputs: Inputs
    cost: Working
    avoided: Working
    net: Working
    break_even: BreakEven
    sensitivity: tuple[Bar, ...]
    caveats: tuple[str, ...]


def defaults() -> Inputs:
    """Return the defaults; none of them is a norm."""
    return Inputs(MappingProxyType({quantity.id: quantity.default for quantity in facts().inputs}))


def parse(raw: Mapping[str, str]) -> Inputs | Faults:
    """Read what a person typed, by field; a field that is not in `raw` keeps its default. Never raises."""
    values = read_all(raw, facts().inputs)
    return values if isinstance(values, Faults) else Inputs(MappingProxyType(values))


def deflect(inputs: Inputs) -> Deflection:
    """Set the yearly cost of running the community against the yearly cost of the calls it avoids."""
    return Deflection(
        inputs=inputs,
        cost=_cost(inputs),
        avoided=_avoided(inputs),
        net=_net(inputs),
        break_even=_break_even(inputs),
        sensitivity=_sensitivity(inputs),
        caveats=tuple(facts().caveats),
    )


def break_even_sentence(result: Deflection, language: Language) -> str:
    """Say from which share the net is not negative; the share is rounded up, so that this is true of it."""
    if not result.cost.value:
        return facts().break_even["free"].in_(language)
    if result.break_even.share is None:
        return facts().break_even["never"].in_(language)
    share = Fraction(ceil(result.break_even.share * 1000), 1000)
    return facts().break_even["at"].in_(language).format(share=amount(share, "share", language, 1))


def _operand(operator: Operator, name: str, inputs: Inputs) -> Operand:
    quantity = facts().by_id[name]
    return Operand(operator, inputs[name], quantity.unit, name, quantity.label)


def _weeks() -> Operand:
    return Operand("×", _WEEKS, "week", "weeks_in_year", facts().weeks_in_year)


def _cost(inputs: Inputs) -> Working:
    operands = (
        _operand("", "animation_fte", inputs),
        _operand("×", "fte_cost", inputs),
        _operand("+", "other_cost", inputs),
    )
    return Working(operands, "euro")


def _possible(inputs: Inputs) -> Working:
    """Return what all needless calls cost a year: the most that can be avoided."""
    return _calls(inputs, "repeated_share")


def _avoided(inputs: Inputs) -> Working:
    return _calls(inputs, "repeated_share", "avoided_share")


def _calls(inputs: Inputs, *shares: str) -> Working:
    """Return what `shares` of all calls, one after the other, cost a year."""
    operands = (
        _operand("", "weekly_calls", inputs),
        _weeks(),
        *(_operand("×", share, inputs) for share in shares),
        _operand("×", "cost_per_call", inputs),
    )
    return Working(operands, "euro")


def _net(inputs: Inputs) -> Working:
    operands = (
        Operand("", _avoided(inputs).value, "euro", "yearly_avoided", facts().yearly_avoided),
        Operand("−", _cost(inputs).value, "euro", "yearly_cost", facts().yearly_cost),
    )
    return Working(operands, "euro")


def _break_even(inputs: Inputs) -> BreakEven:
    cost, possible = _cost(inputs).value, _possible(inputs).value
    if not possible:
        return BreakEven(None if cost else Fraction(0), None)
    operands = (
        Operand("", cost, "euro", "yearly_cost", facts().yearly_cost),
        Operand("÷", possible, "euro", "possible", facts().possible),
    )
    working = Working(operands, "share")
    return BreakEven(working.value if working.value <= 1 else None, working)


def _sensitivity(inputs: Inputs) -> tuple[Bar, ...]:
    bars = [_bar(quantity, inputs) for quantity in facts().inputs]
    return tuple(sorted(bars, key=lambda bar: bar.width, reverse=True))


def _bar(quantity: Quantity, inputs: Inputs) -> Bar:
    """Move one input over its range, widened where the person's own value lies outside it."""
    value = inputs[quantity.id]
    low, high = quantity.range or (value, value)
    low, high = min(low, value), max(high, value)
    return Bar(
        quantity=quantity.id,
        label=quantity.label,
        low=low,
        high=high,
        net_low=_net(inputs.having(**{quantity.id: low})),
        net_high=_net(inputs.having(**{quantity.id: high})),
    )
