"""Checks whether a Redis answers."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.exceptions import RedisError


async def answers(url: str) -> bool:
    """Tell whether a Redis answers at `url`."""
    client = Redis.from_url(url, socket_connect_timeout=1.0)
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False
    finally:
        await client.aclose()
