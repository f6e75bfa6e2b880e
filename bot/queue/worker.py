"""The queue and its worker, on docket."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs, urlsplit, urlunsplit

import structlog
from docket import Docket, Worker

from bot.queue.unknown_tasks import leave_to_others

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

log = structlog.get_logger()

Part = TypeVar("Part", bound="Docket | Worker")

# The names of the two queues. The first holds what versions without an outbox of its own left, too.
INBOX, OUTBOX = "relais-queue", "relais-outbox"

# How long until another worker takes over the tasks of one that died.
REDELIVERY = timedelta(seconds=15)
_RESOLUTION = timedelta(milliseconds=250)
# How long a worker that is at its concurrency waits before it looks for more work.
_CHECK = timedelta(milliseconds=50)
# docket's pool raises where all its connections are in use, and cannot be told to wait. Each act that is
# queued takes one for a moment, so a burst of events needs more than redis-py's 100.
_MOST_CONNECTIONS = 1000
# How long a worker or a queue may take to close; docket waits without a bound for what it has cancelled.
_CLOSE_SECONDS = 2.0


class TurningWorker(Worker):
    """docket's worker, which also tells when its loops last turned.

    docket has nothing that says so: its heartbeat is a task of its own, which goes on where a loop hangs. At
    each turn the loop that takes tasks reads `minimum_check_interval`, whether it waits for work or for a
    free slot, and the one that looks for due tasks reads `scheduling_resolution`.
    """

    now: Callable[[], float] = time.monotonic
    _left = False

    @property
    def minimum_check_interval(self) -> timedelta:
        """How long to wait for work; read once a turn."""
        self._took = self.now()
        return self._check

    @minimum_check_interval.setter
    def minimum_check_interval(self, interval: timedelta) -> None:
        self._check = interval
        self.begin()

    @property
    def scheduling_resolution(self) -> timedelta:
        """How long to wait before due tasks are looked for again; read once a turn."""
        self._scheduled = self.now()
        return self._resolution

    @scheduling_resolution.setter
    def scheduling_resolution(self, resolution: timedelta) -> None:
        self._resolution = resolution

    def stood_still(self) -> float:
        """Return for how many seconds the loop that has not turned for longest has not."""
        return self.now() - min(self._took, self._scheduled)

    async def run_forever(self) -> None:
        """Work until told to leave."""
        if not self._left:
            await super().run_forever()

    def leave(self) -> None:
        """Take nothing more, and finish what runs; for whoever cancels it as well, which alone may be lost.

        Where Redis goes away at that moment, its error takes the place of the cancellation, and docket waits
        for Redis as if it had not been told.
        """
        self._left = True
        self._worker_stopping.set()

    def begin(self) -> None:
        """Count from now: the loops are about to start."""
        self._took = self._scheduled = self.now()


def open_docket(url: str, name: str = INBOX) -> Docket:
    """Return the queue; finished tasks are deleted, since they hold employees' messages."""
    return Docket(name=name, url=_with_room(url), execution_ttl=timedelta(0))


def _with_room(url: str) -> str:
    """Return the URL with a bound for connections, unless it has one: docket takes it from nowhere else."""
    parts = urlsplit(url)
    if "max_connections" in parse_qs(parts.query):
        return url
    query = f"{parts.query}&" if parts.query else ""
    return urlunsplit(parts._replace(query=f"{query}max_connections={_MOST_CONNECTIONS}"))


def open_worker(
    docket: Docket, concurrency: int, *, resolution: timedelta = _RESOLUTION, periodic: bool = True
) -> TurningWorker:
    """Return a worker that handles `concurrency` tasks at once, and looks for due ones each `resolution`.

    Without `periodic` it does not run the tasks that repeat.
    """
    return TurningWorker(
        docket,
        concurrency=concurrency,
        redelivery_timeout=REDELIVERY,
        reconnection_delay=timedelta(seconds=1),
        minimum_check_interval=min(resolution, _CHECK),
        scheduling_resolution=resolution,
        schedule_automatic_tasks=periodic,
        fallback_task=leave_to_others,
    )


@asynccontextmanager
async def closed_in_time(part: Part) -> AsyncIterator[Part]:
    """Open a queue or a worker, and close it within a bound."""
    await part.__aenter__()
    try:
        yield part
    finally:
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await part.__aexit__(None, None, None)
        except TimeoutError:
            log.warning("close_abandoned", part=type(part).__name__)
