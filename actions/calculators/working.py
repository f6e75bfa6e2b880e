"""A calculation with its operands, so that readers can check it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from actions.calculators.quantities import Unit, amount

if TYPE_CHECKING:
    from actions.knowledge.topic import Text
    from actions.language import Language

# Euros from here on are printed without cents.
_CENTS_MATTER_BELOW = 100

Operator = Literal["", "×", "÷", "+", "−"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One number of a calculation; `operator` joins it to the numbers before.

    `quantity` is the id of the input, assumption or constant it is the value of.
    """

    operator: Operator
    value: Fraction
    unit: Unit
    quantity: str
    label: Text


@dataclass(frozen=True, slots=True)
class Working:
    """Operands applied from left to right; + and − only come last, so that this agrees with precedence."""

    operands: tuple[Operand, ...]
    unit: Unit

    @property
    def value(self) -> Fraction:
        """The result, exactly."""
        result = Fraction(0)
        for operand in self.operands:
            match operand.operator:
                case "×":
                    result *= operand.value
                case "÷":
                    result /= operand.value
                case "−":
                    result -= operand.value
                case _:
                    result += operand.value
        return result


def spell(working: Working, language: Language) -> str:
    """Write the calculation: ``400 messages × 70 % × 6 min ÷ 60 = 28 h``, with ≈ where it was rounded."""
    result, exact = _printed(working.value, working.unit, language)
    if len(working.operands) == 1:
        return result
    parts = []
    for operand in working.operands:
        text, whole = _printed(operand.value, operand.unit, language)
        parts.append(f"{operand.operator} {text}".strip())
        exact = exact and whole
    return f"{' '.join(parts)} {'=' if exact else '≈'} {result}"


def _printed(value: Fraction, unit: Unit, language: Language) -> tuple[str, bool]:
    """Return the amount as printed, and whether nothing was lost."""
    digits = 4 if unit == "fte" else 0 if unit == "euro" and abs(value) >= _CENTS_MATTER_BELOW else 2
    kept = value * 100 if unit == "share" else value
    return amount(value, unit, language, digits), round(kept, digits) == kept
