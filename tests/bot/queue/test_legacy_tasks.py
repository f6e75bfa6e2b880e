"""What version 0.2.0 left in docket is put into lanes, and nothing of it is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.outgoing.calls import CALL
from bot.queue.legacy_tasks import LegacyTasks
from bot.stores.errors import StoreAwayError
from bot.stores.set_aside import RedisSetAside
from tests.bot.queue.queues import Queue, opened, said
from tests.bot.queue.test_lanes import say

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from actions.knowledge.library import Library
    from bot.outgoing.calls import Call


def read_call(document: dict[str, Any]) -> Call:
    """Read a call of 0.1.0.

    Raises:
        KeyError: it is none.
    """
    return say(document["key"])


@pytest.fixture
async def queue(redis: Redis, redis_url: str, library: Library) -> AsyncIterator[Queue]:
    """Both queues, with the tasks of 0.2.0."""
    async with opened(redis, redis_url, library) as queue:
        LegacyTasks(queue.both[0].docket, queue.inbox, queue.outbox, read_call)
        yield queue


async def left(queue: Queue, task: str, line: str, **arguments: str) -> None:
    """Leave a task, as 0.2.0 did."""
    await queue.both[0].docket.add(task, key=f"{task}:{line[:20]}")(line, **arguments)


async def test_an_act_and_a_call_are_worked_off(queue: Queue) -> None:
    """In the first queue, where 0.2.0 put both."""
    await left(queue, "handle", said().to_json(), conversation="T1:C1:1.0")
    await left(queue, "deliver", CALL.dump_json(say("k")).decode())
    await queue.work()
    assert sorted(queue.delivery.said) == ["Answer", "k"]


async def test_what_cannot_be_read_is_set_aside(queue: Queue, redis: Redis) -> None:
    """Docket would drop it, with an error in the log."""
    await left(queue, "handle", "garbage", conversation="T1:C1:1.0")
    await left(queue, "deliver", "garbage")
    await left(queue, "deliver", '{"of": "nobody"}')
    await queue.work()
    assert await RedisSetAside(redis).count() == 3


async def test_redis_away_in_the_middle_drops_nothing(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The task is tried again."""
    whole, away = queue.inbox.lanes.put, [StoreAwayError(), StoreAwayError()]

    async def put(lane: str, line: str) -> None:
        if away:
            raise away.pop()
        await whole(lane, line)

    monkeypatch.setattr(queue.inbox.lanes, "put", put)
    await left(queue, "handle", said().to_json(), conversation="T1:C1:1.0")
    await queue.work()
    assert queue.delivery.said == ["Answer"]
