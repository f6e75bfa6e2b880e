"""The workers, supervised: one entry that cannot be read ends nothing, and a stop ends in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.stores.set_aside import RedisSetAside
from tests.bot.queue.queues import Queue, opened, said
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from actions.knowledge.library import Library

GARBAGE: dict[Any, Any] = {
    b"key": b"x",
    b"when": b"2026-01-01T00:00:00+00:00",
    b"function": b"drain",
    b"args": b"\x80\x05garbage",
    b"kwargs": b"\x80\x05}\x94.",
    b"attempt": b"1",
    b"generation": b"1",
}


@pytest.fixture
async def queue(redis: Redis, redis_url: str, library: Library) -> AsyncIterator[Queue]:
    """Both queues."""
    async with opened(redis, redis_url, library) as queue:
        yield queue


async def ended(task: asyncio.Task[None]) -> None:
    """End a run of the workers."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_an_entry_that_cannot_be_read_is_set_aside_while_the_rest_is_answered(
    queue: Queue, redis: Redis
) -> None:
    """Docket's worker ended, unseen, and again at each start; here it goes on, in both queues."""
    running = asyncio.create_task(queue.workers.run())
    for worker in queue.both:
        async with worker.docket.redis() as raw:
            await raw.xadd(worker.docket.stream_key, GARBAGE)
    await queue.inbox.put(said())

    async def is_answered() -> bool:
        return queue.delivery.said == ["Answer"] and await RedisSetAside(redis).count() == 2

    # What docket had fetched beside the garbage comes again after `REDELIVERY`.
    await until(is_answered, 40)
    assert not running.done()
    assert queue.workers.heartbeat() < 5
    await ended(running)


async def test_what_cannot_be_mended_ends_the_run(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever started the workers hears of it, and exits for its supervisor."""

    async def broken() -> None:
        raise ValueError("a fault of no entry")

    monkeypatch.setattr(queue.both[1], "run_forever", broken)
    with pytest.raises(ValueError, match="no entry"):
        await queue.workers.run()


async def test_a_stop_leaves_the_rest_in_the_queue(queue: Queue) -> None:
    """What runs is finished where it can be; an act that came too late is answered next time."""
    running = asyncio.create_task(queue.workers.run())
    await queue.inbox.put(said())

    async def is_answered() -> bool:
        return queue.delivery.said == ["Answer"]

    await until(is_answered)
    await queue.workers.stop(timedelta(seconds=5))
    await asyncio.gather(running, return_exceptions=True)
    await queue.inbox.put(said("T1:C1:2.0"))
    assert queue.delivery.said == ["Answer"]
    await queue.work()
    assert queue.delivery.said == ["Answer", "Answer"]
