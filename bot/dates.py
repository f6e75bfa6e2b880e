"""Dates as each language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date

if TYPE_CHECKING:
    from datetime import date

    from actions.model import Language


def long_date(day: date, language: Language) -> str:
    """Return ``22 novembre 2026`` or ``22 November 2026``."""
    return format_date(day, "d MMMM y", locale=language.value)
