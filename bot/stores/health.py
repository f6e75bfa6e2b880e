"""Checks whether a Redis answers, and what went wrong with the queue."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.stores.connection import open_redis
from bot.stores.dead_letters import RedisDeadLetters
from bot.stores.set_aside import RedisSetAside


async def answers(url: str) -> bool:
    """Tell whether a Redis answers at `url`."""
    client = Redis.from_url(url, socket_connect_timeout=1.0)
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False
    finally:
        await client.aclose()


async def count_faults(url: str) -> tuple[int, int]:
    """Return how many calls were given up, and how many entries could not be read."""
    redis = open_redis(url)
    try:
        return await RedisDeadLetters(redis).count(), await RedisSetAside(redis).count()
    finally:
        await redis.aclose()
