"""The words of the two-page report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from actions.numbers import format_number
from actions.readiness.proposals import proposals
from bot.files.charts.report import Passage, Report, Row

if TYPE_CHECKING:
    from actions.readiness.trend import Point
    from bot.pages.readiness.wording import ReadinessWords


def report(points: tuple[Point, ...], words: ReadinessWords, radar: bytes) -> Report:
    """Return the report on the last of `points`; `radar` is its picture."""
    point, say, language = points[-1], words.say, words.language
    result = point.result
    found = proposals(point.assessment, (), words.library.questionnaire)
    plan = tuple(
        Passage(
            f"{each.item.short.in_(language)} · {words.level(Fraction(each.level))}",
            f"{each.advice.in_(language)} ({words.department(each.item.department)})",
        )
        for each in found
    )
    blockers = tuple(
        Passage(each.short.in_(language), f"{each.nuance.in_(language)} {each.advice.in_(language)}")
        for each in result.blockers
    )
    about = say("readiness_about", unit=words.unit(point.assessment.unit), day=words.day(point.assessment))
    return Report(
        title=say("readiness_report_title"),
        about=about,
        verdict=words.headline(point),
        explanation=" ".join(words.explanation(point)),
        confidence=words.confidence(point),
        radar=radar,
        blockers_title=say("readiness_report_blockers"),
        blockers=blockers,
        no_blockers=say("readiness_report_no_blockers"),
        rows_title=say("readiness_report_dimensions"),
        header=_header(words),
        rows=_rows(point, words),
        working="" if result.score is None else words.working(point),
        plan_title=say("readiness_report_plan"),
        plan=plan,
        ours=say("readiness_ours"),
        more=tuple(say("readiness_report_more", count=n + 1) for n in range(max(len(plan), len(blockers)))),
        pages=(say("readiness_report_page", page=1), say("readiness_report_page", page=2)),
    )


def _header(words: ReadinessWords) -> Row:
    say = words.say
    return Row(
        "", say("readiness_report_level"), say("readiness_report_weight"), say("readiness_report_points")
    )


def _rows(point: Point, words: ReadinessWords) -> tuple[Row, ...]:
    return tuple(
        Row(
            standing.dimension.name.in_(words.language),
            words.level(standing.level),
            str(standing.dimension.weight),
            format_number(standing.points, words.language, 1),
        )
        for standing in point.result.standings
    )
