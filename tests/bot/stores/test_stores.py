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


async def test_who_spoke_to_relais_may_follow_up_within_the_hour(redis: Redis) -> None:
    """Their next message within the hour is one, whoever spoke before them; an older one is not."""
    conversations = RedisConversations(redis)
    await conversations.spoke("c", "T1:U2", "1700000000.000100", to_relais=True)
    await conversations.spoke("c", "T1:U1", "1700000000.000200", to_relais=True)
    assert await conversations.before("c", "1700000000.000200") == ("T1:U2", True)
    assert await conversations.before("c", "1700000000.000300") == ("T1:U1", True)
    assert await conversations.before("c", "1700003600.000200") == ("T1:U1", True)
    assert await conversations.before("c", "1700003600.000300") == ("T1:U1", False)
    assert await conversations.before("d", "1700000000.000300") == ("", False)
    assert await conversations.before("c", "no time") == ("", False)


async def test_the_order_is_that_of_the_surface_however_late_it_is_told(redis: Redis) -> None:
    """A mention that Slack delivers again does not undo what a colleague said after it."""
    conversations = RedisConversations(redis)
    await conversations.spoke("c", "T1:U1", "1.0", to_relais=True)
    await conversations.spoke("c", "T1:U2", "2.0", to_relais=False)
    await conversations.spoke("c", "T1:U1", "1.0", to_relais=True)
    assert await conversations.before("c", "3.0") == ("T1:U2", False)
    assert await conversations.before("c", "2.0") == ("T1:U1", True)


async def test_of_who_spoke_ids_are_kept_and_few_for_an_hour(redis: Redis) -> None:
    """A long talk between others leaves twenty entries, and they end."""
    conversations = RedisConversations(redis)
    for ts in range(30):
        await conversations.spoke("c", "T1:U1", f"{ts}.0", to_relais=False)
    await conversations.spoke("c", "T1:U1", "123.456.abcdef", to_relais=True)
    name = keys.speakers("c").name
    kept = await redis.zrange(name, 0, -1)
    assert kept == [f"T1:U1|{ts}.0|others" for ts in range(10, 30)]
    assert 0 < await redis.ttl(name) <= timedelta(hours=1).total_seconds()


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
        await RedisConversations(client).before("c", "1.0")
    await client.aclose()
