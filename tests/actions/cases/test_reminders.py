"""Who is reminded of a case, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.events import ReminderStep, Urgency
from actions.cases.reminders import next_reminder, wake_at
from tests.fakes.case_world import ANNE, ANSWER, QUESTION, RESOLVE, TAKE, CaseWorld, reminders
from tests.fakes.histories import on, varied

if TYPE_CHECKING:
    from datetime import datetime

    from actions.knowledge.library import Library

LADDER = [
    (ReminderStep.FIRST, on(24, 11)),
    (ReminderStep.OWNER, on(24, 13)),
    (ReminderStep.BACKUP, on(24, 15)),
    (ReminderStep.DEFAULT, on(25, 9)),
    (ReminderStep.DAILY, on(26, 8)),
    (ReminderStep.DAILY, on(27, 8)),
    (ReminderStep.DAILY, on(30, 8)),
]


@pytest.mark.parametrize("taken", [False, True])
async def test_reminders_go_up_a_ladder(world: CaseWorld, taken: bool) -> None:  # noqa: FBT001
    """Half the target reminds who should know, the target the owner, and so on to the last resort, daily.

    So it is too where somebody has taken the case and then says nothing.
    """
    await world.open()
    if taken:
        await world.do(ANNE, TAKE)
    for step, at in LADDER:
        assert await world.wake(at - timedelta(milliseconds=1)) == []
        assert world.store.due[1] == at
        assert reminders(await world.wake(at)) == [(step, ANNE if taken else "")]
        assert (1, next_due := world.store.due[1]) in world.timers.times
        assert next_due > at


@pytest.mark.parametrize(
    ("urgency", "first", "owner"),
    [
        (Urgency.URGENT, on(24, 10), on(24, 11)),
        (Urgency.NORMAL, on(24, 11), on(24, 13)),
        (Urgency.LOW, on(24, 13), on(25, 9)),
    ],
)
async def test_urgency_changes_the_pace_of_reminders(
    world: CaseWorld, urgency: Urgency, first: datetime, owner: datetime
) -> None:
    """Urgent halves the time between them, low doubles it."""
    await world.open(replace(QUESTION, urgency=urgency))
    assert reminders(await world.wake(first)) == [(ReminderStep.FIRST, "")]
    assert reminders(await world.wake(owner)) == [(ReminderStep.OWNER, "")]


async def test_a_new_holder_has_all_the_time_of_a_first_reminder(world: CaseWorld) -> None:
    """The ladder begins anew for whoever gets the case."""
    await world.open()
    assert reminders(await world.wake(on(24, 13))) == [(ReminderStep.OWNER, "")]
    await world.do(ANNE, TAKE)
    assert await world.wake(on(24, 14, 59)) == []
    assert reminders(await world.wake(on(24, 15))) == [(ReminderStep.FIRST, ANNE)]


async def test_an_answered_case_is_to_be_settled(world: CaseWorld) -> None:
    """The holder is reminded after the time to settle it, sixteen working hours, and again after as long."""
    await world.open_then((ANNE, ANSWER))
    answered = on(24, 9, 1)
    assert world.store.due[1] == answered + timedelta(days=2)
    assert reminders(await world.wake(answered + timedelta(days=2))) == [(ReminderStep.SETTLE, ANNE)]
    assert world.store.due[1] == on(30, 9, 1)
    assert reminders(await world.wake(on(30, 9, 1))) == [(ReminderStep.SETTLE, ANNE)]


async def test_a_closed_case_reminds_nobody(world: CaseWorld) -> None:
    """It has no next time, and a timer that still rings does nothing."""
    await world.open_then((ANNE, RESOLVE))
    assert world.store.due == {}
    assert await world.wake(on(25, 9)) == []
    assert next_reminder(world.case(), world.library) is None


async def test_after_an_outage_only_the_furthest_reminder_is_given_and_in_hours(world: CaseWorld) -> None:
    """A timer that rings at night waits for the morning; the steps that were missed are left out."""
    await world.open()
    assert await world.wake(on(24, 22)) == []
    assert world.store.due[1] == on(25, 8)
    assert (1, on(25, 8) + timedelta(milliseconds=50)) in world.timers.times
    assert reminders(await world.wake(on(25, 8))) == [(ReminderStep.BACKUP, "")]
    assert reminders(await world.wake(on(25, 9))) == [(ReminderStep.DEFAULT, "")]


async def test_a_reminder_may_fall_on_the_closing_instant(world: CaseWorld) -> None:
    """A timer that rings a moment late still reminds; two minutes late it waits for the morning."""
    world.clock.at = on(24, 14)
    await world.open()
    assert world.store.due[1] == on(24, 16)
    assert await world.wake(on(24, 16, 2)) == []
    late = on(24, 16) + timedelta(milliseconds=60)
    assert reminders(await world.wake(late)) == [(ReminderStep.FIRST, "")]


async def test_a_department_that_never_opens_is_reminded_in_the_hours_of_the_default_one(
    library: Library,
) -> None:
    """Management has no hours here, so that Communications' are counted."""
    world = CaseWorld(varied(library))
    await world.open(replace(QUESTION, department="management"))
    assert await world.wake(on(24, 12, 59)) == []
    assert reminders(await world.wake(on(24, 13))) == [(ReminderStep.FIRST, "")]


async def test_where_nobody_ever_opens_time_counts_around_the_clock(world: CaseWorld) -> None:
    """The default department may be written down without hours too; it is reminded all the same."""
    never: dict[str, object] = {"hours": ((),) * 7}
    departments = {
        name: department.model_copy(update=never) for name, department in world.library.departments.items()
    }
    world.library = replace(world.library, departments=departments)
    world.clock.at = on(28, 23)  # a Saturday night
    await world.open()
    assert reminders(await world.wake(on(29, 1))) == [(ReminderStep.FIRST, "")]
    assert reminders(await world.wake(on(29, 7))) == [(ReminderStep.DEFAULT, "")]
    assert reminders(await world.wake(on(30, 7))) == [(ReminderStep.DAILY, "")]


async def test_a_night_shift_is_reminded_every_night(library: Library) -> None:
    """A reminder after midnight belongs to the shift of the evening before."""
    world = CaseWorld(varied(library))  # Support: three hours for an answer, from 22:00 to 06:00 in Paris
    await world.open(replace(QUESTION, department="support"))
    assert reminders(await world.wake(on(25, 3))) == [(ReminderStep.DEFAULT, "")]
    assert world.store.due[1] == on(25, 21)
    assert reminders(await world.wake(on(25, 21))) == [(ReminderStep.DAILY, "")]
    assert world.store.due[1] == on(26, 21)


async def test_the_next_time_is_a_due_reminder_or_the_next_opening(world: CaseWorld) -> None:
    """It is never in the past, and never outside hours."""
    case = await world.open()
    assert wake_at(case, world.library, on(24, 10)) == on(24, 11)
    assert wake_at(case, world.library, on(24, 12)) == on(24, 12)
    assert wake_at(case, world.library, on(24, 17)) == on(25, 8)
