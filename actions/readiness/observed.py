"""Compares the level a unit declares for each dimension with the questions and cases about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from actions.cases.case import Case
    from actions.knowledge.questionnaire import Dimension
    from actions.readiness.score import Result

# Stores keep the times of answers for as long as this.
WINDOW = timedelta(days=90)
# A dimension declared at this level or above, and asked about more than most, is marked as a contrast.
_DECLARED = 3.5


@dataclass(frozen=True, slots=True)
class Observed:
    """A dimension: its declared `level`, 1 to 5, and the counts of the last 90 days.

    A count that is above 0 and under the least number to show is None, since it may be one person's.
    """

    dimension: Dimension
    level: Fraction | None
    questions: int | None
    escalations: int | None
    contrast: bool


def observed(
    result: Result, questions: Mapping[str, int], cases: Iterable[Case], now: datetime, least: int
) -> tuple[Observed, ...]:
    """Return one line per dimension; `questions` are counts by topic, `cases` all there are."""
    recent = [case.opened.topic for case in cases if case.opened_at >= now - WINDOW]
    counts = [sum(questions.get(topic, 0) for topic in s.dimension.topics) for s in result.standings]
    usual = sorted(counts)[len(counts) // 2]
    lines = []
    for standing, count in zip(result.standings, counts, strict=True):
        escalations = sum(topic in standing.dimension.topics for topic in recent)
        good = standing.level is not None and standing.level >= _DECLARED
        contrast = good and count >= least and count > usual
        shown = _if_enough(count, least), _if_enough(escalations, least)
        lines.append(Observed(standing.dimension, standing.level, *shown, contrast))
    return tuple(lines)


def _if_enough(count: int, least: int) -> int | None:
    return count if count >= least or not count else None
