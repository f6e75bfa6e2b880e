"""Connections to Redis: enough for a burst, in our own client and in docket's."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.queue.worker import open_docket
from bot.stores.connection import open_redis

_BURST = 300


async def test_a_burst_of_commands_waits_for_connections(redis_url: str) -> None:
    """redis-py's own pool raises MaxConnectionsError from the hundred and first on."""
    redis = open_redis(redis_url)
    try:
        answered = await asyncio.gather(*(redis.ping() for _ in range(_BURST)))
        assert len(answered) == _BURST
    finally:
        await redis.aclose()


async def test_a_burst_of_acts_is_queued(redis_url: str) -> None:
    """Docket's pool cannot wait, so it has room."""
    async with open_docket(redis_url, "burst") as docket, docket.redis() as redis:
        assert len(await asyncio.gather(*(redis.get("x") for _ in range(_BURST)))) == _BURST


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://:p%40ss@r:6379/0", "1000"),
        ("rediss://r/0?ssl_cert_reqs=none", "1000"),
        ("redis://r/0?max_connections=7", "7"),
    ],
)
def test_an_address_keeps_what_it_says(url: str, expected: str) -> None:
    """The bound is added to docket's address, unless it has one; the rest of it stays."""
    made = open_docket(url).url
    assert made.startswith(url)
    assert parse_qs(urlsplit(made).query)["max_connections"] == [expected]
