"""Which calls are settled, so that a call queued twice is made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from redis.asyncio import Redis


class RedisCalls:
    """Settled calls by key, for a day: made, or given up."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def is_settled(self, key: str) -> bool:
        """Tell whether a call was made or given up; version 0.2.0 noted it where acts are noted."""
        made, before = await self._redis.mget(keys.call(key).name, keys.act(key).name)
        return bool(made) or before == "done"

    async def settle(self, key: str) -> None:
        """Note that a call was made or given up."""
        call = keys.call(key)
        await self._redis.set(call.name, "1", ex=call.ttl)

    async def reopen(self, key: str) -> None:
        """Let a call that was given up be made again; what it posted before is still known."""
        await self._redis.delete(keys.call(key).name, keys.act(key).name)
