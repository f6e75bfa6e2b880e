"""Who got which version of a topic, so that what was wrong can be corrected there; ids only, no texts."""

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
class Delivery:
    """A version of a topic that a person got: where (`place`, the surface's business), how, and when."""

    topic: str
    version: int
    place: dict[str, str]
    person: str
    language: str
    at: int

    @property
    def thread(self) -> str:
        """The conversation, as one word."""
        return ":".join(self.place.values())


class RedisDeliveries:
    """One key a delivery, so that each ends by itself, and an index by time for each topic."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def record(self, reply: Reply, inbound: Inbound, place: dict[str, str]) -> None:
        """Note the versions that `reply` gives at `place`; the same reply noted again changes nothing."""
        now = int(time.time())
        for topic in topics_of(reply.decision):
            name = hashlib.blake2b(f"{inbound.reply_key}:{topic.topic}".encode(), digest_size=12).hexdigest()
            delivery = Delivery(topic.topic, topic.version, place, inbound.person, reply.language.value, now)
            entry, index = keys.delivery(name), keys.deliveries(topic.topic)
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(entry.name, json.dumps(asdict(delivery)), ex=entry.ttl)
                pipe.zadd(index.name, {name: now})
                pipe.zremrangebyscore(index.name, "-inf", now - index.ttl.total_seconds())
                pipe.expire(index.name, index.ttl)
                await pipe.execute()

    async def of(self, topic: str, *, since: float) -> list[Delivery]:
        """Return every delivery of `topic` after `since` (seconds), the earliest first."""
        names = await self._redis.zrangebyscore(keys.deliveries(topic).name, since, "+inf")
        if not names:
            return []
        stored = await self._redis.mget([keys.delivery(str(name)).name for name in names])
        return [Delivery(**json.loads(line)) for line in stored if line is not None]

    async def mark_corrected(self, topic: str, version: int, thread: str) -> None:
        """Note that `thread` was told of the correction that came with `version`."""
        key = keys.corrected(topic, version)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.sadd(key.name, thread)
            pipe.expire(key.name, key.ttl)
            await pipe.execute()

    async def corrected(self, topic: str, version: int) -> set[str]:
        """Return the threads that were told of the correction that came with `version`."""
        return {str(thread) for thread in await self._redis.smembers(keys.corrected(topic, version).name)}
