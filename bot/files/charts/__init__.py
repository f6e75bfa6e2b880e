"""Draws charts for a phone as PNG bytes; all texts are arguments."""

from __future__ import annotations

from bot.files.charts.deflection import DeflectionLabels, deflection_sensitivity
from bot.files.charts.escalations import EscalationsLabels, escalations_chart
from bot.files.charts.staffing import StaffingLabels, staffing_comparison
from bot.files.charts.texts import deflection_labels, staffing_labels

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
