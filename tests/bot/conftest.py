"""The workspace that tests of the bot act in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.world import World, open_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from tests.fakes.slack import FakeSlack


@pytest.fixture
async def world(slack: FakeSlack, redis: Redis, redis_url: str) -> AsyncIterator[World]:
    """A workspace with an employee, two of legal, one of communication and a manager."""
    del redis  # empties the real one
    async with open_world(slack, redis_url) as opened:
        yield opened
