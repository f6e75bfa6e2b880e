"""Lays the report on cases out: totals, then one line per department."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from actions.numbers import format_number
from bot.pages.page import Items, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.cases.report import DepartmentRow, OpenCounts, Report
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.strings import Strings


def pieces(report: Report, library: Library, say: Strings, language: Language) -> Iterator[Piece]:
    """Lay out `report`, without its picture and sheet (see `bot.files.cases`)."""
    weeks, total = len(report.weeks), report.overall.total
    yield Paragraph(f"*{headline(report.overall.now, say)}.*")
    totals = [
        say("escalations_answered", weeks=weeks, in_time=total.in_time, answered=total.answered)
        if total.answered
        else say("escalations_answered_none", weeks=weeks)
    ]
    if total.helpful or total.not_helpful:
        totals.append(say("escalations_rated", helpful=total.helpful, not_helpful=total.not_helpful))
    yield Paragraph("\n".join(totals))
    rows = [row for row in report.departments if row.has_data]
    if rows:
        yield Items(tuple(_row(row, library, say, language) for row in rows))
    else:
        yield Paragraph(say("escalations_nothing", weeks=weeks))
    yield Paragraph(say("escalations_note"), Tone.SMALL)
    yield Paragraph(say("escalations_export"), Tone.SMALL)


def headline(now: OpenCounts, say: Strings) -> str:
    """Return how many cases are open, and how many of them late."""
    if not now.open:
        return say("escalations_open_none")
    single = now.open == 1
    text = say("escalations_open_one") if single else say("escalations_open_many", open=now.open)
    if not now.late:
        return text
    key = "escalations_headline_late_one" if single else "escalations_headline_late"
    return say(key, open=text, late=now.late)


def working_hours(age: timedelta, language: Language) -> str:
    """Write a working time in hours, to a tenth."""
    return format_number(Fraction(age // timedelta(minutes=1), 60), language, 1)


def _row(row: DepartmentRow, library: Library, say: Strings, language: Language) -> str:
    now, total = row.now, row.total
    key = "open" if now.open else "none"
    if now.late:
        key = "all_late" if now.late == now.open else "some_late"
    parts = [say(f"escalations_row_{key}", open=now.open, late=now.late)]
    if total.answered:
        parts.append(say("escalations_row_answered", in_time=total.in_time, answered=total.answered))
    if now.age is not None:
        parts.append(say("escalations_row_age", hours=working_hours(now.age, language)))
    if total.bounces:
        parts.append(say("escalations_row_bounces", bounces=total.bounces))
    return say(
        "escalations_row",
        department=library.departments[row.department].name.in_(language),
        told=say("escalations_separator").join(parts),
    )
