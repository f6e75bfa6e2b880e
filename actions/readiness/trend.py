"""The trend of a unit: levels that changed between assessments, with the actions on their items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.readiness.records import ActionState
from actions.readiness.score import assess

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from fractions import Fraction

    from actions.knowledge.questionnaire import Dimension, Item, Questionnaire
    from actions.readiness.records import ActionItem, Assessment
    from actions.readiness.score import Result


@dataclass(frozen=True, slots=True)
class ItemMove:
    """An item whose level changed; `action` is the one that was on it, None where none was."""

    item: Item
    before: int
    after: int
    action: ActionItem | None


@dataclass(frozen=True, slots=True)
class DimensionMove:
    """A dimension whose level changed, with the items that moved it."""

    dimension: Dimension
    before: Fraction
    after: Fraction
    items: tuple[ItemMove, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """An assessment in a unit's trend, with its result and what moved since the one before."""

    assessment: Assessment
    result: Result
    moves: tuple[DimensionMove, ...]


def in_time(assessment: Assessment) -> tuple[datetime, int]:
    """Return what puts assessments in order: their time, then their number."""
    return assessment.at, assessment.number


def of_unit(assessments: Iterable[Assessment], unit: str) -> tuple[Assessment, ...]:
    """Return the assessments of one unit, the earliest first."""
    return tuple(sorted((a for a in assessments if a.unit == unit), key=in_time))


def trend(
    assessments: Sequence[Assessment], actions: Sequence[ActionItem], questionnaire: Questionnaire
) -> tuple[Point, ...]:
    """Return one point per assessment of a unit, the earliest first."""
    points: list[Point] = []
    for place, assessment in enumerate(assessments):
        before = assessments[place - 1] if place else None
        moved = moves(before, assessment, actions, questionnaire) if before else ()
        points.append(Point(assessment, assess(assessment.levels, questionnaire), moved))
    return tuple(points)


def moves(
    before: Assessment, after: Assessment, actions: Sequence[ActionItem], questionnaire: Questionnaire
) -> tuple[DimensionMove, ...]:
    """Return the dimensions whose level changed between two assessments of a unit.

    An action explains a change of its item that came after it was accepted and that no other assessment
    came between; one that was dropped does not.
    """
    was, now = assess(before.levels, questionnaire), assess(after.levels, questionnaire)
    moved = []
    for old, new in zip(was.standings, now.standings, strict=True):
        if old.level is None or new.level is None or old.level == new.level:
            continue
        items = tuple(_items(old.dimension, before, after, actions))
        moved.append(DimensionMove(old.dimension, old.level, new.level, items))
    return tuple(moved)


def _items(
    dimension: Dimension, before: Assessment, after: Assessment, actions: Sequence[ActionItem]
) -> Iterable[ItemMove]:
    for item in dimension.items:
        old, new = before.levels.get(item.id), after.levels.get(item.id)
        if old is not None and new is not None and old != new:
            yield ItemMove(item, old, new, _action_behind(item, after, actions))


def _action_behind(item: Item, after: Assessment, actions: Sequence[ActionItem]) -> ActionItem | None:
    """Return the latest action on the item that was begun before `after` and not dropped by then."""
    known = [
        action
        for action in actions
        if action.unit == after.unit
        and action.item == item.id
        and action.at <= after.at
        and not _dropped(action, after)
    ]
    return max(known, key=lambda action: (action.at, action.number), default=None)


def _dropped(action: ActionItem, after: Assessment) -> bool:
    if action.state is not ActionState.DROPPED:
        return False
    return action.settled_at is None or action.settled_at <= after.at
