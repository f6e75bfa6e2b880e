"""`People`, `Conversations` and `Opinions` on Redis."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from actions.dialogue.ports import Turn
from actions.language import Language
from bot.stores import keys
from bot.stores.errors import reaching_redis

if TYPE_CHECKING:
    from redis.asyncio import Redis


_TURN = TypeAdapter(Turn)


class RedisPeople:
    """Languages and introductions."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def language(self, person: str) -> Language | None:
        """Return the language the person set, if they set one."""
        stored = await self._redis.get(keys.person_language(person).name)
        return Language(str(stored)) if stored else None

    async def set_language(self, person: str, language: Language) -> None:
        """Speak `language` with the person from now on."""
        key = keys.person_language(person)
        await self._redis.set(key.name, language.value, ex=key.ttl)

    async def locale(self, person: str) -> str | None:
        """Return the stored language of the person's Slack: `fr`, `en`, `other`, or None."""
        stored = await self._redis.get(keys.person_locale(person).name)
        return str(stored) if stored else None

    async def set_locale(self, person: str, locale: str) -> None:
        """Store the language of the person's Slack."""
        key = keys.person_locale(person)
        await self._redis.set(key.name, locale, ex=key.ttl)

    async def is_introduced(self, person: str) -> bool:
        """Tell whether the person knows that an automatic advisor speaks."""
        return bool(await self._redis.exists(keys.person_introduced(person).name))

    async def mark_introduced(self, person: str) -> None:
        """Store that the person was told that an automatic advisor speaks."""
        key = keys.person_introduced(person)
        await self._redis.set(key.name, "1", ex=key.ttl)


class RedisConversations:
    """The last turn of each conversation, and which ones Relais takes part in."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def recall(self, conversation: str) -> Turn | None:
        """Return the last turn, if it is recent enough."""
        stored = await self._redis.get(keys.turn(conversation).name)
        if stored is None:
            return None
        return _TURN.validate_json(stored)

    async def remember(self, conversation: str, turn: Turn) -> None:
        """Store `turn` as the last one, and that Relais takes part in the conversation."""
        last, part = keys.turn(conversation), keys.taking_part(conversation)
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.set(last.name, _TURN.dump_json(turn), ex=last.ttl)
            pipe.set(part.name, "1", ex=part.ttl)
            await pipe.execute()

    async def takes_part(self, conversation: str) -> bool:
        """Tell whether Relais has spoken in this conversation.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        with reaching_redis():
            return bool(await self._redis.exists(keys.taking_part(conversation).name))


class RedisOpinions:
    """One hash per topic; raters are stored as digests, so that nobody's rating can be read off."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def rate(self, topic: str, rater: str, *, helpful: bool) -> None:
        """Store a rating; a second one from the same rater replaces the first."""
        key = keys.opinions(topic)
        digest = hashlib.blake2b(rater.encode(), digest_size=8).hexdigest()
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.hset(key.name, digest, "yes" if helpful else "no")
            pipe.expire(key.name, key.ttl)
            await pipe.execute()

    async def counts(self, topic: str) -> tuple[int, int]:
        """Return how many found the answer helpful, and how many did not."""
        votes = await self._redis.hvals(keys.opinions(topic).name)
        return votes.count("yes"), votes.count("no")
