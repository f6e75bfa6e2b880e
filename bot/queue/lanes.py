"""Lanes on docket: what goes to one thread, or comes from one, is worked off in order by one task at a time.

docket runs tasks in no order; a lane keeps its lines in a list of Redis, and one task drains it. Where the
first line must wait, the task is scheduled for then, and its slot is free for other lanes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from docket import ConcurrencyLimit, Docket, Retry

from bot.queue.versions import FutureVersionError, UnreadableError
from bot.stores.errors import reaching_redis

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.stores.lanes import Head, RedisLanes
    from bot.stores.set_aside import RedisSetAside

log = structlog.get_logger()

# Between attempts after Redis was lost in the middle of one.
_UNEXPECTED_PAUSE = timedelta(seconds=2)
# How often a worker looks again at a line that only a later version can read.
_FUTURE_PAUSE = timedelta(seconds=30)


class Lanes:
    """The lanes of one queue; `work` handles a line and returns None, or how long the line must wait.

    `work` gets the line and how many attempts at it failed. It raises `UnreadableError` for a line that is
    then set aside, `FutureVersionError` for one that waits for a worker of its version, and errors of Redis.
    """

    def __init__(
        self,
        docket: Docket,
        lanes: RedisLanes,
        aside: RedisSetAside,
        work: Callable[[str, int], Awaitable[timedelta | None]],
    ) -> None:
        self._docket = docket
        self._lanes = lanes
        self._aside = aside
        self._work = work
        docket.register(self.drain)

    async def put(self, lane: str, line: str) -> None:
        """Add a line at the end of a lane, and have the lane drained.

        Raises:
            StoreAwayError: the line may not be stored.
        """
        with reaching_redis():
            await self._lanes.push(lane, line)
            await self._wake(lane)

    async def wake_all(self) -> None:
        """Have every lane with lines drained, where a process stopped between storing and waking."""
        for lane in await self._lanes.busy():
            await self._wake(lane)

    async def _wake(self, lane: str) -> None:
        """Add the task that drains a lane; a no-op while one waits."""
        await self._docket.add(self.drain, key=_key(lane))(lane)

    async def drain(
        self,
        lane: str,
        *,
        retry: Retry = Retry(attempts=None, delay=_UNEXPECTED_PAUSE),
        order: ConcurrencyLimit = ConcurrencyLimit("lane", max_concurrent=1),
    ) -> None:
        """Work a lane off; no two tasks drain one lane at once."""
        del order, retry  # read by docket
        head = await self._lanes.head(lane)
        while head is not None:
            pause = await self._try(lane, head)
            if pause is not None:
                # Not by docket's Retry, which logs a wait as an error, with a trace.
                await self._docket.replace(self.drain, datetime.now(UTC) + pause, _key(lane))(lane)
                return
            head = await self._lanes.pop(lane)

    async def _try(self, lane: str, head: Head) -> timedelta | None:
        try:
            pause = await self._work(head.line, head.failed)
        except FutureVersionError:
            log.warning("later_version_waits", queue=self._docket.name)
            return _FUTURE_PAUSE
        except UnreadableError as error:
            log.error("entry_set_aside", queue=self._docket.name, error=type(error.__cause__).__name__)  # noqa: TRY400  the trace would show the entry
            await self._aside.add(self._docket.name, {"lane": lane, "line": head.line}, "unreadable")
            return None
        if pause is not None:
            await self._lanes.fail(lane)
        return pause


def _key(lane: str) -> str:
    return f"drain:{lane}"
