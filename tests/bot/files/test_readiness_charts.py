"""The pictures of an assessment: legible on a phone, in both languages, whatever the levels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from actions.knowledge.library import load
from actions.language import Language
from actions.readiness.records import Assessment
from actions.readiness.trend import trend
from bot.files.charts.canvas import BLUE, GREEN, ORANGE
from bot.files.charts.gap import GapLabels, GapRow, draw_gap, gap_chart
from bot.files.charts.progress import (
    Trend,
    TrendPoint,
    Unit,
    UnitsLabels,
    draw_trend,
    draw_units,
    trend_chart,
    units_chart,
)
from bot.files.charts.radar import RadarLabels, draw_radar, radar_chart
from bot.files.readiness.pictures import radar_of
from bot.pages.readiness.wording import ReadinessWords
from bot.strings import load_strings
from tests.bot.files.test_charts import LANGUAGES, assert_legible, size_of

if TYPE_CHECKING:
    from actions.readiness.trend import Point

LIBRARY = load()
ASKED = LIBRARY.questionnaire
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
level = st.none() | st.floats(1, 5)
levels = st.tuples(*[level] * len(ASKED.dimensions))


def names(language: Language) -> tuple[str, ...]:
    """Return the dimensions as they are called."""
    return tuple(each.name.in_(language) for each in ASKED.dimensions)


def words(language: Language) -> ReadinessWords:
    """Return what says things in a language."""
    return ReadinessWords(LIBRARY, load_strings()[language], language)


def points(level_everywhere: int, **special: int | None) -> tuple[Point, ...]:
    """Return a trend of two assessments, of which the second has `special` answers."""
    answers: dict[str, int | None] = {a.id: min(level_everywhere, a.best) for a in ASKED.questions}
    first = Assessment(1, "", "T1:UM1", NOW - timedelta(days=90), tuple(answers.items()))
    second = Assessment(2, "", "T1:UM1", NOW, tuple({**answers, **special}.items()))
    return trend((first, second), (), ASKED)


@settings(max_examples=15, deadline=None)
@given(levels, levels, st.sampled_from(Language))
def test_the_radar_is_legible(
    now: tuple[float | None, ...], before: tuple[float | None, ...], language: Language
) -> None:
    """Every name lies inside, and none on another, whatever is known."""
    labels = RadarLabels(words(language).verdict(None), ("24/11", "24/08"), "?")
    assert_legible(draw_radar(names(language), (now, before), labels))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(level, level), min_size=11, max_size=11), st.sampled_from(Language))
def test_the_gap_is_legible(pairs: list[tuple[float | None, float | None]], language: Language) -> None:
    """Names, scale and legend keep apart, with the departments that may be shown."""
    say = load_strings()[language]
    groups = tuple((each.name.in_(language), 3.0) for each in LIBRARY.departments.values())
    rows = [
        GapRow(name, lead, others, groups if others is not None else ())
        for name, (lead, others) in zip(names(language), pairs, strict=True)
    ]
    labels = GapLabels(
        say("readiness_gap_title"),
        say("readiness_gap_lead"),
        say("readiness_gap_others"),
        say("readiness_gap_scale"),
        say("readiness_gap_too_few"),
    )
    assert_legible(draw_gap(rows, labels))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=6), st.sampled_from(Language))
def test_the_trend_is_legible(scores: list[float], language: Language) -> None:
    """Scores, verdicts and days keep apart, from one assessment to six."""
    say = words(language)
    days = [NOW + timedelta(days=90 * n) for n in range(len(scores))]
    drawn = tuple(
        TrendPoint(say.short_day(Assessment(1, "", "", day, ())), score)
        for day, score in zip(days, scores, strict=True)
    )
    bands = tuple(
        (f"{low}", float(low), float(high)) for low, high in ((0, 30), (30, 50), (50, 70), (70, 100))
    )
    note = say.move(points(1, means_budget=4)[-1].moves[0])
    assert_legible(draw_trend(Trend("Le score dans le temps", drawn, bands, (note, note))))


@LANGUAGES
@pytest.mark.parametrize("count", [1, 2, 6])
def test_units_are_legible(language: Language, count: int) -> None:
    """From one unit to six, with names as long as the form takes."""
    named = ["Toute l’organisation", "Ondine", "Filiale Espagne et Portugal"] * 2
    units = [Unit(name, 40.0, (3.5,) * len(ASKED.dimensions)) for name in named[:count]]
    labels = UnitsLabels("Les entités", "Score, sur 100", "Niveaux", names(language), lambda v: f"{v:.1f}")
    assert_legible(draw_units(units, labels))


def test_pictures_are_pngs_of_a_phone_s_width() -> None:
    """1080 pixels wide, and the same bytes for the same assessment."""
    said = words(Language.FR)
    radar = radar_of(points(3, means_budget=5), said)
    rows = [GapRow("Moyens", 2, 4)]
    point = TrendPoint("24 nov. 2026", 50)
    pictures = [
        radar,
        radar_chart(("a", "b", "c"), ((1, None, 5),), RadarLabels("t", ("n",), "?")),
        gap_chart(rows, GapLabels("t", "l", "o", "s", "h")),
        trend_chart(Trend("t", (point,), (("b", 0, 100),))),
        units_chart([Unit("u", None, (None,))], UnitsLabels("t", "s", "l", ("d",), str)),
    ]
    assert {size_of(picture)[0] for picture in pictures} == {1080}
    assert radar == radar_of(points(3, means_budget=5), said)


def test_colours_keep_apart_in_grey() -> None:
    """Series differ by lightness or by marker: blue and green are alike in grey, and never share a marker."""
    grey = {name: sum(w * c for w, c in zip((0.299, 0.587, 0.114), to_rgb(name), strict=True))
            for name in (BLUE, ORANGE, GREEN)}  # fmt: skip
    assert abs(grey[BLUE] - grey[ORANGE]) > 0.2
    assert abs(grey[GREEN] - grey[ORANGE]) > 0.2
