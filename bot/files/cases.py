"""Draws the report on cases as a picture for a phone, and writes it as a CSV sheet."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, fields
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.calculators.staffing.sheet import safe_cell
from actions.cases.report import CaseCounts
from bot.files.charts import EscalationsLabels, escalations_chart
from bot.pages.cases.report import headline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.cases.report import DepartmentRow, OpenCounts, Report, Week
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.strings import Strings

_NOW = ("open_now", "late_now", "age_now")


def escalations_picture(report: Report, library: Library, say: Strings, language: Language) -> bytes:
    """Return a PNG, 1,080 pixels wide: what is open by department, and answers in time by week."""
    return escalations_chart(report, escalations_labels(report, library, say, language))


def escalations_labels(
    report: Report, library: Library, say: Strings, language: Language
) -> EscalationsLabels:
    """Return the texts of the picture."""
    return EscalationsLabels(
        title=headline(report.overall.now, say),
        open=say("escalations_chart_open"),
        weeks=say("escalations_chart_weeks"),
        in_time=say("escalations_chart_in_time"),
        late=say("escalations_chart_late"),
        none_open=say("escalations_open_none"),
        none_answered=say("escalations_answered_none", weeks=len(report.weeks)),
        departments=library.department_names(language),
        count=lambda now: _count(now, say),
        week=lambda week: say("escalations_chart_week", number=week.number),
        ratio=lambda tally: say("escalations_chart_ratio", in_time=tally.in_time, answered=tally.answered),
        share=lambda percent: say("escalations_chart_share", percent=percent),
    )


def _count(now: OpenCounts, say: Strings) -> str:
    if not now.late:
        return str(now.open)
    key = "all_late" if now.late == now.open else "some_late"
    return say(f"escalations_chart_{key}", open=now.open, late=now.late)


def escalations_csv(report: Report, library: Library, say: Strings, language: Language) -> bytes:
    """Return a sheet in UTF-8 with a line per department and week; the last week also has the open cases.

    By its byte order mark spreadsheets recognise UTF-8.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    parts = [field.name for field in fields(CaseCounts)]
    header = ("week", "department", *parts, *_NOW)
    writer.writerow(safe_cell(say(f"escalations_csv_{name}")) for name in header)
    for row in report.departments:
        name = library.departments[row.department].name.in_(language)
        writer.writerows(map(safe_cell, cells) for cells in _lines(row, name, report.weeks))
    return sheet.getvalue().encode("utf-8-sig")


def _lines(row: DepartmentRow, name: str, weeks: tuple[Week, ...]) -> Iterator[tuple[str, ...]]:
    for week, tally in zip(weeks, row.weeks, strict=True):
        counts = map(str, asdict(tally).values())
        yield (str(week), name, *counts, *(_now(row) if week == weeks[-1] else ("",) * len(_NOW)))


def _now(row: DepartmentRow) -> tuple[str, str, str]:
    age = row.now.age
    hours = "" if age is None else f"{age / timedelta(hours=1):.1f}"
    return str(row.now.open), str(row.now.late), hours
