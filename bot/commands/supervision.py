"""What must not end while Relais runs, and the order in which it stops."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

log = structlog.get_logger()

# How long the workers may take to finish what they have begun.
DRAIN = timedelta(seconds=20)
# How long what was cancelled may take to end; then it is left to end with the process.
_CANCEL_SECONDS = 2.0


class Workers(Protocol):
    """The workers, as they are run and stopped."""

    def run(self) -> Coroutine[None, None, None]:
        """Work until cancelled or stopped."""
        ...

    async def stop(self, within: timedelta) -> None:
        """Finish what runs, at most so long."""
        ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person or a supervisor asks of the process by signals: to stop, and then to stop at once."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: asyncio.Event = field(default_factory=asyncio.Event)

    def interrupt(self) -> None:
        """Take note of a signal: the first one stops in order, a second one at once."""
        if self.stop.is_set():
            self.at_once.set()
        self.stop.set()


async def run_parts(
    parts: Mapping[str, Callable[[], Coroutine[None, None, None]]],
    workers: Workers,
    deafen: Callable[[], Awaitable[None]],
    wishes: Wishes,
    stopping: Callable[[], None],
) -> int:
    """Run `parts` and `workers` until a wish to stop, or until one of them ends; return the exit code.

    Then `stopping` is told, `deafen` stops listening, the workers finish what they have begun, and the rest
    is cancelled. The code is not 0 where something ended by itself, so that a supervisor starts Relais again.
    """
    tasks = {name: asyncio.create_task(run()) for name, run in {"workers": workers.run, **parts}.items()}
    try:
        ended = await _first_to_end(tasks, wishes.stop)
        stopping()
        await _unless(wishes.at_once, deafen())
        if not await _unless(wishes.at_once, workers.stop(DRAIN)):
            await workers.stop(timedelta(0))
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.wait(tasks.values(), timeout=_CANCEL_SECONDS)
        for name, task in tasks.items():
            if not task.done():
                log.warning("part_abandoned", part=name)
            elif not task.cancelled():
                task.exception()  # seen, so that asyncio does not log it again
    return 0 if ended is None else 1


async def _first_to_end(tasks: Mapping[str, asyncio.Task[None]], stop: asyncio.Event) -> str | None:
    """Wait for the wish to stop, or return the name of the part that ended before; which is logged."""
    waiting = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait({waiting, *tasks.values()}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    if waiting in done:
        return None
    name, task = next((name, task) for name, task in tasks.items() if task in done)
    error = None if task.cancelled() else task.exception()
    log.error("part_ended", part=name, error=_class(error))
    return name


def _class(error: BaseException | None) -> str | None:
    """Return the name of an exception's class; of a group, of the first in it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return type(error).__name__ if error else None


async def _unless(wish: asyncio.Event, work: Awaitable[None]) -> bool:
    """Tell whether `work` was done before `wish` came; what fails is logged, since the rest must stop too."""
    doing, waiting = asyncio.ensure_future(work), asyncio.create_task(wish.wait())
    try:
        await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        done = doing.done()
        doing.cancel()
        waiting.cancel()
    if done and not doing.cancelled() and (error := doing.exception()) is not None:
        log.error("stopping_failed", error=type(error).__name__)
    return done
