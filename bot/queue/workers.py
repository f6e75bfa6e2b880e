"""The workers of the queue, as the command that runs them sees them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from docket import Worker

_CANCEL_SECONDS = 5.0


class Workers:
    """Runs docket's worker until it is told to stop."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._turned = time.monotonic()

    async def run(self) -> None:
        """Work until cancelled or stopped; an exception of the worker is raised."""
        self._task = asyncio.create_task(self._worker.run_forever())
        try:
            await self._task
        finally:
            self._task.cancel()

    async def stop(self, within: timedelta) -> None:
        """Take no more work, and finish what runs; what does not finish in time stays in the queue."""
        task = self._task
        if task is None or task.done():
            return
        # Cancelled once, docket takes nothing more and waits for what runs; cancelled again it may forget it.
        if not self._stopping:
            self._stopping = True
            task.cancel()
        done, _ = await asyncio.wait({task}, timeout=within.total_seconds())
        if done:
            return
        running = self._running()
        for begun in running:
            begun.cancel()
        await asyncio.wait({task, *running}, timeout=_CANCEL_SECONDS)

    def _running(self) -> set[asyncio.Task[None]]:
        """Return what docket has begun, which it names after the queue."""
        name = f"{self._worker.docket.name} - task:"
        return {task for task in asyncio.all_tasks() if task.get_name().startswith(name)}

    def heartbeat(self) -> float:
        """Return how many seconds ago the worker was last seen to run."""
        if self._task is not None and not self._task.done():
            self._turned = time.monotonic()
        return time.monotonic() - self._turned

    async def oldest(self) -> float:
        """Return the age in seconds of what has waited longest in the queue's stream, 0 where nothing has."""
        docket = self._worker.docket
        async with docket.redis() as redis:
            entries = await redis.xrange(docket.stream_key, count=1)
        if not entries:
            return 0.0
        milliseconds = int(bytes(entries[0][0]).split(b"-")[0])
        return max(0.0, time.time() - milliseconds / 1000)

    async def counted(self) -> Mapping[str, int]:
        """Return the number of what went wrong, by what it is."""
        return {}
