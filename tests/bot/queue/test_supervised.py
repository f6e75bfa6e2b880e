"""Workers as they are run and stopped: what runs is finished, the rest stays queued. On the real Redis."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.queue.supervised import SupervisedWorker
from bot.queue.worker import open_docket, open_worker
from bot.stores.set_aside import RedisSetAside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from docket import Docket
    from redis.asyncio import Redis


@dataclass
class Work:
    """One piece of work, begun and ended."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)
    ends: int = 0

    async def work(self) -> None:
        """Wait until released."""
        self.begun.set()
        await self.release.wait()
        self.ends += 1


@asynccontextmanager
async def working(
    redis: Redis, url: str, work: Work, name: str
) -> AsyncIterator[tuple[Docket, SupervisedWorker, asyncio.Task[None]]]:
    """Run workers that know one task."""
    async with open_docket(url, name) as docket:
        docket.register(work.work, names=["work"])
        async with open_worker(docket, 2, periodic=False) as worker:
            workers = SupervisedWorker(worker, RedisSetAside(redis))
            running = asyncio.create_task(workers.run())
            try:
                yield docket, workers, running
            finally:
                await workers.stop(timedelta(0))
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


async def queued(docket: Docket) -> int:
    """Return how many tasks wait or run."""
    async with docket.redis() as redis:
        return int(await redis.xlen(docket.stream_key))


async def test_what_runs_is_finished(redis: Redis, redis_url: str) -> None:
    """Within its time; the workers end with it, and nothing is left."""
    work = Work()
    async with working(redis, redis_url, work, "relais-finish") as (docket, workers, running):
        await docket.add(work.work)()
        await work.begun.wait()
        stopping = asyncio.create_task(workers.stop(timedelta(seconds=20)))
        await asyncio.sleep(0)
        assert not running.done()
        work.release.set()
        await stopping
        await asyncio.wait_for(running, 5)
        assert await queued(docket) == 0
    assert work.ends == 1


async def test_what_does_not_finish_stays_in_the_queue(redis: Redis, redis_url: str) -> None:
    """It is broken off when its time is up, and is there for the next worker."""
    work = Work()
    async with working(redis, redis_url, work, "relais-stay") as (docket, workers, running):
        await docket.add(work.work)()
        await work.begun.wait()
        await workers.stop(timedelta(seconds=0.05))
        await asyncio.wait({running}, timeout=5)
        assert running.done()
        assert await queued(docket) == 1
    assert work.ends == 0
    await redis.flushall()  # what waits for the next worker has no end of its own


async def test_who_cannot_wait_any_longer_stops_at_once(redis: Redis, redis_url: str) -> None:
    """A second signal breaks off what the first one waits for; it runs on nowhere and stays queued."""
    work = Work()
    async with working(redis, redis_url, work, "relais-hurry") as (docket, workers, running):
        await docket.add(work.work)()
        await work.begun.wait()
        patient = asyncio.create_task(workers.stop(timedelta(seconds=20)))
        await asyncio.sleep(0)
        patient.cancel()
        await workers.stop(timedelta(0))
        assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("relais-hurry - task")]
        await asyncio.wait_for(running, 5)
        assert await queued(docket) == 1
    assert work.ends == 0
    await redis.flushall()  # what waits for the next worker has no end of its own
