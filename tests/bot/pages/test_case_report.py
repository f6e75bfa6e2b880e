"""What managers get: a page, a picture for a phone, a sheet; the same figures in each, and no names."""

from __future__ import annotations

import csv
import io
import struct
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from actions.cases.report import CaseCounts, DepartmentRow, OpenCounts, Report, report
from actions.language import Language
from bot.files.cases import escalations_csv, escalations_labels, escalations_picture
from bot.files.charts.escalations import draw_escalations
from bot.pages.cases.report import pieces
from bot.pages.page import Items, Page, Paragraph
from bot.strings import load_strings
from bot.terminal import plain_text
from tests.bot.files.test_charts import assert_legible
from tests.fakes.histories import ASKER, countable, on, opening

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from actions.knowledge.library import Library

LANGUAGES = pytest.mark.parametrize("language", Language)
SAY = load_strings()
NOW = on(24, 9)


def summed(library: Library, rows: dict[str, tuple[OpenCounts, tuple[CaseCounts, ...]]]) -> Report:
    """Return a report of eight weeks with what each department has; weeks not given are nought."""
    empty = report([], library, NOW)
    departments = tuple(
        _row(each.department, *rows.get(each.department, (OpenCounts(), ()))) for each in empty.departments
    )
    weeks = tuple(_sum(tallies) for tallies in zip(*(row.weeks for row in departments), strict=True))
    now = OpenCounts(sum(row.now.open for row in departments), sum(row.now.late for row in departments))
    return replace(empty, overall=DepartmentRow("", now, _sum(weeks), weeks), departments=departments)


def _row(name: str, now: OpenCounts, last: tuple[CaseCounts, ...]) -> DepartmentRow:
    weeks = (CaseCounts(),) * (8 - len(last)) + last
    return DepartmentRow(name, now, _sum(weeks), weeks)


def _sum(tallies: tuple[CaseCounts, ...]) -> CaseCounts:
    names = ("in_time", "late", "bounces", "helpful", "not_helpful")
    return CaseCounts(**{name: sum(getattr(tally, name) for tally in tallies) for name in names})


def usual(library: Library) -> Report:
    """Return a report with something of everything."""
    return summed(
        library,
        {
            "customer_relations": (
                OpenCounts(3, 1, timedelta(hours=3, minutes=30)),
                (CaseCounts(in_time=3), CaseCounts(in_time=2, late=1, bounces=2, helpful=4, not_helpful=1)),
            ),
            "hr": (OpenCounts(2, 2, timedelta(hours=20)), ()),
            "it": (OpenCounts(), (CaseCounts(in_time=1),)),
        },
    )


def words(found: Report, library: Library, language: Language) -> str:
    """Return the page as plain text."""
    return plain_text(Page("", tuple(pieces(found, library, SAY[language], language))))


@LANGUAGES
def test_the_page_tells_what_stands_and_what_was_in_time(library: Library, language: Language) -> None:
    """The headline comes first; then only the departments that have something to tell."""
    say = SAY[language]
    late = say("escalations_headline_late", open=say("escalations_open_many", open=5), late=3)
    answered = say("escalations_answered", weeks=8, in_time=6, answered=7)
    rated = say("escalations_rated", helpful=4, not_helpful=1)
    hours = "3,5" if language is Language.FR else "3.5"
    join = say("escalations_separator").join
    rows = {
        "hr": [say("escalations_row_all_late", open=2), say("escalations_row_age", hours=20)],
        "customer_relations": [
            say("escalations_row_some_late", open=3, late=1),
            say("escalations_row_answered", in_time=5, answered=6),
            say("escalations_row_age", hours=hours),
            say("escalations_row_bounces", bounces=2),
        ],
        "it": [say("escalations_row_none"), say("escalations_row_answered", in_time=1, answered=1)],
    }
    told = [
        say("escalations_row", department=library.departments[name].name.in_(language), told=join(parts))
        for name, parts in rows.items()
    ]
    headed, counted, listed, *_ = pieces(usual(library), library, say, language)
    assert headed == Paragraph(f"*{late}.*")
    assert counted == Paragraph(f"{answered}\n{rated}")
    assert listed == Items(tuple(told))


@LANGUAGES
@pytest.mark.parametrize(
    ("now", "headline", "count"),
    [
        (OpenCounts(), "", "escalations_open_none"),
        (OpenCounts(1, 0), "", "escalations_open_one"),
        (OpenCounts(1, 1), "escalations_headline_late_one", "escalations_open_one"),
        (OpenCounts(2, 0), "", "escalations_open_many"),
        (OpenCounts(2, 1), "escalations_headline_late", "escalations_open_many"),
    ],
)
def test_the_headline_is_a_sentence(
    library: Library, language: Language, now: OpenCounts, headline: str, count: str
) -> None:
    """None, one and several have words of their own, late or not."""
    say = SAY[language]
    open_ones = say(count, open=now.open)
    expected = say(headline, open=open_ones, late=now.late) if headline else open_ones
    found = summed(library, {"legal": (now, ())})
    assert words(found, library, language).startswith(f"{expected}.\n")


def say_plainly(key: str, language: Language) -> str:
    """Return a string as plain text."""
    return plain_text(Page("", (Paragraph(SAY[language](key)),))).strip()


@LANGUAGES
def test_without_cases_the_page_says_so(library: Library, language: Language) -> None:
    """No row, no share of nothing; how to export is there all the same."""
    found = summed(library, {})
    laid_out = tuple(pieces(found, library, SAY[language], language))
    assert not any(isinstance(piece, Items) for piece in laid_out)
    shown = words(found, library, language)
    assert "0" not in shown
    assert SAY[language]("escalations_nothing", weeks=8) in shown
    assert say_plainly("escalations_export", language) in shown


@LANGUAGES
def test_the_sheet_has_a_line_a_department_and_week(library: Library, language: Language) -> None:
    """What is open now stands with the last week; headings are the reader's."""
    say, name = SAY[language], library.departments["customer_relations"].name.in_(language)
    sheet = escalations_csv(usual(library), library, say, language)
    rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"), newline=""), strict=True))
    assert len(rows) == 8 * len(library.departments)
    before, last = [row for row in rows if row[say("escalations_csv_department")] == name][-2:]
    assert (before[say("escalations_csv_week")], before[say("escalations_csv_in_time")]) == ("2026-W47", "3")
    assert (before[say("escalations_csv_open_now")], before[say("escalations_csv_age_now")]) == ("", "")
    assert list(last.values()) == [
        "2026-W48", name, "0", "0", "0", "2", "1", "2", "0", "4", "1", "3", "1", "3.5",
    ]  # fmt: skip
    first = ("week", "department", "opened")
    headings = ",".join(say(f"escalations_csv_{heading}") for heading in first)
    assert sheet.decode("utf-8-sig").startswith(f"{headings},")


@LANGUAGES
def test_nobody_is_named(library: Library, language: Language) -> None:
    """Not on the page, nor in the sheet."""
    three = countable(library)
    found = report([[opening(1, "legal", on(23, 9))]], three, NOW)
    say = SAY[language]
    for text in (words(found, three, language), escalations_csv(found, three, say, language).decode()):
        assert "1" in text
        assert ASKER not in text
        assert "UASKER" not in text


def drawn(found: Report, library: Library, language: Language) -> Figure:
    """Return the figure."""
    return draw_escalations(found, escalations_labels(found, library, SAY[language], language))


def texts_of(figure: Figure) -> list[str]:
    """Return every word on the figure."""
    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)]


@LANGUAGES
def test_the_picture_is_for_a_phone(library: Library, language: Language) -> None:
    """1080 pixels wide, small to upload, legible, with whole names."""
    picture = escalations_picture(usual(library), library, SAY[language], language)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">I", picture[16:20]) == (1080,)
    assert len(picture) < 400_000
    figure = drawn(usual(library), library, language)
    assert_legible(figure)
    for name in ("hr", "customer_relations"):
        assert library.departments[name].name.in_(language) in texts_of(figure)


def test_bars_are_as_long_as_what_they_tell(library: Library) -> None:
    """Three open of which one is late: two parts to one; a week without answers has no bar."""
    figure = drawn(usual(library), library, Language.EN)
    weeks, departments = figure.axes
    bars = [bar for bar in departments.patches if isinstance(bar, Rectangle)]
    widths = [bar.get_width() for bar in bars]
    assert widths == pytest.approx([max(widths), max(widths), max(widths) / 2])
    shares = [bar.get_height() for bar in weeks.patches if isinstance(bar, Rectangle)]
    whole = shares[0]
    assert shares == pytest.approx([whole, whole * 3 / 4, whole / 4])
    assert texts_of(figure).count("–") == 6
    assert {"3/3", "3/4"} <= set(texts_of(figure))


@LANGUAGES
def test_without_cases_the_picture_says_so(library: Library, language: Language) -> None:
    """Two sentences, no bars, no axis of nothing."""
    figure = drawn(summed(library, {}), library, language)
    assert_legible(figure)
    assert figure.axes == []
    assert SAY[language]("escalations_open_none") in texts_of(figure)
    assert SAY[language]("escalations_answered_none", weeks=8) in texts_of(figure)


counts = st.integers(0, 9) | st.integers(0, 400)
standings = st.tuples(counts, counts).map(lambda pair: OpenCounts(max(pair), min(pair)))
tallies = st.lists(st.builds(CaseCounts, in_time=counts, late=counts), min_size=8, max_size=8).map(tuple)


@settings(max_examples=15, deadline=None)
@given(data=st.data(), language=st.sampled_from(Language))
def test_any_report_is_legible(library: Library, data: st.DataObject, language: Language) -> None:
    """However many departments have however much."""
    rows = st.dictionaries(st.sampled_from(sorted(library.departments)), st.tuples(standings, tallies))
    assert_legible(drawn(summed(library, data.draw(rows)), library, language))
