"""Timers on the real queue: each wakes its case once, through a restart; a sweep finds what none woke."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from docket import Worker

from actions.cases.events import Reminded, ReminderStep
from bot.queue.outbox import Outbox
from bot.queue.stores import outbox_stores
from bot.queue.timers import CaseTasks, DocketScheduler
from bot.queue.worker import OUTBOX, open_docket
from bot.stores.cases import RedisCases
from tests.fakes.words import says

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from docket import Docket
    from redis.asyncio import Redis

    from tests.fakes.people import Message
    from tests.fakes.world import World

# Nine o'clock in Paris, on a Wednesday.
MORNING = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


async def steps(world: World, number: int) -> list[ReminderStep]:
    """Return the reminders given for a case."""
    whats = [event.payload for event in await world.cases.store.events(number)]
    return [what.step for what in whats if isinstance(what, Reminded)]


@asynccontextmanager
async def queues(world: World, redis: Redis, redis_url: str) -> AsyncIterator[Docket]:
    """Open the queues of a process of the bot, and register what it does for cases."""
    delivery = world.services.delivery
    async with open_docket(redis_url) as docket, open_docket(redis_url, OUTBOX) as second:
        outbox = Outbox(second, outbox_stores(redis), lambda: delivery)
        CaseTasks(docket, world.bot.services, outbox, RedisCases(redis))
        yield docket


async def rings(world: World, redis: Redis, redis_url: str, sweeps: int = 1) -> None:
    """Let a new process, with queues and a worker of its own, do what is due."""
    async with (
        queues(world, redis, redis_url) as docket,
        Worker(docket, minimum_check_interval=timedelta(milliseconds=5)) as worker,
    ):
        await worker.run_at_most({"sweep": sweeps})


async def test_a_timer_outlives_the_process_that_set_it(world: World, redis: Redis, redis_url: str) -> None:
    """Set twice by one process, a timer wakes its case in another one, and says nothing twice."""
    case = await world.opened()
    due = (await world.cases.store.open_ones())[case.number]
    world.clock.at = due
    async with queues(world, redis, redis_url) as docket:
        scheduler = DocketScheduler(docket)
        at = datetime.now(UTC) + timedelta(seconds=0.3)
        await scheduler.set(case.number, at)
        await scheduler.set(case.number, at)
    # The case itself is asleep, so that the sweep has no reason to wake it.
    await world.cases.store.snooze(case.number, due + timedelta(hours=1))
    await rings(world, redis, redis_url)
    await world.settle()
    assert await steps(world, case.number) == [ReminderStep.FIRST]
    (told,) = [m for m in world.slack.seen("CLEGAL") if says(m, "nudge_channel", number=case.number)]
    assert told["reply_broadcast"] is True


async def test_the_sweep_wakes_what_no_timer_did(world: World, redis: Redis, redis_url: str) -> None:
    """Where the queue lost a timer, the sweep wakes the case that is past its time."""
    case = await world.opened()
    world.clock.at = (await world.cases.store.open_ones())[case.number]
    assert await world.cases.sweep() == (case.number,)
    await rings(world, redis, redis_url)
    await world.settle()
    assert await steps(world, case.number) == [ReminderStep.FIRST]
    assert await world.cases.sweep() == ()


async def test_a_department_is_greeted_once_a_morning(world: World, redis: Redis, redis_url: str) -> None:
    """A department with open cases gets one digest in the first two hours of a working day."""
    await world.opened("une question pour le droit")
    world.clock.at = MORNING
    await rings(world, redis, redis_url)
    await rings(world, redis, redis_url)
    await world.settle()
    (greeted,) = digests(world)
    assert greeted["channel"] == "CLEGAL"
    assert says(greeted, "digest", open=1, late=1, resolved=0)
    assert says(greeted, "digest_line", number=1, question="une question pour le droit")
    world.clock.at = MORNING + timedelta(hours=5)
    await rings(world, redis, redis_url)
    await world.settle()
    assert len(digests(world)) == 1


def digests(world: World) -> list[Message]:
    """Return the morning digests that were posted."""
    return [message for message in world.slack.made("chat.postMessage") if says(message, "digest")]


async def test_a_reminder_is_sent_where_its_people_were_not_known_at_first(world: World) -> None:
    """What was recorded is told: the people are looked up when it is sent, and Slack may be away before."""
    case = await world.opened()
    world.clock.at = (await world.cases.store.open_ones())[case.number]
    await world.ring(case.number)
    world.clock.at = (await world.cases.store.open_ones())[case.number]
    away = (500, {"ok": False, "error": "internal_error"})
    await world.forget_directory()
    world.slack.broken |= dict.fromkeys(("users.list", "users.info"), away)
    before = len(world.slack.made("chat.postMessage"))
    await world.wake(case.number)
    world.slack.broken.clear()
    await world.settle()
    assert (await steps(world, case.number))[-1] is ReminderStep.OWNER
    assert len(world.slack.made("chat.postMessage")) > before


async def test_a_reminder_recorded_before_a_crash_is_told_by_the_next_wake(world: World) -> None:
    """The process ended between the event and its messages, hours ago."""
    case = await world.opened()
    world.clock.at = (await world.cases.store.open_ones())[case.number]
    cases = RedisCases(world.bot.redis)
    await cases.note_told(case.number, case.version)
    await world.cases.wake(case.number, case.version)
    assert await steps(world, case.number) == [ReminderStep.FIRST]
    world.clock.at += timedelta(hours=1)
    await world.ring(case.number)
    assert len([m for m in world.slack.seen("CLEGAL") if says(m, "nudge_channel", number=case.number)]) == 1


async def test_a_case_that_cannot_be_woken_is_queued_once(world: World, redis: Redis, redis_url: str) -> None:
    """However often the sweep finds it: each attempt waits longer, and no second task tries beside it."""
    case = await world.opened()
    world.clock.at = (await world.cases.store.open_ones())[case.number]
    async with open_docket(redis_url) as docket, open_docket(redis_url, OUTBOX) as second:
        outbox = Outbox(second, outbox_stores(redis), lambda: world.services.delivery)
        tasks = CaseTasks(docket, world.bot.services, outbox, RedisCases(redis))
        for _ in range(3):
            await tasks.sweep()
            world.clock.at += timedelta(minutes=1)
        async with docket.redis() as raw:
            assert await raw.xlen(docket.stream_key) == 1
        await docket.clear()
