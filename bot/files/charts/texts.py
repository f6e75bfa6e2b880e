"""The texts of the calculators' charts, from the knowledge files."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from actions.calculators import deflection
from actions.calculators.quantities import amount
from actions.calculators.staffing import ACTORS, facts, fte_number, total_sentence
from actions.numbers import format_number
from bot.files.charts.deflection import DeflectionLabels
from bot.files.charts.staffing import StaffingLabels

if TYPE_CHECKING:
    from actions.calculators.deflection import Deflection
    from actions.language import Language


def staffing_labels(language: Language) -> StaffingLabels:
    """Return the texts of `staffing_comparison`."""
    words = {name: text.in_(language) for name, text in facts().words.items()}
    return StaffingLabels(
        title=words["chart_title"],
        axis=words["chart_axis"],
        actors={actor: words[actor] for actor in ACTORS},
        not_given=words["chart_not_given"],
        number=lambda value: fte_number(value, language),
        total=lambda estimate: total_sentence(estimate, language),
    )


def deflection_labels(result: Deflection, language: Language) -> DeflectionLabels:
    """Return the texts of `deflection_sensitivity`; the title gives the break-even."""
    inputs, chart = deflection.facts().by_id, deflection.facts().chart
    return DeflectionLabels(
        title=deflection.break_even_sentence(result, language),
        axis=chart["axis"].in_(language),
        base=chart["base"].in_(language),
        low=chart["low"].in_(language),
        high=chart["high"].in_(language),
        names={name: quantity.label.in_(language) for name, quantity in inputs.items()},
        value=lambda name, value: amount(value, inputs[name].unit, language),
        axis_number=lambda net: format_number(Fraction(net) / 1000, language, 1),
    )
