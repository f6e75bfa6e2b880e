"""Dates as each language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from actions.language import Language
    from bot.strings import Strings

# A day less than this far ahead is written as its weekday alone.
_NEAR_DAYS = 7


def long_date(day: date, language: Language) -> str:
    """Return ``22 novembre 2026`` or ``22 November 2026``; a French month begins with its ``1er``."""
    return _first(format_date(day, "d MMMM y", locale=language.value), language)


def short_date(day: date, language: Language) -> str:
    """Return ``22 nov. 2026`` or ``22 Nov 2026``."""
    return _first(format_date(day, "d MMM y", locale=language.value), language)


def _first(text: str, language: Language) -> str:
    return f"1er{text[1:]}" if language.value == "fr" and text.startswith("1 ") else text


def moment(at: datetime, zone: ZoneInfo, now: datetime, say: Strings, language: Language) -> str:
    """Return an instant in the time of `zone`, relative to `now`: ``Monday at 09:00``.

    Today and tomorrow are named; beyond a week the day is given in full.
    """
    there, today = at.astimezone(zone), now.astimezone(zone).date()
    time = format_time(there, "HH:mm", locale=language.value)
    if there.date() == today:
        return say("at_today", time=time)
    if there.date() == today + timedelta(days=1):
        return say("at_tomorrow", time=time)
    near = abs((there.date() - today).days) < _NEAR_DAYS
    pattern = "EEEE" if near and there.date() > today else "EEEE d MMMM"
    return say("at_day", day=format_date(there.date(), pattern, locale=language.value), time=time)
