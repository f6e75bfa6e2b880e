"""How many questions and commands a person sent within the last minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from redis.asyncio import Redis


# Counts an act once; those of one instant keep the order in which they came.
_PLACE = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, ARGV[2] - ARGV[3])
redis.call('ZADD', KEYS[1], 'NX', ARGV[2] + redis.call('ZCARD', KEYS[1]) / 1000000, ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return redis.call('ZRANK', KEYS[1], ARGV[1]) + 1
"""


class RedisRate:
    """A sorted set a person: acts by the time they were first counted."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def place(self, person: str, act: str, at: float) -> int:
        """Count an act, and return its place among those of the minute, from 1; again, its same place."""
        rate = keys.rate(person)
        seconds = int(rate.ttl.total_seconds())
        found = self._redis.eval(_PLACE, 1, rate.name, act, f"{at:.6f}", seconds)
        return await cast("Awaitable[int]", found)
