"""Which lane a thread has: its own, or that of the side of a case whose card it begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from redis.asyncio import Redis


def lane_of_side(number: int, side: str) -> str:
    """Return the lane of a side of a case that has no thread to share."""
    return f"case:{number}:{side}"


class RedisThreadLanes:
    """Lanes under another name, by thread and by side."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def lane(self, name: str) -> str:
        """Return the lane that `name`, of a thread or a side, goes by."""
        return str(await self._redis.get(keys.lane_of(name).name) or name)

    async def join(self, name: str, lane: str) -> None:
        """Let `name` go by `lane` from now on, where it goes by none yet."""
        if name != lane:
            key = keys.lane_of(name)
            await self._redis.set(key.name, lane, ex=key.ttl, nx=True)
