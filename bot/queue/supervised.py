"""One worker, supervised: an entry of its stream that no worker can read is set aside.

docket's worker ends where the arguments of one entry cannot be read, and would end again at each start, since
Redis delivers the entry again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from docket.execution import Execution

from bot.queue.unknown_tasks import leave_to_others

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from docket import Docket

    from bot.queue.worker import TurningWorker
    from bot.stores.set_aside import RedisSetAside

log = structlog.get_logger()

# How many entries of a stream are read at once.
_BATCH = 100
# How long what was cancelled may take to end.
_CANCEL_SECONDS = 2.0


class SupervisedWorker:
    """Runs docket's worker until it is told to stop."""

    def __init__(self, worker: TurningWorker, aside: RedisSetAside) -> None:
        self.worker = worker
        self._aside = aside
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    async def run(self) -> None:
        """Work until cancelled or stopped.

        Raises:
            Exception: the worker ended by an error that setting entries aside does not mend.
        """
        while not self._stopping:
            self.worker.begin()
            self._task = asyncio.create_task(self.worker.run_forever())
            try:
                await asyncio.wait({self._task})
                if self._task.cancelled():
                    return
                self._task.result()
            except Exception as error:
                if not await set_unreadable_aside(self.worker.docket, self._aside):
                    log.error("worker_ended", queue=self.worker.docket.name, error=type(error).__name__)  # noqa: TRY400  the trace may show an entry
                    raise
            else:
                return
            finally:
                self._task.cancel()

    async def stop(self, within: timedelta) -> None:
        """Take no more work, and finish what runs; what does not finish in time stays in the queue."""
        task = self._task
        if task is None or task.done():
            self._stopping = True
            return
        if not self._stopping:
            self._stopping = True
            self.worker.leave()
            # Cancelled once, docket at once takes nothing more, and waits for what runs.
            task.cancel()
        done, _ = await asyncio.wait({task}, timeout=within.total_seconds())
        if done:
            return
        running = self._running()
        # The tasks first: where the worker is cancelled, it forgets them. It is, where it hangs.
        for cancelled in (running, {task}):
            for each in cancelled:
                each.cancel()
            await asyncio.wait({task, *running}, timeout=_CANCEL_SECONDS)
        for each in running:
            if each.done() and not each.cancelled():
                each.exception()  # seen, so that asyncio does not log it

    def _running(self) -> set[asyncio.Task[None]]:
        """Return what docket has begun, which it names after the queue."""
        name = f"{self.worker.docket.name} - task:"
        return {task for task in asyncio.all_tasks() if task.get_name().startswith(name)}


async def set_unreadable_aside(docket: Docket, aside: RedisSetAside) -> int:
    """Move the entries of a queue's stream that cannot be read out of it; return how many there were."""
    moved, last = 0, b"-"
    async with docket.redis() as redis:
        while entries := await redis.xrange(docket.stream_key, min=last, count=_BATCH):
            for identifier, entry in entries:
                if reason := await _fault(docket, entry):
                    await aside.add(docket.name, entry, reason)
                    await redis.xack(docket.stream_key, docket.worker_group_name, identifier)
                    await redis.xdel(docket.stream_key, identifier)
                    # Else docket takes its key for queued, and would never add it again.
                    await redis.hdel(docket.runs_key(entry.get(b"key", b"").decode()), "known", "stream_id")
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
