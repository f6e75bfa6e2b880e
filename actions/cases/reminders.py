"""When somebody is reminded of a case, and who: first the channel, at last the default department's owner.

Every open case has a next reminder, always; all of them fall inside the department's hours. The fractions
are of the department's target for a first answer, in working time; an urgent request halves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.case import State
from actions.cases.events import EventPayload, Moved, Released, Reminded, ReminderStep, Urgency

if TYPE_CHECKING:
    from datetime import datetime

    from actions.cases.case import Case
    from actions.hours import Hours
    from actions.knowledge.department import Department
    from actions.knowledge.library import Library

# The closing instant counts as open, so is_open looks this far back.
_JUST_BEFORE = timedelta(minutes=1)
# The reminders before the daily one, with the fraction of the target after which each is due.
LADDER = (
    (ReminderStep.FIRST, 0.5),
    (ReminderStep.OWNER, 1.0),
    (ReminderStep.BACKUP, 1.5),
    (ReminderStep.DEFAULT, 2.0),
)
PACE = {Urgency.LOW: 2.0, Urgency.NORMAL: 1.0, Urgency.URGENT: 0.5}


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is reminded next, and when (UTC)."""

    at: datetime
    step: ReminderStep


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer is promised by `due`; `back` is when a closed department opens, None while it is open."""

    due: datetime
    back: datetime | None = None


def promise(case: Case, library: Library, now: datetime) -> Promise:
    """Return when the requester can expect an answer, counted from when they began to wait.

    A case sent on to a slower department keeps the earlier promise.
    """
    departments = [library.department(name) for name in (*case.earlier_departments, case.department)]
    due = min(after(hours_of(each, library), case.since, target(case, each)) for each in departments)
    hours = hours_of(departments[-1], library)
    opens = hours.next_open(now) if hours else None
    return Promise(due, opens if opens is not None and opens > now else None)


def next_reminder(case: Case, library: Library) -> Reminder | None:
    """Return the next reminder of `case`; None where it is closed."""
    if not case.is_open:
        return None
    department = library.department(case.department)
    hours = hours_of(department, library)
    if case.state is State.ANSWERED:
        return Reminder(
            after(hours, _last_reminded(case), _hours(department.resolution)), ReminderStep.SETTLE
        )
    goal = target(case, department)
    for step, fraction in LADDER:
        if step not in case.steps and not _is_past(step, case.steps):
            return Reminder(after(hours, case.held_since, goal * fraction), step)
    return Reminder(_next_morning(hours, _last_reminded(case)), ReminderStep.DAILY)


def overdue_reminder(case: Case, library: Library, now: datetime) -> Reminder | None:
    """Return the furthest reminder that is due at `now`, None where none is.

    After an outage several may be due; only the furthest is given. Outside the department's hours none is.
    """
    due = next_reminder(case, library)
    if due is None or due.at > now or not is_open(library.department(case.department), library, now):
        return None
    if due.step is ReminderStep.SETTLE:
        return due
    department = library.department(case.department)
    hours, goal = hours_of(department, library), target(case, department)
    for step, fraction in LADDER:
        at = after(hours, case.held_since, goal * fraction)
        if step not in case.steps and not _is_past(step, case.steps) and at <= now:
            due = Reminder(at, step)
    return due


def needed(case: Case, library: Library, now: datetime, *, holder_active: bool) -> EventPayload | None:
    """Return the automatic event a case needs now; `holder_active` is False where its holder has left."""
    if case.department not in library.departments:
        return Moved(library.department(case.department).id)
    if case.holder and not holder_active:
        return Released()
    due = overdue_reminder(case, library, now)
    return Reminded(due.step) if due else None


def wake_at(case: Case, library: Library, now: datetime) -> datetime | None:
    """Return when to look at `case` again: at its next reminder, or where that is past, the next opening."""
    due = next_reminder(case, library)
    if due is None or due.at > now:
        return due.at if due else None
    hours = hours_of(library.department(case.department), library)
    return (hours.next_open(now) if hours else now) or now


def target(case: Case, department: Department) -> timedelta:
    """Return the working time within which a first answer is due."""
    return _hours(department.first_answer) * PACE[case.opened.urgency]


def hours_of(department: Department, library: Library) -> Hours | None:
    """Return the opening hours to count in, the default department's for one that never opens.

    None where neither ever opens: time then counts around the clock, so that reminders still come.
    """
    for each in (department, library.department(library.default_department)):
        if any(each.opening.week):
            return each.opening
    return None


def is_open(department: Department, library: Library, now: datetime) -> bool:
    """Tell whether anybody may be reminded now."""
    hours = hours_of(department, library)
    opens = hours.next_open(now) if hours else now
    if hours is None or opens is None or opens == now:
        return True  # without any opening to come, time counts around the clock
    # A reminder may fall on the closing instant.
    return hours.between(now - _JUST_BEFORE, now) > timedelta(0)


def after(hours: Hours | None, start: datetime, working: timedelta) -> datetime:
    """Return `start` and `working` time more, inside `hours`."""
    found = hours.add(start, working) if hours else None
    return found if found is not None else start + working


def _is_past(step: ReminderStep, given: tuple[ReminderStep, ...]) -> bool:
    """Tell whether a later step of the ladder was given already."""
    order = [each for each, _ in LADDER]
    return any(each in order and order.index(each) > order.index(step) for each in given)


def _last_reminded(case: Case) -> datetime:
    return max(case.reminded_at or case.held_since, case.held_since)


def _next_morning(hours: Hours | None, last: datetime) -> datetime:
    """Return the first opening of a day after `last`."""
    if hours is None:
        return last + timedelta(days=1)
    local = last.astimezone(hours.zone).date()
    for days in range(15):
        opening = hours.opening_of(local + timedelta(days=days))
        if opening is not None and opening > last:
            return opening
    return hours.next_open(last + timedelta(days=14)) or last + timedelta(days=14)


def _hours(hours: float) -> timedelta:
    return timedelta(hours=float(hours))
