"""Where departments see it differently from the manager, without showing how anybody in particular sees it.

Only means of at least `least` known answers are shown, per question, for a department and for everybody.
Where what is left of everybody once the shown departments are taken away would be fewer, a subtraction would
give those away: departments are left out, the smallest first, until it would not. Levels of dimensions are
worked out from what is shown and nothing else, so that they add no equation to solve.
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

# From this many levels apart on, two views disagree.
APART = Fraction(1)


@dataclass(frozen=True, slots=True)
class Group:
    """The mean of `count` known answers, in levels."""

    mean: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: the manager's level, everybody else's mean, and each department's that may be shown."""

    asked: ContraIndication | Item
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
class Row:
    """A dimension, from the cells of its items; None where none of them may be shown."""

    dimension: Dimension
    lead: Fraction | None
    others: Fraction | None
    departments: tuple[tuple[str, Fraction], ...]

    @property
    def apart(self) -> Fraction | None:
        """As of `Cell`."""
        if self.lead is None or self.others is None:
            return None
        return self.others - self.lead


@dataclass(frozen=True, slots=True)
class Gap:
    """The whole comparison; `count` people answered, and `least` of them are shown together or nobody is."""

    count: int
    least: int
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return any(cell.others is not None for cell in self.cells)


def gap(lead: Answers, views: Sequence[SurveyResponse], questionnaire: Questionnaire) -> Gap:
    """Compare `views` with the manager's answers."""
    least = questionnaire.thresholds.group
    held = [(view.department, dict(view.answers)) for view in views]
    cells = {asked.id: _cell(asked, lead.get(asked.id), held, least) for asked in questionnaire.asked}
    rows = tuple(_row(dimension, cells) for dimension in questionnaire.dimensions)
    return Gap(len(views), least, rows, tuple(cells.values()))


def _cell(
    asked: ContraIndication | Item,
    lead: int | None,
    views: Sequence[tuple[str, Mapping[str, int | None]]],
    least: int,
) -> Cell:
    levels: defaultdict[str, list[int]] = defaultdict(list)
    for department, answers in views:
        level = answers.get(asked.id)
        if level is not None and 1 <= level <= asked.best:
            levels[department].append(level)
    everybody = [level for each in levels.values() for level in each]
    if len(everybody) < least:
        return Cell(asked, lead, None, ())
    shown = sorted(name for name, each in levels.items() if len(each) >= least)
    while shown and 0 < len(everybody) - sum(len(levels[name]) for name in shown) < least:
        shown.remove(min(shown, key=lambda name: (len(levels[name]), name)))
    return Cell(asked, lead, _group(everybody), tuple((name, _group(levels[name])) for name in shown))


def _group(levels: list[int]) -> Group:
    return Group(Fraction(sum(levels), len(levels)), len(levels))


def _row(dimension: Dimension, cells: Mapping[str, Cell]) -> Row:
    """Weigh cells as the score weighs items; a department's level only where every item of it is shown."""
    there = [(item.weight, cells[item.id]) for item in dimension.items]
    # Both are about the same items, where there is an item that both can speak of.
    both = [each for each in there if each[1].apart is not None] or there
    lead = [(weight, Fraction(cell.lead)) for weight, cell in both if cell.lead is not None]
    others = [(weight, cell.others.mean) for weight, cell in both if cell.others is not None]
    names = [{name for name, _ in cell.departments} for _, cell in there]
    departments = tuple(
        (name, _mean([(weight, dict(cell.departments)[name].mean) for weight, cell in there]) or Fraction(0))
        for name in sorted(set.intersection(*names))
    )
    return Row(dimension, _mean(lead), _mean(others), departments)


def _mean(weighed: list[tuple[int, Fraction]]) -> Fraction | None:
    whole = sum(weight for weight, _ in weighed)
    return sum((weight * value for weight, value in weighed), Fraction(0)) / whole if whole else None
