"""The queue and its worker, on docket."""

from __future__ import annotations

from datetime import timedelta

from docket import Docket, Worker

from bot.queue.unknown_tasks import leave_to_others

# The names of the two queues. The first holds what versions without an outbox of its own left, too.
INBOX, OUTBOX = "relais-queue", "relais-outbox"

# How long until another worker takes over the tasks of one that died.
REDELIVERY = timedelta(seconds=15)
_RESOLUTION = timedelta(milliseconds=250)
# How long a worker that is at its concurrency waits before it looks for more work.
_CHECK = timedelta(milliseconds=50)


def open_docket(url: str, name: str = INBOX) -> Docket:
    """Return the queue; finished tasks are deleted, since they hold employees' messages."""
    return Docket(name=name, url=url, execution_ttl=timedelta(0))


def open_worker(
    docket: Docket, concurrency: int, *, resolution: timedelta = _RESOLUTION, periodic: bool = True
) -> Worker:
    """Return a worker that handles `concurrency` tasks at once, and looks for due ones each `resolution`.

    Without `periodic` it does not run the tasks that repeat.
    """
    return Worker(
        docket,
        concurrency=concurrency,
        redelivery_timeout=REDELIVERY,
        reconnection_delay=timedelta(seconds=1),
        minimum_check_interval=min(resolution, _CHECK),
        scheduling_resolution=resolution,
        schedule_automatic_tasks=periodic,
        fallback_task=leave_to_others,
    )
