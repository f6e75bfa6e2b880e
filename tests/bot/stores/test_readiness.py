"""Assessments are kept alike in memory and on Redis; every key has an end (see `redis`)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

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
from bot.stores import keys
from bot.stores.deliveries import RedisDeliveries
from bot.stores.memory_readiness import MemoryAnswerCounts, memory_readiness_store
from bot.stores.readiness import open_readiness_store

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.readiness.ports import ReadinessStore

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SURVEY = Survey(
    0, 1, "", "T1:UM1", AT, ("legal",), (), (), (SurveyResponse("legal", (("a", None), ("b", 3))),)
)


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest, redis: Redis) -> ReadinessStore:
    """Each implementation in turn."""
    return memory_readiness_store() if request.param == "memory" else open_readiness_store(redis)


async def test_a_kept_value_comes_back_as_it_was(store: ReadinessStore) -> None:
    """Every kind does, with levels that are not known, days and times, under a number of its own."""
    told = Assessment(0, "Ondine", "T1:UM1", AT, (("a", None), ("b", 5)), asked=("b",))
    moves = (DrillEvent(DrillEventKind.TAKEN, "legal", AT),)
    drill = Drill(0, "", "x", "T1:UM1", Language.EN, AT, ("legal",), moves)
    assert await store.assessments.add("k", told) == replace(told, number=1)
    assert await store.assessments.get(1) == replace(told, number=1)
    assert await store.drills.add("k", drill) == replace(drill, number=1)
    assert list(await store.drills.all()) == [replace(drill, number=1)]
    await store.surveys.add("k", SURVEY)
    assert await store.surveys.get(1) == replace(SURVEY, number=1)
    assert await store.surveys.get(2) is None


async def test_one_act_keeps_one_value(store: ReadinessStore) -> None:
    """The same key, even five times at once, keeps one value; another key keeps another."""
    kept = await asyncio.gather(*(store.surveys.add("k", SURVEY) for _ in range(5)))
    assert len({each.number for each in kept}) == 1
    other = await store.surveys.add("other", SURVEY)
    assert list(await store.surveys.all()) == [kept[0], other]
    assert await store.surveys.find("k") == kept[0]
    assert await store.surveys.find("nothing") is None


async def test_changes_at_once_are_all_kept(store: ReadinessStore) -> None:
    """No answer is lost of twenty people who answer in the same instant."""
    kept = await store.surveys.add("k", SURVEY)

    async def answer(name: str) -> None:
        await store.surveys.change(kept.number, lambda held: replace(held, answered=(*held.answered, name)))

    await asyncio.gather(*(answer(str(n)) for n in range(20)))
    after = await store.surveys.get(kept.number)
    assert after is not None
    assert sorted(after.answered, key=int) == [str(n) for n in range(20)]


async def test_a_change_may_leave_a_value_as_it_is(store: ReadinessStore) -> None:
    """A change to nothing keeps and returns the value; a value that is not there is not changed."""
    kept = await store.surveys.add("k", SURVEY)
    assert await store.surveys.change(kept.number, lambda _held: None) == kept
    assert await store.surveys.get(kept.number) == kept
    assert await store.surveys.change(99, lambda held: held) is None


async def test_a_draft_is_one_person_s(store: ReadinessStore) -> None:
    """It comes back as it was, to whoever began it and under its scope only, until it is dropped."""
    draft = Draft("Ondine", (("a", None),), 2, steps=(3,))
    await store.drafts.keep_draft("T1:U1", "own", draft)
    assert await store.drafts.draft("T1:U1", "own") == draft
    assert await store.drafts.draft("T1:U1", "1") is None
    assert await store.drafts.draft("T1:U2", "own") is None
    await store.drafts.drop_draft("T1:U1", "own")
    assert await store.drafts.draft("T1:U1", "own") is None


async def test_answers_are_counted_by_topic_whoever_asked(store: ReadinessStore, redis: Redis) -> None:
    """Two answers on moderation count as two, and as none after they were given."""
    topic = load().topics["moderation"]
    deliveries, counts = RedisDeliveries(redis), store.answer_counts
    for person in ("T1:U1", "T1:U2"):
        if isinstance(counts, MemoryAnswerCounts):
            counts.note("moderation", datetime.now(UTC))
            continue
        inbound = Inbound(f"k:{person}", person, "T1:C1:1.0")
        await deliveries.record(Reply(Language.FR, Answer(topic)), inbound, {"channel": "C1"})
    now = datetime.now(UTC)
    assert await counts.count("moderation", now - timedelta(days=90)) == 2
    assert await counts.count("moderation", now + timedelta(hours=1)) == 0
    assert await counts.count("crisis_handling", now - timedelta(days=90)) == 0


async def test_values_end_and_their_numbers_with_them(redis: Redis) -> None:
    """On Redis each value has its own end; a number whose value has ended is dropped from the list."""
    surveys = open_readiness_store(redis).surveys
    kept = await surveys.add("k", SURVEY)
    key = keys.shelved("survey", kept.number)
    assert timedelta(seconds=await redis.ttl(key.name)) > keys.READINESS - timedelta(minutes=1)
    await redis.delete(key.name)
    assert list(await surveys.all()) == []
    assert await redis.zcard(keys.shelf("survey").name) == 0


async def test_a_draft_lives_a_week_on_redis(redis: Redis) -> None:
    """A person who touches it again has another week."""
    drafts, key = open_readiness_store(redis).drafts, keys.readiness_draft("T1:U1", "own")
    await drafts.keep_draft("T1:U1", "own", Draft())
    await redis.expire(key.name, timedelta(days=1))
    await drafts.keep_draft("T1:U1", "own", Draft(page=1))
    left = timedelta(seconds=await redis.ttl(key.name))
    assert timedelta(days=6) < left <= timedelta(days=7)
