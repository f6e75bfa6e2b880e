"""Writes a unit's assessments as a CSV sheet and as JSON, without any person's name."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from actions.calculators.staffing.sheet import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.readiness.trend import Point
    from bot.pages.readiness.wording import ReadinessWords

_HEADER = (
    *("day", "unit", "origin", "verdict", "score", "confidence"),
    *("dimension", "question", "level", "best"),
)


def to_csv(points: tuple[Point, ...], words: ReadinessWords) -> bytes:
    """Return a sheet in UTF-8 with a byte order mark: a line per question, the earliest assessment first."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(safe_cell(words.say(f"readiness_csv_{name}")) for name in _HEADER)
    for point in points:
        writer.writerows(map(safe_cell, line) for line in _lines(point, words))
    return sheet.getvalue().encode("utf-8-sig")


def _lines(point: Point, words: ReadinessWords) -> Iterator[tuple[str, ...]]:
    assessment, result, language = point.assessment, point.result, words.language
    questionnaire = words.library.questionnaire
    score = "" if result.rounded is None else str(result.rounded)
    shared = (
        assessment.at.date().isoformat(),
        words.unit(assessment.unit),
        assessment.origin.value,
        words.verdict(result.verdict),
        score,
        str(result.confidence),
    )
    for each in questionnaire.questions:
        dimension = questionnaire.dimension_of.get(each.id)
        level = assessment.levels.get(each.id)
        name = dimension.name.in_(language) if dimension else ""
        text = "" if level is None else str(level)
        yield (*shared, name, each.question.in_(language), text, str(each.best))


def to_json(points: tuple[Point, ...], words: ReadinessWords) -> bytes:
    """Return the assessments as JSON by ids, which do not change with language or wording."""
    assessments = [
        {
            "at": point.assessment.at.isoformat(),
            "unit": point.assessment.unit,
            "origin": point.assessment.origin.value,
            "asked": list(point.assessment.asked),
            "verdict": point.result.verdict,
            "score": None if point.result.score is None else float(point.result.score),
            "confidence": point.result.confidence,
            "blockers": [blocker.id for blocker in point.result.blockers],
            "dimensions": {
                standing.dimension.id: None if standing.level is None else float(standing.level)
                for standing in point.result.standings
            },
            "answers": point.assessment.levels,
        }
        for point in points
    ]
    thresholds = words.library.questionnaire.thresholds.model_dump()
    document = {"thresholds": thresholds, "assessments": assessments}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
