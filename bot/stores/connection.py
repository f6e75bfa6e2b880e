"""Opens a Redis client that reconnects after Redis was restarted."""

from __future__ import annotations

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004  Redis's, not Python's

_MOST_CONNECTIONS = 100
# How long a command waits for a connection. Slack delivers an event again that waits longer than 3 s.
_FREE_SECONDS = 5.0


def open_redis(url: str) -> Redis:
    """Return a client that retries, since after a restart each pooled connection fails once.

    Where all its connections are in use, a command waits for one: redis-py's own pool raises at once, and an
    act in a burst of events would be refused while Redis is well.
    """
    retry = Retry(ExponentialBackoff(base=0.02, cap=0.5), retries=4)
    lost = [ConnectionError, TimeoutError]
    pool = BlockingConnectionPool.from_url(
        url,
        decode_responses=True,
        retry=retry,
        retry_on_error=lost,
        max_connections=_MOST_CONNECTIONS,
        timeout=_FREE_SECONDS,
    )
    return Redis.from_pool(pool)
