"""`People`, `Conversations` and `Opinions` on Redis."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from actions.dialogue.ports import Turn
from actions.language import Language
from bot.stores import keys
from bot.stores.errors import reaching_redis

if TYPE_CHECKING:
    from redis.asyncio import Redis


_TURN = TypeAdapter(Turn)
# How long a person may go on without a mention.
FOLLOW_UP = keys.speakers("").ttl
_TIME = re.compile(r"[0-9]+(\.[0-9]+)?")
_TO_RELAIS, _TO_OTHERS = "relais", "others"
_MOST_SPEAKERS = 20


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
    """The last turn of each conversation, and who spoke in it within the hour: ids, and no words.

    A message is noted as ``person|time|to``, where the time is the surface's, which also orders messages that
    are delivered late or twice.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def recall(self, conversation: str) -> Turn | None:
        """Return the last turn, if it is recent enough."""
        stored = await self._redis.get(keys.turn(conversation).name)
        if stored is None:
            return None
        return _TURN.validate_json(stored)

    async def remember(self, conversation: str, turn: Turn) -> None:
        """Store `turn` as the last one."""
        last = keys.turn(conversation)
        await self._redis.set(last.name, _TURN.dump_json(turn), ex=last.ttl)

    async def spoke(self, conversation: str, person: str, at: str, *, to_relais: bool) -> None:
        """Note that a person spoke, to Relais or to somebody else; only the latest are kept.

        Nothing is noted of what bears no time, as some presses do not.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        if not _TIME.fullmatch(at):
            return
        key = keys.speakers(conversation)
        entry = "|".join((person, at, _TO_RELAIS if to_relais else _TO_OTHERS))
        with reaching_redis():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.zadd(key.name, {entry: float(at)})
                pipe.zremrangebyrank(key.name, 0, -_MOST_SPEAKERS - 1)
                pipe.expire(key.name, key.ttl)
                await pipe.execute()

    async def before(self, conversation: str, at: str) -> tuple[str, bool]:
        """Return who spoke last before `at`, and whether to Relais within the hour; empty where nobody did.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        if not _TIME.fullmatch(at):
            return "", False
        name = keys.speakers(conversation).name
        with reaching_redis():
            found = await self._redis.zrevrangebyscore(name, f"({at}", "-inf", start=0, num=1)
        if not found:
            return "", False
        speaker, spoken_at, to = str(found[0]).rsplit("|", 2)
        recent = float(at) - float(spoken_at) <= FOLLOW_UP.total_seconds()
        return speaker, recent and to == _TO_RELAIS


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
