"""Proposes actions on weak items, with a day for each, and works out their reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from actions.knowledge.questionnaire import WEAK
from actions.readiness.records import ActionState, ReminderStage
from actions.readiness.score import weak_items

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from actions.hours import Hours
    from actions.knowledge.questionnaire import Item, Questionnaire
    from actions.knowledge.topic import Text
    from actions.readiness.records import ActionItem, Assessment

# An action is looked at again after a quarter, unless another day is chosen.
USUAL = timedelta(days=90)
# How long before an action's day it is announced, and how long after it is said to be late.
_SOON = timedelta(days=7)
_LATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A weak item with what to do about it at its level."""

    item: Item
    level: int
    advice: Text


def proposals(
    assessment: Assessment, actions: Sequence[ActionItem], questionnaire: Questionnaire
) -> tuple[Proposal, ...]:
    """Return the weak items that no open action of the unit is on, what moves the score most first."""
    ongoing = [each for each in actions if each.unit == assessment.unit and each.state is ActionState.OPEN]
    busy, levels = {action.item for action in ongoing}, assessment.levels
    weak = [
        (item, levels.get(item.id) or 1) for item in weak_items(levels, questionnaire) if item.id not in busy
    ]
    return tuple(Proposal(item, level, item.advice[min(level, WEAK) - 1]) for item, level in weak)


def reminder(action: ActionItem, hours: Hours, now: datetime) -> ReminderStage | None:
    """Return the latest reminder that is due and was not given; None while the department is closed."""
    if action.state is not ActionState.OPEN or not hours.is_open(now):
        return None
    stages = [
        (ReminderStage.LATE, action.due + _LATE),
        (ReminderStage.DUE, action.due),
        (ReminderStage.SOON, action.due - _SOON),
    ]
    today = now.astimezone(hours.zone).date()
    for stage, day in stages:
        if today >= day:
            # The early reminder is skipped where the action was accepted on its day or after.
            accepted = action.at.astimezone(hours.zone).date()
            early = stage is ReminderStage.SOON and accepted >= day
            return None if stage in action.reminded or early else stage
    return None


def is_due(action: ActionItem, today: date) -> bool:
    """Tell whether the action is open and its day has come, so that its item is to be asked again."""
    return action.state is ActionState.OPEN and action.due <= today


def usual_day(now: datetime, hours: Hours) -> date:
    """Return the day proposed for a new action: a working day about a quarter ahead."""
    day = (now + USUAL).astimezone(hours.zone).date()
    for _ in range(14):
        if hours.week[day.weekday()] and not hours.is_holiday(day):
            break
        day += timedelta(days=1)
    return day
