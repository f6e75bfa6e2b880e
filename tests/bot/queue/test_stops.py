"""What a stop, a second process or an error in the middle may not do to the queue: lose, repeat, or block."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.outgoing.calls import Say, SayWait, Withdraw
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError
from bot.queue import lanes
from bot.queue.inbox import HANDLE_ATTEMPTS
from bot.queue.supervised import set_unreadable_aside
from bot.stores.dead_letters import RedisDeadLetters
from bot.stores.errors import StoreAwayError
from bot.stores.lanes import Failures, Head, RedisLanes
from bot.stores.set_aside import RedisSetAside
from tests.bot.queue.queues import Queue, opened, said
from tests.bot.queue.test_lanes import command, say
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from actions.knowledge.library import Library


@pytest.fixture
async def queue(redis: Redis, redis_url: str, library: Library) -> AsyncIterator[Queue]:
    """Both queues."""
    async with opened(redis, redis_url, library) as queue:
        yield queue


async def test_a_task_that_was_taken_over_removes_no_line_of_the_other(redis: Redis) -> None:
    """A process that stood still for a while comes back to a lane that another one drains."""
    lane = RedisLanes(redis, "outbox")
    for line in ("one", "two"):
        await lane.push("C1:1.0", line)
    assert await lane.pop("C1:1.0", "one") == Head("two")
    assert await lane.pop("C1:1.0", "one") is None
    assert await lane.head("C1:1.0") == Head("two")
    assert await lane.busy() == ["C1:1.0"]


async def test_a_line_that_comes_while_its_lane_s_task_ends_is_not_left(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task has seen the lane empty, and docket adds no second one until it has ended."""
    whole, late = RedisLanes.pop, [say("late")]

    async def pop(self: RedisLanes, lane: str, line: str) -> Head | None:
        found = await whole(self, lane, line)
        if late:
            await queue.outbox.send(late.pop())
        return found

    monkeypatch.setattr(RedisLanes, "pop", pop)
    await queue.outbox.send(say("first"))
    await queue.work()
    assert queue.delivery.said == ["first"]
    await queue.workers.look(sweep=False)
    await queue.work()
    assert queue.delivery.said == ["first", "late"]


async def test_a_redelivered_act_does_not_wait_for_ever(queue: Queue) -> None:
    """Slack delivers again what was answered: no notice comes after the answer, and nothing grows old."""
    await queue.put(said())
    await queue.put(said())
    assert await queue.inbox.oldest() == 0
    queue.clock[0] += 11
    await queue.inbox.give_notices()
    await queue.work()
    assert queue.delivery.said == ["Answer"]


async def test_a_notice_of_a_question_over_the_limit_is_withdrawn(queue: Queue) -> None:
    """The twelfth of a minute, after ten seconds of waiting, does not read « one moment » for ever."""
    for number in range(12):
        await queue.inbox.put(command(number))
    queue.clock[0] += 11
    await queue.inbox.give_notices()
    await queue.work()
    withdrawn = [call.of for call in queue.delivery.made if isinstance(call, Withdraw)]
    replaced = [call.replaces for call in queue.delivery.made if isinstance(call, Say)]
    notices = [call.key for call in queue.delivery.made if isinstance(call, SayWait)]
    assert len(notices) == 12
    assert sorted(withdrawn + replaced) == sorted(notices)


async def test_a_minute_is_counted_when_people_wrote(queue: Queue) -> None:
    """Questions of a quarter of an hour that are answered at once, after an outage, are all answered."""
    for number in range(15):
        await queue.inbox.put(command(number))
        queue.clock[0] += 60
    await queue.work()
    assert queue.delivery.said == ["Answer"] * 15


async def test_an_operating_system_s_error_in_an_act_is_told(queue: Queue) -> None:
    """A time-out is one; it is not taken for Redis's, which is waited for without end."""
    queue.planner.errors = [TimeoutError()] * HANDLE_ATTEMPTS
    await queue.put(said())
    assert queue.delivery.said == ["Failed"]


async def test_an_operating_system_s_error_in_a_call_is_given_up(queue: Queue, redis: Redis) -> None:
    """A font that is not there holds no lane back for ever."""
    queue.delivery.errors_of["bad"] = [FileNotFoundError("a font")] * 10
    await queue.outbox.send(say("bad"), say("good"))
    await queue.work()
    assert "good" in queue.delivery.said
    first, *_ = await RedisDeadLetters(redis).all()
    assert first.reason == "FileNotFoundError"


async def test_an_act_whose_failure_cannot_be_told_blocks_nothing(
    queue: Queue, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is set aside after a few attempts, and the next of its conversation is answered."""
    monkeypatch.setattr(lanes, "_UNEXPECTED_PAUSE", timedelta(0))
    queue.planner.errors_of["T1:C1:1.0"] = [RuntimeError("always")] * 50
    await queue.put(said(), said("T1:C1:2.0"))
    assert queue.delivery.said == ["Answer"]
    assert await RedisSetAside(redis).count() == 1


async def test_waiting_for_slack_counts_for_no_error_of_our_own(queue: Queue) -> None:
    """A call that waited six times, and then met one error of our own, is not given up."""
    waits: list[Exception] = [DeliveryDelayedError(timedelta(0)) for _ in range(6)]
    queue.delivery.errors_of["k"] = [*waits, ValueError("once")]
    await queue.outbox.send(say("k"))
    await queue.work()
    assert queue.delivery.said == ["k"]


async def test_a_wait_that_slack_asked_for_lengthens_no_later_one(queue: Queue, redis: Redis) -> None:
    """A lane that waited its turn in a busy channel does not wait five minutes after one 500."""
    asked: list[Exception] = [DeliveryDelayedError(timedelta(seconds=1)) for _ in range(9)]
    queue.delivery.errors_of["k"] = [*asked, DeliveryDelayedError()]
    await queue.outbox.send(say("k"))
    lane, pauses = RedisLanes(redis, "outbox"), []
    while queue.delivery.errors_of["k"]:
        head = await lane.head("C1:1.0")
        assert head is not None
        pauses.append(await queue.outbox.lanes._try("C1:1.0", head))  # noqa: SLF001  one attempt
    assert pauses == [timedelta(seconds=1)] * 10
    await queue.work()


async def test_who_is_told_of_a_refusal_is_told_after_a_stop(
    queue: Queue, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ended before the notice was queued; the letter is kept with the end of the call."""
    queue.delivery.errors_of["k"] = [DeliveryRefusedError("restricted_action") for _ in range(2)]
    await queue.outbox.send(say("k"), person="T1:U1")
    head = await RedisLanes(redis, "outbox").head("C1:1.0")
    assert head is not None
    with monkeypatch.context() as stopped:

        async def away(lane: str, line: str) -> None:
            raise StoreAwayError(lane, line)

        stopped.setattr(queue.outbox.lanes, "put", away)
        with pytest.raises(StoreAwayError):
            await queue.outbox._work(head.line, Failures())  # noqa: SLF001  an attempt that is cut
    assert await RedisDeadLetters(redis).all() == []
    await queue.work()
    assert queue.delivery.said == ["given up"]
    assert len(await RedisDeadLetters(redis).all()) == 1


async def test_a_notice_that_cannot_be_drawn_ends_no_look(queue: Queue) -> None:
    """The looks for lanes and for those who wait go on, and with them the heartbeat."""
    queue.planner.errors = [RuntimeError("once")]
    await queue.inbox.put(said())
    queue.clock[0] += 11
    running = asyncio.create_task(queue.workers._tick())  # noqa: SLF001  without the workers

    async def has_failed() -> bool:
        return not queue.planner.errors

    await until(has_failed)
    await asyncio.sleep(0)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await queue.work()


async def test_an_entry_that_cannot_be_read_frees_its_lane(queue: Queue, redis: Redis) -> None:
    """Docket takes a key for queued until its entry was read, and would never add it again."""
    await queue.outbox.send(say("k"))
    docket = queue.both[1].docket
    async with docket.redis() as raw:
        ((identifier, entry),) = await raw.xrange(docket.stream_key)
        await raw.xdel(docket.stream_key, identifier)
        garbage: dict[Any, Any] = {**entry, b"args": b"\x80\x05garbage"}
        await raw.xadd(docket.stream_key, garbage)
    assert await set_unreadable_aside(docket, RedisSetAside(redis)) == 1
    await queue.outbox.lanes.wake_all()
    await queue.work()
    assert queue.delivery.said == ["k"]
    assert await RedisSetAside(redis).count() == 1
