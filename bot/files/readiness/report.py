"""The texts of the PDF report."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from actions.language import Language
from actions.numbers import format_number
from actions.readiness.proposals import proposals

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from actions.readiness.trend import Point
    from bot.pages.readiness.wording import ReadinessWords

# The language tags of PDF documents.
_TAGS = {Language.FR: "fr-FR", Language.EN: "en-GB"}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A dimension: its name, level, weight and points, as texts."""

    name: str
    level: str
    weight: str
    points: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with a name above it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AssessmentReport:
    """The texts of the report; `radar` is a PNG, `header` names the columns of the rows.

    `at` is the time of the assessment, `tag` the language as in ``fr-FR``; `foot` writes a page's number.
    """

    title: str
    about: str
    at: datetime
    tag: str
    verdict: str
    explanation: str
    confidence: str
    ours: str
    radar: bytes
    radar_alt: str
    blockers_title: str
    blockers: tuple[Passage, ...]
    no_blockers: str
    rows_title: str
    header: ReportRow
    rows: tuple[ReportRow, ...]
    working: str
    plan_title: str
    plan: tuple[Passage, ...]
    no_plan: str
    foot: Callable[[str, str], str]


def report(points: tuple[Point, ...], words: ReadinessWords, radar: bytes) -> AssessmentReport:
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
    return AssessmentReport(
        title=say("readiness_report_title"),
        about=about,
        at=point.assessment.at,
        tag=_TAGS[language],
        verdict=words.headline(point),
        explanation=" ".join(words.explanation(point)),
        confidence=words.confidence(point),
        ours=say("readiness_ours"),
        radar=radar,
        radar_alt=words.radar(point),
        blockers_title=say("readiness_report_blockers"),
        blockers=blockers,
        no_blockers=say("readiness_report_no_blockers"),
        rows_title=say("readiness_report_dimensions"),
        header=_header(words),
        rows=_rows(point, words),
        working="" if result.score is None else words.working(point),
        plan_title=say("readiness_report_plan"),
        plan=plan,
        no_plan=say("readiness_report_no_plan"),
        foot=lambda page, pages: say("readiness_report_page", page=page, pages=pages),
    )


def _header(words: ReadinessWords) -> ReportRow:
    say = words.say
    return ReportRow(
        "", say("readiness_report_level"), say("readiness_report_weight"), say("readiness_report_points")
    )


def _rows(point: Point, words: ReadinessWords) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(
            standing.dimension.name.in_(words.language),
            words.level(standing.level),
            str(standing.dimension.weight),
            format_number(standing.points, words.language, 1),
        )
        for standing in point.result.standings
    )
