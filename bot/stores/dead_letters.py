"""Dead letters: calls that were given up, by ids, for thirty days."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from redis.asyncio import Redis


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A call that was given up: what it was, why, and when, in seconds since 1970.

    `call` is the call as JSON where it holds ids alone, so that it can be sent again as it was; `case` and
    `version` name the event of a case that it told of, of which it can be planned again.
    """

    key: str
    kind: str
    reason: str
    first_at: float
    given_up_at: float
    team: str = ""
    lane: str = ""
    person: str = ""
    call: str = ""
    case: int = 0
    version: int = 0

    @property
    def can_be_sent(self) -> bool:
        """Tell whether the call can be made again from ids."""
        return bool(self.call or self.case)


class RedisDeadLetters:
    """One JSON document a letter, and an index by time; expired ones are dropped when read."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def has(self, key: str) -> bool:
        """Tell whether there is a letter of this key."""
        return bool(await self._redis.exists(keys.dead_letter(key).name))

    async def add(self, letter: DeadLetter) -> None:
        """Store a letter, and with it that its call is settled.

        At once, so that whoever sends the letter again finds the call settled, and not about to be.
        """
        document, index, call = keys.dead_letter(letter.key), keys.dead_letters(), keys.call(letter.key)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(document.name, json.dumps(asdict(letter)), ex=document.ttl)
            pipe.zadd(index.name, {letter.key: letter.given_up_at})
            pipe.expire(index.name, index.ttl)
            pipe.set(call.name, "1", ex=call.ttl)
            await pipe.execute()

    async def all(self) -> list[DeadLetter]:
        """Return the letters, oldest first."""
        index = keys.dead_letters().name
        names = [str(name) for name in await self._redis.zrange(index, 0, -1)]
        if not names:
            return []
        lines = await self._redis.mget([keys.dead_letter(name).name for name in names])
        expired = [name for name, line in zip(names, lines, strict=True) if line is None]
        if expired:
            await self._redis.zrem(index, *expired)
        return [_read(str(line)) for line in lines if line is not None]

    async def count(self) -> int:
        """Return the number of letters, by the index alone: it is asked every few seconds."""
        index = keys.dead_letters()
        return int(await self._redis.zcount(index.name, time.time() - index.ttl.total_seconds(), "+inf"))

    async def remove(self, key: str) -> None:
        """Remove a letter, which was sent again."""
        await self._redis.delete(keys.dead_letter(key).name)
        await self._redis.zrem(keys.dead_letters().name, key)


def _read(line: str) -> DeadLetter:
    """Read a letter; a field of a later version is ignored."""
    known = {each.name for each in fields(DeadLetter)}
    return DeadLetter(**{name: value for name, value in json.loads(line).items() if name in known})
