"""Cases on Redis: one list of events each, and sorted sets as indexes.

An event is added in one transaction with its indexes, and only if the case has not changed since it was read.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from pydantic import TypeAdapter

from actions.cases.events import Added, Answered, Event
from bot.stores import keys
from bot.stores.transaction import transact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis.asyncio import Redis
    from redis.asyncio.client import Pipeline

    from actions.cases.case import Case
    from actions.cases.events import Doer, Opened
    from bot.stores.keys import Key

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class RedisCases:
    """`CaseRepository` of `actions.cases.ports`, and which digests were sent."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def open(self, doer: Doer, at: datetime, opened: Opened) -> list[Event]:
        """Store a new case; a second attempt with the same key returns the first one's."""
        once = keys.case_opened(hashlib.blake2b(doer.key.encode(), digest_size=16).hexdigest())
        if (known := await self._redis.get(once.name)) is not None:
            return await self.events(int(known))
        counter = keys.case_number()
        number = int(await self._redis.incr(counter.name))
        await self._redis.expire(counter.name, counter.ttl)
        event = Event(doer.key, at, doer.person, replace(opened, number=number), doer.surface)

        async def keep(pipe: Pipeline) -> int:
            if (earlier := await pipe.get(once.name)) is not None:
                return int(earlier)  # another attempt was first
            pipe.multi()  # type: ignore[no-untyped-call]  # redis leaves it untyped
            pipe.set(once.name, number, ex=once.ttl)
            _push(pipe, keys.case_events(number), event)
            indexes = (keys.cases(), keys.cases_of(doer.person), keys.cases_in(opened.conversation))
            for index in indexes:
                _add_to_index(pipe, index, number, at.timestamp())
            # Due at once until `snooze` sets the time, so that an open case always has one.
            _add_to_index(pipe, keys.cases_open(), number, at.timestamp())
            return number

        return await self.events(await transact(self._redis, keep, once))

    async def events(self, number: int) -> list[Event]:
        """Return the events of a case, in their order."""
        stored = await self._redis.lrange(keys.case_events(number).name, 0, -1)
        return [_EVENT.validate_json(line) for line in stored]

    async def append(self, case: Case, event: Event, wake_at: datetime | None) -> bool:
        """Add `event` if the case is unchanged since `case`; return whether it was added."""
        key = keys.case_events(case.number)

        async def add(pipe: Pipeline) -> bool:
            if await pipe.llen(key.name) != case.version:
                return False
            pipe.multi()  # type: ignore[no-untyped-call]  # redis leaves it untyped
            _push(pipe, key, event)
            if wake_at is None:
                pipe.zrem(keys.cases_open().name, case.number)
                pipe.expire(key.name, keys.CASE_CLOSED)
            else:
                _add_to_index(pipe, keys.cases_open(), case.number, wake_at.timestamp())
            if isinstance(event.payload, Added | Answered) and event.payload.ref:
                relayed = keys.relayed(event.payload.ref)
                pipe.set(relayed.name, case.number, ex=relayed.ttl)
            return True

        return await transact(self._redis, add, key)

    async def snooze(self, number: int, wake_at: datetime) -> None:
        """Set when to look at an open case again; a case closed meanwhile is left alone."""
        await self._redis.zadd(keys.cases_open().name, {str(number): wake_at.timestamp()}, xx=True)

    async def of_person(self, person: str) -> Sequence[int]:
        """Return the numbers of a person's cases, the latest first."""
        return await self._numbers(keys.cases_of(person))

    async def in_conversation(self, conversation: str) -> Sequence[int]:
        """Return the numbers of the cases of a conversation, the latest first."""
        return await self._numbers(keys.cases_in(conversation))

    async def all_numbers(self) -> Sequence[int]:
        """Return the numbers of all cases that have not expired, the latest first."""
        return await self._numbers(keys.cases())

    async def _numbers(self, index: Key) -> list[int]:
        await self._redis.zremrangebyscore(index.name, "-inf", time.time() - keys.CASE.total_seconds())
        numbers = [int(str(number)) for number in await self._redis.zrange(index.name, 0, -1)]
        return sorted(numbers, reverse=True)  # by number, not by time: a clock may be set back

    async def open_ones(self) -> dict[int, datetime]:
        """Return every open case, with when to look at it again."""
        stored = await self._redis.zrange(keys.cases_open().name, 0, -1, withscores=True)
        found = (
            (str(number), float(str(score))) for number, score in cast("list[tuple[str, float]]", stored)
        )
        return {int(number): datetime.fromtimestamp(score, UTC) for number, score in found}

    async def relayed(self, ref: str) -> int:
        """Return the case that the message `ref` was relayed in; 0 where it was not."""
        return int(str(await self._redis.get(keys.relayed(ref).name) or 0))

    async def keep_edit(self, ref: str, text: str) -> None:
        """Keep an edit for a day, for its author to send on."""
        key = keys.edit(ref)
        await self._redis.set(key.name, text, ex=key.ttl)

    async def edit(self, ref: str) -> str:
        """Return the edit kept of the message `ref`; empty where there is none."""
        return str(await self._redis.get(keys.edit(ref).name) or "")

    async def told(self, number: int) -> int | None:
        """Return the version up to which a case's automatic events were told, None where none is noted."""
        stored = await self._redis.get(keys.case_told(number).name)
        return int(stored) if stored is not None else None

    async def note_told(self, number: int, version: int) -> None:
        """Note that a case's automatic events were told up to a version."""
        told = keys.case_told(number)
        await self._redis.set(told.name, version, ex=told.ttl)

    async def digest_sent(self, department: str, opening: datetime) -> bool:
        """Tell whether the digest of the morning that began at `opening` was sent."""
        return bool(await self._redis.exists(keys.digest_sent(department, opening.isoformat()).name))

    async def mark_digest_sent(self, department: str, opening: datetime) -> None:
        """Store that it was sent."""
        key = keys.digest_sent(department, opening.isoformat())
        await self._redis.set(key.name, "1", ex=key.ttl)


def _push(pipe: Pipeline, key: Key, event: Event) -> None:
    pipe.rpush(key.name, _EVENT.dump_json(event, by_alias=True))
    pipe.expire(key.name, key.ttl)


def _add_to_index(pipe: Pipeline, index: Key, number: int, score: float) -> None:
    pipe.zadd(index.name, {str(number): score})
    pipe.expire(index.name, index.ttl)
