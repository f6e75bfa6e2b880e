"""The staffing calculator: the work of a social-media presence, who does it, and what it costs."""

from __future__ import annotations

from actions.calculators.staffing.lines import ACTORS, Estimate, FteSum, WorkLine, estimate, preset
from actions.calculators.staffing.pay import Cost, Pay, cost, parse_pay
from actions.calculators.staffing.shapes import StaffingFacts, facts
from actions.calculators.staffing.sheet import (
    Comparison,
    Difference,
    compare,
    fte_number,
    to_csv,
    total_sentence,
)
from actions.calculators.staffing.situation import (
    Assumptions,
    Moderation,
    Situation,
    default_situation,
    defaults,
    parse,
    parse_assumptions,
)

__all__ = [
    "ACTORS",
    "Assumptions",
    "Comparison",
    "Cost",
    "Difference",
    "Estimate",
    "FteSum",
    "Moderation",
    "Pay",
    "Situation",
    "StaffingFacts",
    "WorkLine",
    "compare",
    "cost",
    "default_situation",
    "defaults",
    "estimate",
    "facts",
    "fte_number",
    "parse",
    "parse_assumptions",
    "parse_pay",
    "preset",
    "to_csv",
    "total_sentence",
]
