"""The yearly cost of an estimate: in-house work by a range of salaries, outside work by a price given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.calculators.quantities import Faults, FieldFault, Quantity, read_all
from actions.calculators.staffing.shapes import Salary, facts
from actions.calculators.working import Operand, Working
from actions.numbers import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from actions.calculators.staffing.lines import Estimate
    from actions.calculators.staffing.situation import Assumptions


@dataclass(frozen=True, slots=True)
class Pay:
    """A yearly gross salary for a full-time post, and the price of outside work where somebody knows it."""

    low: Fraction
    high: Fraction
    outside_price: Fraction | None = None

    @classmethod
    def of(cls, salary: Salary) -> Pay:
        """Take a row of the salary table."""
        return cls(salary.low, salary.high)


@dataclass(frozen=True, slots=True)
class Cost:
    """Euros a year, from `low` to `high`, each with its working. `cautions` say what is not in it."""

    low: Working
    high: Working
    cautions: tuple[str, ...]


def parse_pay(raw: Mapping[str, str]) -> Pay | Faults:
    """Read a salary range: `salary_low` and `salary_high` as typed, or `salary`, a row of the table.

    What was typed wins over the row. A blank `outside_price` means that nobody knows it.
    """
    rows = {salary.id: salary for salary in facts().salaries}
    chosen = raw.get("salary", "")
    if chosen and chosen not in rows:
        return Faults({"salary": FieldFault("not_a_choice")})
    wanted = tuple(quantity for quantity in facts().pay_inputs if normalise(raw.get(quantity.id, "")))
    typed = read_all(raw, wanted)
    if isinstance(typed, Faults):
        return typed
    fallback = {quantity.id: quantity.default for quantity in facts().pay_inputs}
    row = rows.get(chosen)
    low = typed.get("salary_low", row.low if row else fallback["salary_low"])
    high = typed.get("salary_high", row.high if row else fallback["salary_high"])
    if low > high:
        return Faults({"salary_low": FieldFault("low_above_high")})
    return Pay(low, high, typed.get("outside_price"))


def cost(estimate: Estimate, pay: Pay, assumptions: Assumptions) -> Cost:
    """Work out the yearly cost of `estimate`; what has no price is named, not guessed."""
    return Cost(
        low=_yearly(estimate, pay, pay.low, "salary_low", assumptions),
        high=_yearly(estimate, pay, pay.high, "salary_high", assumptions),
        cautions=tuple(_cautions(estimate, pay, assumptions)),
    )


def _yearly(estimate: Estimate, pay: Pay, salary: Fraction, which: str, assumptions: Assumptions) -> Working:
    numbers: dict[str, Quantity] = {
        number.id: number for number in (*facts().pay_inputs, *facts().assumptions)
    }
    factor = numbers["employer_factor"]
    operands = [
        Operand("", estimate.by_actor()["brand"].fte, "fte", "in_house_fte", facts().words["brand"]),
        Operand("×", salary, "euro", which, numbers[which].label),
        Operand("×", assumptions["employer_factor"], "plain", factor.id, factor.label),
    ]
    if pay.outside_price is not None:
        price = numbers["outside_price"]
        operands.append(Operand("+", pay.outside_price, "euro", price.id, price.label))
    return Working(tuple(operands), "euro")


def _cautions(estimate: Estimate, pay: Pay, assumptions: Assumptions) -> list[str]:
    outside = [tally for actor, tally in estimate.by_actor().items() if actor != "brand"]
    found: list[str] = []
    if assumptions["employer_factor"] == 1:
        found.append("gross_only")
    if pay.outside_price is None and any(tally.fte or tally.unknown for tally in outside):
        found.append("outside_price_unknown")
    if estimate.by_actor()["brand"].unknown:
        found.append("share_not_given")
    return found
