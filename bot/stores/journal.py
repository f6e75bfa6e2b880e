"""Questions that were not answered well, for people to review: `Journal` on Redis."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.stores import keys

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.language import Language


@dataclass(frozen=True, slots=True)
class Note:
    """A redacted question, why it was stored, and the guessed intent; `at` is in seconds since the epoch."""

    question: str
    language: str
    reason: str
    intent: str
    at: int


class RedisJournal:
    """One key per entry, so that each expires by itself, and an index by time."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def note(self, question: str, language: Language, reason: str, intent: str) -> None:
        """Store a question, unless it is empty."""
        if not question.strip():
            return
        identifier = uuid4().hex
        entry, index = keys.journal_entry(identifier), keys.journal_index()
        note = Note(question, language.value, reason, intent, int(time.time()))
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(entry.name, json.dumps(asdict(note)), ex=entry.ttl)
            pipe.zadd(index.name, {identifier: note.at})
            pipe.zremrangebyscore(index.name, "-inf", note.at - index.ttl.total_seconds())
            pipe.expire(index.name, index.ttl)
            await pipe.execute()

    async def notes(self) -> list[Note]:
        """Return every note that has not expired, the latest first."""
        identifiers = await self._redis.zrevrange(keys.journal_index().name, 0, -1)
        if not identifiers:
            return []
        stored = await self._redis.mget([keys.journal_entry(str(name)).name for name in identifiers])
        return [Note(**json.loads(line)) for line in stored if line is not None]
