"""Lanes on docket: what goes to one thread, or comes from one, is worked off in order by one task at a time.

docket runs tasks in no order; a lane keeps its lines in a list of Redis, and one task drains it. Where the
first line must wait, the task is scheduled for then, and its slot is free for other lanes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import structlog
from docket import ConcurrencyLimit, Docket, Retry
from docket.execution import Disposition
from redis.exceptions import RedisError

from bot.queue.versions import FutureVersionError, UnreadableError
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.stores.lanes import Failures, Head, RedisLanes
    from bot.stores.set_aside import RedisSetAside

log = structlog.get_logger()

# Between attempts after Redis was lost in the middle of one.
_UNEXPECTED_PAUSE = timedelta(seconds=2)
# How often a worker looks again at a line that only a later version can read.
_FUTURE_PAUSE = timedelta(seconds=30)
# A line at which `work` itself breaks is set aside after so many attempts.
_MOST_BROKEN = 8
# How often a lane is woken again to which a line came while its task may have been ending.
_LOOKS = 2


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a line must wait, and as what its attempt counts; a wait that was asked for is no failure."""

    pause: timedelta
    counts_as: Literal["delayed", "broken", ""] = ""


class Lanes:
    """The lanes of one queue; `work` handles a line and returns None, or how the line must wait.

    `work` gets the line and how many attempts at it failed. It raises `UnreadableError` for a line that is
    then set aside, `FutureVersionError` for one that waits for a worker of its version, and errors of Redis.
    """

    def __init__(
        self,
        docket: Docket,
        lanes: RedisLanes,
        aside: RedisSetAside,
        work: Callable[[str, Failures], Awaitable[Wait | None]],
    ) -> None:
        self._docket = docket
        self._lanes = lanes
        self._aside = aside
        self._work = work
        self._missed: dict[str, int] = {}
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

    async def wake_missed(self) -> None:
        """Wake the lanes again to which a line came while their task may just have found them empty."""
        missed, self._missed = self._missed, {}
        for lane, looks in missed.items():
            if await self._lanes.head(lane) is not None and not await self._is_added(lane) and looks > 1:
                self._missed.setdefault(lane, looks - 1)

    async def _wake(self, lane: str) -> None:
        """Have a lane drained; docket adds no second task while one waits, runs or ends."""
        if not await self._is_added(lane):
            self._missed[lane] = _LOOKS

    async def _is_added(self, lane: str) -> bool:
        """Add the task that drains a lane; tell whether it was added."""
        added = await self._docket.add(self.drain, key=_key(lane))(lane)
        return added.disposition is not Disposition.ALREADY_SCHEDULED

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
            head = await self._lanes.pop(lane, head.line)

    async def _try(self, lane: str, head: Head) -> timedelta | None:
        try:
            wait = await self._work(head.line, head.failures)
        except FutureVersionError:
            log.warning("later_version_waits", queue=self._docket.name)
            return _FUTURE_PAUSE
        except UnreadableError as error:
            log.error("entry_set_aside", queue=self._docket.name, error=type(error.__cause__).__name__)  # noqa: TRY400  the trace would show the entry
            await self._aside.add(self._docket.name, {"lane": lane, "line": head.line}, "unreadable")
            return None
        except (RedisError, StoreAwayError):
            raise
        except Exception as error:
            log.exception("line_broken", queue=self._docket.name, failed=head.failures.broken)
            if head.failures.broken + 1 >= _MOST_BROKEN:
                reason = type(error).__name__
                await self._aside.add(self._docket.name, {"lane": lane, "line": head.line}, reason)
                return None
            wait = Wait(_UNEXPECTED_PAUSE, "broken")
        if wait is None:
            return None
        if wait.counts_as:
            await self._lanes.fail(lane, wait.counts_as)
        return wait.pause


def _key(lane: str) -> str:
    return f"drain:{lane}"
