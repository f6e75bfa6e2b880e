"""Opens a Redis client that reconnects after Redis was restarted."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004  Redis's, not Python's


def open_redis(url: str) -> Redis:
    """Return a client that retries, since after a restart each pooled connection fails once."""
    retry = Retry(ExponentialBackoff(base=0.02, cap=0.5), retries=4)
    lost = [ConnectionError, TimeoutError]
    return Redis.from_url(url, decode_responses=True, retry=retry, retry_on_error=lost)
