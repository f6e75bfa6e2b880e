"""Charts as PNG bytes, drawn to be read on a phone. Every word on them is handed in."""

from __future__ import annotations

from bot.charts.deflection import DeflectionLabels, deflection_sensitivity
from bot.charts.escalations import EscalationsLabels, escalations_chart
from bot.charts.staffing import StaffingLabels, staffing_comparison
from bot.charts.texts import deflection_labels, staffing_labels

__all__ = [
    "DeflectionLabels",
    "EscalationsLabels",
    "StaffingLabels",
    "deflection_labels",
    "deflection_sensitivity",
    "escalations_chart",
    "staffing_comparison",
    "staffing_labels",
]
