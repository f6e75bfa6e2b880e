"""Scenarios of calculators on Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.calculators.scenarios import Calculator, Scenario
from bot.stores.scenarios import RedisScenarios

if TYPE_CHECKING:
    from redis.asyncio import Redis


async def test_scenarios_are_kept_for_their_owner(redis: Redis) -> None:
    """They are found by id, and listed latest first, by their owner only; each has an end."""
    store = RedisScenarios(redis)
    first = Scenario("a", Calculator.STAFFING, "é", (("networks", "3"),))
    second = Scenario("b", Calculator.DEFLECTION, "", ())
    await store.keep("T1:U1", first)
    await store.keep("T1:U1", second)
    assert await store.find("T1:U1", "a") == first
    assert await store.find("T1:U2", "a") is None
    assert await store.latest("T1:U1") == [second, first]
    assert all([await redis.ttl(key) > 0 async for key in redis.scan_iter("relais:person:*")])
