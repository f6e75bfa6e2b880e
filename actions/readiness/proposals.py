"""Actions on weak items: what is proposed, and when somebody is reminded of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from actions.knowledge.questionnaire import WEAK
from actions.readiness.records import ActionState, Reminder
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
# Said beforehand where there is time for it, and once more after.
_SOON = timedelta(days=7)
_LATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A weak item with what to do about it at its level."""

    item: Item
    level: int
    advice: Text


def proposals(
    assessment: Assessment, steps: Sequence[ActionItem], asked: Questionnaire
) -> tuple[Proposal, ...]:
    """Return the weak items that no open action of the unit is on, what moves the score most first."""
    busy = {step.item for step in steps if step.unit == assessment.unit and step.state is ActionState.OPEN}
    levels = assessment.levels
    weak = [(item, levels.get(item.id) or 1) for item in weak_items(levels, asked) if item.id not in busy]
    return tuple(Proposal(item, level, item.advice[min(level, WEAK) - 1]) for item, level in weak)


def reminder(step: ActionItem, hours: Hours, now: datetime) -> Reminder | None:
    """Return the reminder that is due now, the latest one only; said once, and while the place is open."""
    if step.state is not ActionState.OPEN or not hours.is_open(now):
        return None
    stages = [
        (Reminder.LATE, step.due + _LATE),
        (Reminder.DUE, step.due),
        (Reminder.SOON, step.due - _SOON),
    ]
    today = now.astimezone(hours.zone).date()
    for stage, day in stages:
        if today >= day:
            # Accepted so late that it comes at once: that is no reminder.
            accepted = step.at.astimezone(hours.zone).date()
            early = stage is Reminder.SOON and accepted >= day
            return None if stage in step.reminded or early else stage
    return None


def is_due(step: ActionItem, today: date) -> bool:
    """Tell whether its item is to be asked again."""
    return step.state is ActionState.OPEN and step.due <= today


def usual_day(now: datetime, hours: Hours) -> date:
    """Return the day proposed for a new action: a working day about a quarter ahead."""
    day = (now + USUAL).astimezone(hours.zone).date()
    for _ in range(14):
        if hours.week[day.weekday()] and not hours.is_holiday(day):
            break
        day += timedelta(days=1)
    return day
