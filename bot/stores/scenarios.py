"""What people typed into the calculators: `Scenarios` on Redis."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from actions.calculators.scenarios import Calculator, Scenario
from bot.stores import keys

if TYPE_CHECKING:
    from redis.asyncio import Redis

# How many scenarios a person can have; the oldest is dropped.
_MOST = 50


class RedisScenarios:
    """One key per scenario, so that each expires by itself, and an index by time per person."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def keep(self, person: str, scenario: Scenario) -> None:
        """Keep `scenario`, in place of one with the same id."""
        key, index = keys.scenario(person, scenario.id), keys.scenario_index(person)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(key.name, json.dumps(asdict(scenario)), ex=key.ttl)
            pipe.zadd(index.name, {scenario.id: time.time()})
            pipe.zremrangebyrank(index.name, 0, -_MOST - 1)
            pipe.expire(index.name, index.ttl)
            await pipe.execute()

    async def find(self, person: str, identifier: str) -> Scenario | None:
        """Return a scenario of this person, None where it has expired or never existed."""
        stored = await self._redis.get(keys.scenario(person, identifier).name)
        return _read(str(stored)) if stored else None

    async def latest(self, person: str) -> list[Scenario]:
        """Return the person's scenarios, the latest first."""
        identifiers = await self._redis.zrevrange(keys.scenario_index(person).name, 0, -1)
        if not identifiers:
            return []
        stored = await self._redis.mget([keys.scenario(person, str(name)).name for name in identifiers])
        return [_read(str(line)) for line in stored if line is not None]


def _read(line: str) -> Scenario:
    fields = json.loads(line)
    raw = tuple((name, text) for name, text in fields["raw"])
    return Scenario(fields["id"], Calculator(fields["calculator"]), fields["name"], raw)
