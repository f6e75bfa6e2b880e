"""Which acts were answered, so that an act the queue delivers twice is answered once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from datetime import timedelta

    from redis.asyncio import Redis


class IdempotencyStore:
    """Answered acts by key, for a day; two attempts at one act never run at once, since its lane is one."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def is_done(self, act: str) -> bool:
        """Tell whether `act` was answered."""
        return bool(await self._redis.get(keys.act(act).name) == "done")

    async def finish(self, act: str, *, remember_for: timedelta | None = None) -> None:
        """Note that `act` was answered, so that a second delivery does nothing."""
        key = keys.act(act)
        await self._redis.set(key.name, "done", ex=remember_for or key.ttl)
