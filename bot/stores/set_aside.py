"""Entries of the queue that could not be read, set aside so that nothing else waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redis.asyncio import Redis

# The most entries that are kept; the oldest go first.
_MOST = 1000


class RedisSetAside:
    """A stream of entries as they were, with the queue they stood in; they may hold a person's words."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def add(self, queue: str, entry: Mapping[str, str] | Mapping[bytes, bytes], reason: str) -> None:
        """Set an entry aside; `reason` is a class of error."""
        aside = keys.set_aside()
        fields = dict(entry) | {"queue": queue, "reason": reason}
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(aside.name, fields, maxlen=_MOST)  # type: ignore[arg-type]  # bytes and texts mixed
            pipe.expire(aside.name, aside.ttl)
            await pipe.execute()

    async def count(self) -> int:
        """Return how many entries are set aside."""
        return int(await self._redis.xlen(keys.set_aside().name))
