"""How the bot is, found out in the background, and reported at once to whoever asks."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

log = structlog.get_logger()

# How often the parts are asked, and how long each may take to answer.
REFRESH_SECONDS = 2.0
_ANSWER_SECONDS = 3.0
# A worker that has not turned for so long, with a Redis that answers, is stuck.
STUCK_SECONDS = 30.0
# An act that has waited for so long says that this process does not keep up.
LATE_SECONDS = 60.0
# What was found out so long ago says nothing of now.
_STALE_SECONDS = 20.0


class Workers(Protocol):
    """What is asked of the workers."""

    def heartbeat(self) -> float:
        """Return how many seconds ago a worker last looked for work."""
        ...

    async def oldest(self) -> float:
        """Return how many seconds the act that waits longest has waited, 0 where none waits."""
        ...

    async def counted(self) -> Mapping[str, int]:
        """Return what a person should know the number of: acts set aside, dead letters."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """An answer to one question about the bot: yes or no, with its facts, which are `age` seconds old."""

    ok: bool
    facts: Mapping[str, bool | float]
    age: float = 0.0


@dataclass(frozen=True, slots=True)
class _State:
    """What was found out at `when`; Redis has answered since `redis_since`."""

    when: float
    parts: Mapping[str, bool]
    oldest: float = 0.0
    counted: Mapping[str, int] = field(default_factory=dict)
    redis_since: float = 0.0


class Health:
    """Asks every part each few seconds; its reports ask nobody."""

    def __init__(
        self,
        parts: Mapping[str, Callable[[], Awaitable[bool]]],
        workers: Workers,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask `parts`, which are redis, rasa and slack."""
        self._parts = parts
        self._workers = workers
        self._now = now
        self._state = _State(now(), dict.fromkeys(parts, False), redis_since=now())
        self._stopping = False

    async def watch(self) -> None:
        """Ask each `REFRESH_SECONDS`; runs until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(REFRESH_SECONDS)

    async def refresh(self) -> None:
        """Ask every part once."""
        answers = await asyncio.gather(*(_answers(check) for check in self._parts.values()))
        parts = dict(zip(self._parts, answers, strict=True))
        before = self._state
        when = self._now()
        state = replace(before, when=when, parts=parts)
        if not parts["redis"]:
            self._state = replace(state, redis_since=when)
            return
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                oldest, counted = await self._workers.oldest(), await self._workers.counted()
        except Exception as error:  # noqa: BLE001  what cannot be asked is not known, and asked again
            log.warning("queue_not_asked", error=type(error).__name__)
            self._state = state
        else:
            self._state = replace(state, oldest=oldest, counted=counted)

    def stop(self) -> None:
        """Be ready for nothing more: the bot is stopping."""
        self._stopping = True

    def live(self) -> Report:
        """Tell whether this process is at work: if not, only starting it anew helps.

        The event loop turns, or nobody would answer. A worker that waits for Redis to come back is at work.
        """
        waited = self._workers.heartbeat()
        stuck = min(waited, self._now() - self._state.redis_since) > STUCK_SECONDS
        return Report(not stuck, {"worker_seconds": round(waited, 1)})

    def ready(self) -> Report:
        """Tell whether acts are answered soon; without Rasa, they are, with topics."""
        state, age = self._state, self._age()
        able = state.parts["redis"] and state.parts["slack"] and state.oldest <= LATE_SECONDS
        facts = {**state.parts, "oldest_act_seconds": round(state.oldest, 1), "stopping": self._stopping}
        return Report(able and age <= _STALE_SECONDS and not self._stopping, facts, age)

    def whole(self) -> Report:
        """Tell a person whether every part answers, and the number of what went wrong, where any did."""
        state = self._state
        counted = {name: number for name, number in state.counted.items() if number}
        return Report(all(state.parts.values()), {**state.parts, **counted}, self._age())

    def _age(self) -> float:
        return self._now() - self._state.when


async def _answers(check: Callable[[], Awaitable[bool]]) -> bool:
    """Tell whether a part answers in time; one that cannot be asked does not."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            return await check()
    except Exception:  # noqa: BLE001  whatever it is, the part does not answer
        return False
