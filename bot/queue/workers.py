"""The workers of both queues, as the command that runs them sees them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError

from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.queue.inbox import Inbox
    from bot.queue.outbox import Outbox
    from bot.queue.supervised import SupervisedWorker
    from bot.stores.dead_letters import RedisDeadLetters
    from bot.stores.set_aside import RedisSetAside

log = structlog.get_logger()

_TICK = timedelta(seconds=1)
# Every so many ticks, lanes are looked at that nobody drains.
_SWEEP_TICKS = 30
# How long cancelled workers may take to end; then they are left to end with the process.
_CANCEL_SECONDS = 2.0


class Workers:
    """Runs the workers of the inbox and the outbox until they are told to stop."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        supervised: tuple[SupervisedWorker, ...],
        aside: RedisSetAside,
        letters: RedisDeadLetters,
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self.supervised = supervised
        self._aside = aside
        self._letters = letters

    async def run(self) -> None:
        """Work until cancelled or stopped; an exception of a worker is raised."""
        running = [asyncio.create_task(each.run()) for each in self.supervised]
        ticks = asyncio.create_task(self._tick())
        try:
            await asyncio.gather(*running)
        finally:
            for task in (*running, ticks):
                task.cancel()
            await asyncio.wait((*running, ticks), timeout=_CANCEL_SECONDS)

    async def stop(self, within: timedelta) -> None:
        """Take no more work, and finish what runs; what does not finish in time stays in the queue."""
        await asyncio.gather(*(each.stop(within) for each in self.supervised))

    def heartbeat(self) -> float:
        """Return for how many seconds the loop of a worker that stands still for longest has not turned.

        A worker without work turns, and so does one whose tasks fill all its slots.
        """
        return max(each.worker.stood_still() for each in self.supervised)

    async def oldest(self) -> float:
        """Return the age in seconds of the act that waits longest, 0 where none waits."""
        return await self._inbox.oldest()

    async def counted(self) -> Mapping[str, int]:
        """Return the number of what went wrong, by what it is."""
        aside, letters = await self._aside.count(), await self._letters.count()
        return {"entries_set_aside": aside, "dead_letters": letters}

    async def look(self, *, sweep: bool) -> None:
        """Give notices, and wake the lanes that nobody drains; to `sweep` looks at every lane with lines.

        Whatever fails is tried again at the next look.
        """
        lanes = (self._inbox.lanes, self._outbox.lanes)
        wakes = [each.wake_all if sweep else each.wake_missed for each in lanes]
        for step in (*wakes, self._inbox.give_notices):
            try:
                await step()
            except (RedisError, OSError, StoreAwayError):
                return
            except Exception as error:  # noqa: BLE001  the next look is in a second
                log.error("look_failed", error=type(error).__name__)  # noqa: TRY400  it repeats each second

    async def _tick(self) -> None:
        ticks = 0
        while True:
            await self.look(sweep=ticks % _SWEEP_TICKS == 0)
            ticks += 1
            await asyncio.sleep(_TICK.total_seconds())
