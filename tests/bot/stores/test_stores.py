"""The ports of `actions/` behave alike in memory and on Redis; every key has an end (see `redis`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis

from actions.dialogue.ports import Turn
from actions.language import Language
from bot.stores import keys, queue_keys
from bot.stores.attempts import Attempt, RedisAttempts
from bot.stores.errors import StoreAwayError
from bot.stores.idempotency import IdempotencyStore
from bot.stores.memory import Memory
from bot.stores.people import RedisConversations, RedisOpinions, RedisPeople

if TYPE_CHECKING:
    from actions.dialogue.ports import Conversations, Opinions, People


@dataclass
class Stores:
    """The three ports."""

    people: People
    conversations: Conversations
    opinions: Opinions


@pytest.fixture(params=["memory", "redis"])
def stores(request: pytest.FixtureRequest, redis: Redis) -> Stores:
    """Each implementation in turn."""
    if request.param == "memory":
        memory = Memory()
        return Stores(memory, memory, memory)
    return Stores(RedisPeople(redis), RedisConversations(redis), RedisOpinions(redis))


async def test_a_language_is_kept(stores: Stores) -> None:
    """The language a person set comes back, for that person only."""
    await stores.people.set_language("a", Language.EN)
    assert await stores.people.language("a") is Language.EN
    assert await stores.people.language("b") is None


async def test_an_introduction_is_kept(stores: Stores) -> None:
    """A person counts as introduced once they were marked so."""
    assert not await stores.people.is_introduced("a")
    await stores.people.mark_introduced("a")
    assert await stores.people.is_introduced("a")


async def test_the_last_turn_comes_back(stores: Stores) -> None:
    """A conversation recalls the last turn it was given, and another one nothing."""
    turn = Turn(Language.FR, "moderation", "et les trolls ?")
    await stores.conversations.remember("c", Turn(Language.EN))
    await stores.conversations.remember("c", turn)
    assert await stores.conversations.recall("c") == turn
    assert await stores.conversations.recall("d") is None


async def test_opinions_are_counted_once_and_unnamed(redis: Redis) -> None:
    """The last opinion of a rater counts, and no rater's id is stored."""
    opinions = RedisOpinions(redis)
    await opinions.rate("t", "T1:UJEAN:c", helpful=True)
    await opinions.rate("t", "T1:UJEAN:c", helpful=False)
    await opinions.rate("t", "T1:UANNE:c", helpful=True)
    assert await opinions.counts("t") == (1, 1)
    assert not any("U" in field for field in await redis.hkeys(keys.opinions("t").name))


async def test_a_conversation_is_heard_longer_than_it_is_remembered(redis: Redis) -> None:
    """Follow-ups inherit for an hour; the thread is listened to for a month."""
    conversations = RedisConversations(redis)
    await conversations.remember("c", Turn(Language.FR))
    assert await conversations.takes_part("c")
    assert await redis.ttl(keys.turn("c").name) <= timedelta(hours=1).total_seconds()
    assert await redis.ttl(keys.taking_part("c").name) > timedelta(days=29).total_seconds()


async def test_an_act_is_done_once_it_is_finished(redis: Redis) -> None:
    """A press is remembered for a moment, any other act for a day."""
    store = IdempotencyStore(redis)
    assert not await store.is_done("a")
    await store.finish("a")
    await store.finish("b", remember_for=queue_keys.CLICK)
    assert await store.is_done("a")
    assert await redis.ttl(queue_keys.act("b").name) <= queue_keys.CLICK.total_seconds()


async def test_a_post_tried_by_version_0_2_0_is_looked_for(redis: Redis) -> None:
    """An upgrade in the middle of a call posts nothing twice."""
    await redis.set(queue_keys.tried("k").name, "1", ex=60)
    assert (await RedisAttempts(redis).begin("k")).tried == 1


async def test_an_attempt_taken_back_is_none(redis: Redis) -> None:
    """What was surely not carried out needs no look; what is done stays done."""
    attempts = RedisAttempts(redis)
    assert await attempts.begin("k") == Attempt()
    await attempts.withdraw("k")
    assert await attempts.begin("k") == Attempt()
    assert (await attempts.begin("k")).tried == 1
    await attempts.finish("k", "C1:1.0")
    assert (await attempts.begin("k")).done == await attempts.result("k") == "C1:1.0"


@pytest.mark.integration
async def test_redis_away_has_one_name() -> None:
    """A store raises one error of its own where Redis does not answer."""
    client = Redis(port=1, socket_connect_timeout=0.2)
    with pytest.raises(StoreAwayError):
        await RedisConversations(client).takes_part("c")
    await client.aclose()
