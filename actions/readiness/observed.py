"""What is declared beside what is lived: a dimension's level, and how many real questions are about it."""

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

# As long as answers are noted (`docs/privacy`), and a quarter.
WINDOW = timedelta(days=90)
# Declared good, and asked about more than most: the two do not go together.
_DECLARED = 3.5


@dataclass(frozen=True, slots=True)
class Observed:
    """A dimension: its declared `level`, 1 to 5, and the counts of the last 90 days.

    Counts under `least` are None where they are not 0: so few may be one person.
    """

    dimension: Dimension
    level: Fraction | None
    questions: int | None
    escalations: int | None
    contrast: bool


def observed(
    result: Result, questions: Mapping[str, int], cases: Iterable[Case], now: datetime, least: int
) -> tuple[Observed, ...]:
    """Return a line a dimension; `questions` are counts by topic, `cases` all there are."""
    recent = [case.opened.topic for case in cases if case.opened_at >= now - WINDOW]
    asked = [sum(questions.get(topic, 0) for topic in s.dimension.topics) for s in result.standings]
    usual = sorted(asked)[len(asked) // 2]
    lines = []
    for standing, count in zip(result.standings, asked, strict=True):
        handed = sum(topic in standing.dimension.topics for topic in recent)
        good = standing.level is not None and standing.level >= _DECLARED
        contrast = good and count >= least and count > usual
        lines.append(Observed(
            standing.dimension, standing.level, _hidden(count, least), _hidden(handed, least), contrast
        ))  # fmt: skip
    return tuple(lines)


def _hidden(count: int, least: int) -> int | None:
    return count if count >= least or not count else None
