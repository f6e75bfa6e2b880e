"""The heartbeat of the workers: their loops turn, with and without work, and a loop that hangs is seen."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from docket._redelivery import RedeliverySweep

from bot.queue import worker as queue_worker
from bot.queue.worker import TurningWorker, closed_in_time, open_docket, open_worker
from tests.bot.queue.queues import Queue, opened
from tests.fakes.clocks import Seconds
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from actions.knowledge.library import Library


@dataclass
class Running:
    """Both workers at work, by a clock that a test moves."""

    queue: Queue
    clock: Seconds = field(default_factory=Seconds)

    async def turn(self) -> None:
        """Let a minute pass, and wait until every loop has turned since."""
        self.clock.seconds += 60

        async def has_turned() -> bool:
            return self.queue.workers.heartbeat() == 0

        await until(has_turned)


@asynccontextmanager
async def running(queue: Queue) -> AsyncIterator[Running]:
    """Let both workers work until the test ends."""
    stage = Running(queue)
    for each in queue.workers.supervised:
        each.worker.now = stage.clock
    task = asyncio.create_task(queue.workers.run())
    try:
        yield stage
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def queue(redis: Redis, redis_url: str, library: Library) -> AsyncIterator[Queue]:
    """Both queues."""
    async with opened(redis, redis_url, library) as queue:
        yield queue


async def test_workers_without_work_turn(queue: Queue) -> None:
    """Again and again: docket's loops read their intervals at each turn."""
    async with running(queue) as stage:
        for _ in range(3):
            await stage.turn()


async def test_a_worker_whose_slots_are_full_turns(queue: Queue) -> None:
    """Long tasks are no hang of the loop."""
    begun, released = [], asyncio.Event()

    async def long(number: int) -> None:
        begun.append(number)
        await released.wait()

    first = queue.both[0]
    first.docket.register(long)
    async with running(queue) as stage:
        for number in range(first.concurrency):
            await first.docket.add(long)(number)

        async def is_full() -> bool:
            return len(begun) == first.concurrency

        await until(is_full)
        await stage.turn()
        released.set()


@pytest.mark.parametrize("hung", ["takes tasks", "looks for due tasks"])
async def test_a_loop_that_hangs_is_seen(queue: Queue, hung: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the worker's task runs, and docket's own heartbeat goes on."""
    hanging = asyncio.Event()

    async def hang(*_: object, **__: object) -> None:
        hanging.set()
        await asyncio.Event().wait()

    async with running(queue) as stage:
        await stage.turn()
        if hung == "takes tasks":
            monkeypatch.setattr(RedeliverySweep, "due", hang)
        else:
            monkeypatch.setattr("docket.worker._stream_due_tasks", hang)
        await asyncio.wait_for(hanging.wait(), 10)
        stage.clock.seconds += 60
        assert queue.workers.heartbeat() == 60


async def test_a_worker_that_cannot_be_closed_is_left_behind(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Docket waits for its loop without a bound; the rest is closed all the same."""
    monkeypatch.setattr(queue_worker, "_CLOSE_SECONDS", 0.0)
    async with closed_in_time(open_docket(redis_url)) as docket:
        worker = open_worker(docket, 1)
        async with closed_in_time(worker):
            worker._worker_done.clear()  # noqa: SLF001  as it is while the loop hangs
        assert isinstance(worker, TurningWorker)
