"""Stores who got which version of a topic, for corrections; ids only, no texts."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from actions.reply import topics_of
from bot.stores import keys

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.model import Inbound
    from actions.reply import Reply


@dataclass(frozen=True, slots=True)
class GivenVersion:
    """A version of a topic that a person got; `place` is `Address.place`, `at` in seconds since the epoch."""

    topic: str
    version: int
    place: dict[str, str]
    person: str
    language: str
    at: int

    @property
    def thread(self) -> str:
        """The id of the thread, from `place`."""
        return ":".join(self.place.values())


class RedisDeliveries:
    """One key per delivery, so that each expires by itself, and an index by time per topic."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def record(self, reply: Reply, inbound: Inbound, place: dict[str, str]) -> None:
        """Store the versions that `reply` gives at `place`; storing it again changes nothing."""
        now = int(time.time())
        for topic in topics_of(reply.decision):
            name = hashlib.blake2b(f"{inbound.reply_key}:{topic.topic}".encode(), digest_size=12).hexdigest()
            delivery = GivenVersion(
                topic.topic, topic.version, place, inbound.person, reply.language.value, now
            )
            entry, index = keys.delivery(name), keys.deliveries(topic.topic)
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(entry.name, json.dumps(asdict(delivery)), ex=entry.ttl)
                pipe.zadd(index.name, {name: now})
                pipe.zremrangebyscore(index.name, "-inf", now - index.ttl.total_seconds())
                pipe.expire(index.name, index.ttl)
                await pipe.execute()

    async def of(self, topic: str, *, since: float) -> list[GivenVersion]:
        """Return every delivery of `topic` after `since` (seconds), the earliest first."""
        names = await self._redis.zrangebyscore(keys.deliveries(topic).name, since, "+inf")
        if not names:
            return []
        stored = await self._redis.mget([keys.delivery(str(name)).name for name in names])
        return [GivenVersion(**json.loads(line)) for line in stored if line is not None]

    async def mark_corrected(self, topic: str, version: int, thread: str) -> None:
        """Store that `thread` got the correction of `version`."""
        key = keys.corrected(topic, version)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.sadd(key.name, thread)
            pipe.expire(key.name, key.ttl)
            await pipe.execute()

    async def corrected(self, topic: str, version: int) -> set[str]:
        """Return the threads that got the correction of `version`."""
        return {str(thread) for thread in await self._redis.smembers(keys.corrected(topic, version).name)}
