"""The workers of the inbox and the outbox, supervised: an entry that no worker can read is set aside.

docket's worker ends where the arguments of one entry of its stream cannot be read, and would end again at
each start, since Redis delivers the entry again.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from docket.execution import Execution
from redis.exceptions import RedisError

from bot.queue.unknown_tasks import leave_to_others
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docket import Docket, Worker

    from bot.queue.inbox import Inbox
    from bot.queue.outbox import Outbox
    from bot.stores.set_aside import RedisSetAside

log = structlog.get_logger()

_TICK = timedelta(seconds=1)
# Every so many ticks, lanes are looked at that nobody drains.
_SWEEP_TICKS = 30
# How many entries of a stream are read at once.
_BATCH = 100


@dataclass(slots=True)
class Workers:
    """Runs the workers until they are stopped."""

    inbox: Inbox
    outbox: Outbox
    workers: tuple[Worker, ...]
    aside: RedisSetAside
    _turned_at: float = field(default_factory=time.monotonic)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def run(self) -> None:
        """Run until cancelled or stopped.

        Raises:
            Exception: a worker ended by an error that setting entries aside does not mend.
        """
        self._tasks = [asyncio.create_task(self._supervise(worker)) for worker in self.workers]
        ticks = asyncio.create_task(self._tick())
        try:
            await asyncio.gather(*self._tasks)
        finally:
            for task in (*self._tasks, ticks):
                task.cancel()
            await asyncio.gather(*self._tasks, ticks, return_exceptions=True)

    async def stop(self, within: timedelta) -> None:
        """Take no more work, and finish what runs for at most so long; the rest stays in the queue."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            _, running = await asyncio.wait(self._tasks, timeout=within.total_seconds())
            if running:
                log.warning("stopped_in_the_middle", tasks=len(running))

    def heartbeat(self) -> float:
        """Return the seconds since the workers last turned; they turn each second."""
        return time.monotonic() - self._turned_at

    async def oldest(self) -> float:
        """Return the age in seconds of the act that waits longest, 0 where none waits."""
        return await self.inbox.oldest()

    async def _supervise(self, worker: Worker) -> None:
        while True:
            try:
                await worker.run_forever()
            except Exception as error:
                if not await set_unreadable_aside(worker.docket, self.aside):
                    log.error("worker_ended", queue=worker.docket.name, error=type(error).__name__)  # noqa: TRY400  the trace may show an entry
                    raise
            else:
                return

    async def _tick(self) -> None:
        ticks = 0
        while True:
            with suppress(RedisError, OSError, StoreAwayError):
                await self.inbox.give_notices()
                if ticks % _SWEEP_TICKS == 0:
                    await self.inbox.lanes.wake_all()
                    await self.outbox.lanes.wake_all()
            ticks += 1
            if not any(task.done() for task in self._tasks):
                self._turned_at = time.monotonic()
            await asyncio.sleep(_TICK.total_seconds())


async def set_unreadable_aside(docket: Docket, aside: RedisSetAside) -> int:
    """Move the entries of a queue's stream that cannot be read out of it; return how many there were."""
    moved, last = 0, b"-"
    async with docket.redis() as redis:
        while entries := await redis.xrange(docket.stream_key, min=last, count=_BATCH):
            for identifier, entry in entries:
                reason = await _fault(docket, entry)
                if reason:
                    await aside.add(docket.name, entry, reason)
                    await redis.xack(docket.stream_key, docket.worker_group_name, identifier)
                    await redis.xdel(docket.stream_key, identifier)
                    log.error("entry_set_aside", queue=docket.name, entry=identifier.decode(), error=reason)
                    moved += 1
            last = b"(" + entries[-1][0]
    return moved


async def _fault(docket: Docket, entry: Mapping[bytes, bytes]) -> str:
    """Return the class of the error that reading an entry gives, empty where it can be read."""
    try:
        await Execution.from_message(docket, dict(entry), fallback_task=leave_to_others, sync=False)
    except Exception as error:  # noqa: BLE001  whatever it is, the worker cannot read it either
        return type(error).__name__
    return ""
