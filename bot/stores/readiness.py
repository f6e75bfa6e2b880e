"""Assessments on Redis: one JSON document per value, under a number, and an index of the numbers.

A change is one transaction with its read, and is tried again where another change came between.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter

from actions.readiness.ports import ReadinessStore
from actions.readiness.records import ActionItem, Assessment, Draft, Drill, Survey
from bot.stores import keys
from bot.stores.transaction import transact

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from redis.asyncio import Redis
    from redis.asyncio.client import Pipeline

# The kinds of value, each with a number.
T = TypeVar("T", Assessment, Survey, ActionItem, Drill)
_DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)


class RedisRepository(Generic[T]):
    """`Repository` of `actions.readiness.ports`, for one kind of value, called `name` in its keys."""

    def __init__(self, redis: Redis, name: str, kind: type[T]) -> None:
        self._redis, self._name = redis, name
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    async def find(self, key: str) -> T | None:
        """Return the value that was added under `key`, within the last day."""
        number = await self._redis.get(self._once(key).name)
        return await self.get(int(str(number))) if number is not None else None

    async def add(self, key: str, value: T) -> T:
        """Store a new value; a second attempt with the same `key` returns the first one's."""
        once, counter = self._once(key), keys.readiness_number(self._name)
        if (known := await self.find(key)) is not None:
            return known
        number = int(await self._redis.incr(counter.name))
        await self._redis.expire(counter.name, counter.ttl)
        numbered = replace(value, number=number)

        async def keep(pipe: Pipeline) -> T | None:
            if (earlier := await pipe.get(once.name)) is not None:
                return await self.get(int(str(earlier)))  # another attempt was first
            pipe.multi()  # type: ignore[no-untyped-call]  # redis leaves it untyped
            document, index = keys.readiness_document(self._name, number), keys.readiness_index(self._name)
            pipe.set(once.name, number, ex=once.ttl)
            pipe.set(document.name, self._adapter.dump_json(numbered, by_alias=True), ex=document.ttl)
            pipe.zadd(index.name, {str(number): number})
            pipe.expire(index.name, index.ttl)
            return numbered

        return await transact(self._redis, keep, once) or numbered

    async def get(self, number: int) -> T | None:
        """Return a value; None where it has expired or never existed."""
        stored = await self._redis.get(keys.readiness_document(self._name, number).name)
        return self._adapter.validate_json(stored) if stored is not None else None

    async def all(self) -> list[T]:
        """Return every value, the earliest first; the numbers of expired ones are dropped."""
        index = keys.readiness_index(self._name)
        numbers = [int(str(each)) for each in await self._redis.zrange(index.name, 0, -1)]
        if not numbers:
            return []
        documents = await self._redis.mget(
            [keys.readiness_document(self._name, each).name for each in numbers]
        )
        expired = [each for each, stored in zip(numbers, documents, strict=True) if stored is None]
        if expired:
            await self._redis.zrem(index.name, *expired)
        return [self._adapter.validate_json(stored) for stored in documents if stored is not None]

    async def change(self, number: int, update: Callable[[T], T | None]) -> T | None:
        """Put `update(value)` in a value's place; called again where it was changed meanwhile."""
        document = keys.readiness_document(self._name, number)

        async def change(pipe: Pipeline) -> T | None:
            stored: Any = await pipe.get(document.name)
            if stored is None:
                return None
            current = self._adapter.validate_json(stored)
            changed = update(current)
            if changed is None or changed == current:
                return current
            pipe.multi()  # type: ignore[no-untyped-call]  # redis leaves it untyped
            pipe.set(document.name, self._adapter.dump_json(changed, by_alias=True), ex=document.ttl)
            return changed

        return await transact(self._redis, change, document)

    def _once(self, key: str) -> keys.Key:
        return keys.readiness_once(self._name, hashlib.blake2b(key.encode(), digest_size=16).hexdigest())


class RedisDrafts:
    """`Drafts`: one key per draft, for a week."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def draft(self, person: str, scope: str) -> Draft | None:
        """Return what `person` has begun under `scope`."""
        stored = await self._redis.get(keys.readiness_draft(person, scope).name)
        return _DRAFT.validate_json(stored) if stored is not None else None

    async def keep_draft(self, person: str, scope: str, draft: Draft) -> None:
        """Keep it for another week."""
        key = keys.readiness_draft(person, scope)
        await self._redis.set(key.name, _DRAFT.dump_json(draft, by_alias=True), ex=key.ttl)

    async def drop_draft(self, person: str, scope: str) -> None:
        """Forget it."""
        await self._redis.delete(keys.readiness_draft(person, scope).name)


class RedisAnswerCounts:
    """`AnswerCounts`, from the times at which answers were delivered."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def count(self, topic: str, since: datetime) -> int:
        """Return how many answers on `topic` were given since."""
        index = keys.deliveries(topic)
        return int(await self._redis.zcount(index.name, since.timestamp(), time.time()))


def open_readiness_store(redis: Redis) -> ReadinessStore:
    """Return everything that is kept of assessments, on `redis`."""
    return ReadinessStore(
        RedisRepository(redis, "assessment", Assessment),
        RedisRepository(redis, "survey", Survey),
        RedisRepository(redis, "step", ActionItem),
        RedisRepository(redis, "drill", Drill),
        RedisDrafts(redis),
        RedisAnswerCounts(redis),
    )
