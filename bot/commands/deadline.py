"""The bound of a stop: past it the process ends by itself, whatever still hangs."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger()

# Longer than every bound of the ordinary stop together in all but the worst case, and shorter than the
# 45 s after which the container is killed.
STOP_SECONDS = 40.0


class Deadline:
    """Ends the process with exit code 1 where it still runs so many seconds after `begin`.

    A thread of its own, since a blocked event loop and a thread that Python joins at its exit can hang too.
    """

    def __init__(self, seconds: float = STOP_SECONDS, end: Callable[[int], object] = os._exit) -> None:
        self._seconds = seconds
        self._end = end
        self._timer: threading.Timer | None = None

    def begin(self) -> None:
        """Count from now, where it does not count already."""
        if self._timer is not None:
            return
        loop = asyncio.get_running_loop()
        self._timer = threading.Timer(self._seconds, self._over, (loop,))
        self._timer.daemon = True
        self._timer.start()

    def _over(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the process; the names of the code that still runs say what hangs."""
        try:
            running = sorted(
                {getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks(loop)}
            )
            log.error("stop_abandoned", seconds=self._seconds, running=running)
        finally:
            self._end(1)
