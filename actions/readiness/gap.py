"""Compares the answers of departments with the manager's, without showing how any person answered.

Only means of at least `least` known answers are shown, per question, for a department and for everybody.
Taking the shown departments away from everybody must not leave fewer than `least` people, since a subtraction
would then give their mean away: departments are left out, the smallest first, until it does not. Levels of
dimensions are worked out from the shown means only, so that they give away nothing more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from actions.knowledge.questionnaire import ContraIndication, Dimension, Item, Questionnaire
    from actions.readiness.records import SurveyResponse
    from actions.readiness.score import Answers

# Where the manager and the others are at least this many levels apart, they disagree.
APART = Fraction(1)


@dataclass(frozen=True, slots=True)
class Group:
    """The mean of `count` known answers, in levels."""

    mean: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class QuestionGap:
    """One question: the manager's level, everybody else's mean, and each department's that may be shown."""

    question: ContraIndication | Item
    lead: int | None
    others: Group | None
    departments: tuple[tuple[str, Group], ...]

    @property
    def apart(self) -> Fraction | None:
        """How far the others are from the manager: above 0 where they see it better."""
        if self.lead is None or self.others is None:
            return None
        return self.others.mean - self.lead


@dataclass(frozen=True, slots=True)
class DimensionGap:
    """A dimension, from the cells of its items; None where none of them may be shown."""

    dimension: Dimension
    lead: Fraction | None
    others: Fraction | None
    departments: tuple[tuple[str, Fraction], ...]

    @property
    def apart(self) -> Fraction | None:
        """How far the others are from the manager, as in `Cell`."""
        if self.lead is None or self.others is None:
            return None
        return self.others - self.lead


@dataclass(frozen=True, slots=True)
class Gap:
    """The whole comparison; `count` people answered, and `least` of them are shown together or nobody is."""

    count: int
    least: int
    rows: tuple[DimensionGap, ...]
    cells: tuple[QuestionGap, ...]

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return any(cell.others is not None for cell in self.cells)


def gap(lead: Answers, responses: Sequence[SurveyResponse], questionnaire: Questionnaire) -> Gap:
    """Compare `responses` with `lead`, the manager's answers."""
    least = questionnaire.thresholds.group
    by_department = [(response.department, dict(response.answers)) for response in responses]
    cells = {
        question.id: _cell(question, lead.get(question.id), by_department, least)
        for question in questionnaire.questions
    }
    rows = tuple(_row(dimension, cells) for dimension in questionnaire.dimensions)
    return Gap(len(responses), least, rows, tuple(cells.values()))


def _cell(
    question: ContraIndication | Item,
    lead: int | None,
    responses: Sequence[tuple[str, Mapping[str, int | None]]],
    least: int,
) -> QuestionGap:
    levels: defaultdict[str, list[int]] = defaultdict(list)
    for department, answers in responses:
        level = answers.get(question.id)
        if level is not None and 1 <= level <= question.best:
            levels[department].append(level)
    everybody = [level for each in levels.values() for level in each]
    if len(everybody) < least:
        return QuestionGap(question, lead, None, ())
    shown = sorted(name for name, each in levels.items() if len(each) >= least)
    while shown and 0 < len(everybody) - sum(len(levels[name]) for name in shown) < least:
        shown.remove(min(shown, key=lambda name: (len(levels[name]), name)))
    return QuestionGap(
        question, lead, _group(everybody), tuple((name, _group(levels[name])) for name in shown)
    )


def _group(levels: list[int]) -> Group:
    return Group(Fraction(sum(levels), len(levels)), len(levels))


def _row(dimension: Dimension, cells: Mapping[str, QuestionGap]) -> DimensionGap:
    """Weigh cells as the score weighs items; a department has a level where it is shown for every item."""
    weighed = [(item.weight, cells[item.id]) for item in dimension.items]
    # The two levels are worked out from the same items, where there are items with both.
    both = [each for each in weighed if each[1].apart is not None] or weighed
    lead = [(weight, Fraction(cell.lead)) for weight, cell in both if cell.lead is not None]
    others = [(weight, cell.others.mean) for weight, cell in both if cell.others is not None]
    names = [{name for name, _ in cell.departments} for _, cell in weighed]
    levels = {
        name: [(weight, dict(cell.departments)[name].mean) for weight, cell in weighed]
        for name in sorted(set.intersection(*names))
    }
    departments = tuple((name, _mean(each) or Fraction(0)) for name, each in levels.items())
    return DimensionGap(dimension, _mean(lead), _mean(others), departments)


def _mean(weighed: list[tuple[int, Fraction]]) -> Fraction | None:
    whole = sum(weight for weight, _ in weighed)
    return sum((weight * value for weight, value in weighed), Fraction(0)) / whole if whole else None
