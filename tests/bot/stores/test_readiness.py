"""Shelves keep values under numbers of their own, once for each act, and lose no change of two at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from actions.acts import AskTopic
from actions.knowledge.library import load
from actions.language import Language
from actions.model import Inbound
from actions.readiness.records import (
    Assessment,
    Draft,
    Drill,
    DrillEvent,
    DrillEventKind,
    Survey,
    SurveyResponse,
)
from actions.reply import Answer, Reply
from bot.queue.envelope import Envelope
from bot.stores import keys
from bot.stores.deliveries import RedisDeliveries
from bot.stores.readiness import RedisRepository, open_readiness_store

if TYPE_CHECKING:
    from redis.asyncio import Redis

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def survey(answered: tuple[str, ...] = ()) -> Survey:
    """Return a survey."""
    return Survey(
        0, 1, "", "T1:UM1", AT, ("legal",), (), answered, (SurveyResponse("legal", (("a", None), ("b", 3))),)
    )


async def test_what_is_kept_comes_back_as_it_was(redis: Redis) -> None:
    """Every kind, with what is not known, days and times."""
    archive = open_readiness_store(redis)
    told = Assessment(0, "Ondine", "T1:UM1", AT, (("a", None), ("b", 5)), asked=("b",))
    drill = Drill(
        0, "", "x", "T1:UM1", Language.EN, AT, ("legal",), (DrillEvent(DrillEventKind.TAKEN, "legal", AT),)
    )
    assert await archive.assessments.add("k", told) == replace(told, number=1)
    assert await archive.assessments.get(1) == replace(told, number=1)
    assert await archive.drills.add("k", drill) == replace(drill, number=1)
    assert list(await archive.drills.all()) == [replace(drill, number=1)]
    await archive.surveys.add("k", survey())
    assert await archive.surveys.get(1) == replace(survey(), number=1)


async def test_one_act_keeps_one_value(redis: Redis) -> None:
    """Twice the same key, even at once, is one value; another key is another."""
    shelf = RedisRepository(redis, "survey", Survey)
    both = await asyncio.gather(*(shelf.add("k", survey()) for _ in range(5)))
    assert len({each.number for each in both}) == 1
    assert (await shelf.add("other", survey())).number not in {each.number for each in both}
    assert len(await shelf.all()) == 2
    assert await shelf.find("k") == both[0]
    assert await shelf.find("nothing") is None


async def test_changes_at_once_are_all_kept(redis: Redis) -> None:
    """Twenty people answer in the same instant: none is lost."""
    shelf = RedisRepository(redis, "survey", Survey)
    kept = await shelf.add("k", survey())

    async def answer(name: str) -> None:
        await shelf.change(kept.number, lambda held: replace(held, answered=(*held.answered, name)))

    await asyncio.gather(*(answer(str(n)) for n in range(20)))
    after = await shelf.get(kept.number)
    assert after is not None
    assert sorted(after.answered, key=int) == [str(n) for n in range(20)]
    assert await shelf.change(99, lambda held: held) is None


async def test_values_end_and_their_numbers_with_them(redis: Redis) -> None:
    """Each has its own end; a number whose value has ended is dropped from the list."""
    shelf = RedisRepository(redis, "survey", Survey)
    kept = await shelf.add("k", survey())
    key = keys.shelved("survey", kept.number)
    assert timedelta(seconds=await redis.ttl(key.name)) > keys.READINESS - timedelta(minutes=1)
    await redis.delete(key.name)
    assert await shelf.all() == []
    assert await redis.zcard(keys.shelf("survey").name) == 0


async def test_a_draft_lives_a_week(redis: Redis) -> None:
    """It comes back as it was, is one person's, and can be dropped."""
    drafts = open_readiness_store(redis).drafts
    draft = Draft("Ondine", (("a", None),), 2, steps=(3,))
    await drafts.keep_draft("T1:U1", "own", draft)
    assert await drafts.draft("T1:U1", "own") == draft
    assert await drafts.draft("T1:U2", "own") is None
    await drafts.drop_draft("T1:U1", "own")
    assert await drafts.draft("T1:U1", "own") is None


async def test_answers_are_counted_by_topic_whoever_asked(redis: Redis) -> None:
    """Two people were answered on moderation: two, and none before the window."""
    topic = load().topics["moderation"]
    deliveries, heard = RedisDeliveries(redis), open_readiness_store(redis).answer_counts
    for person in ("T1:U1", "T1:U2"):
        inbound = Inbound(f"k:{person}", person, "T1:C1:1.0", AskTopic("moderation"))
        await deliveries.record(Reply(Language.FR, Answer(topic)), Envelope(inbound, {"channel": "C1"}))
    now = datetime.now(UTC)
    assert await heard.count("moderation", now - timedelta(days=90)) == 2
    assert await heard.count("moderation", now + timedelta(hours=1)) == 0
    assert await heard.count("crisis_handling", now - timedelta(days=90)) == 0
