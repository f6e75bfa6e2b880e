"""Repositories keep values under numbers of their own, once per act, and lose no change of two at once."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from actions.knowledge.library import load
from actions.language import Language
from actions.model import Inbound
from actions.readiness.records import (
    ActionItem,
    Assessment,
    Draft,
    Drill,
    DrillEvent,
    DrillEventKind,
    ReminderStage,
    Survey,
    SurveyResponse,
)
from actions.reply import Answer, Reply
from bot.stores import keys
from bot.stores.deliveries import RedisDeliveries
from bot.stores.memory_readiness import MemoryAnswerCounts, memory_readiness_store
from bot.stores.readiness import RedisRepository, open_readiness_store

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.readiness.ports import ReadinessStore, Repository

T = TypeVar("T", Assessment, Survey, ActionItem, Drill)
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ASSESSMENT = Assessment(0, "Ondine", "T1:UM1", AT, (("a", None), ("b", 5)), asked=("b",))
ACTION = ActionItem(
    0, "", "means_budget", 1, "T1:UM1", AT, date(2027, 2, 22), "legal", Language.FR,
    reminded=(ReminderStage.SOON,),
)  # fmt: skip
DRILL = Drill(
    0, "", "x", "T1:UM1", Language.EN, AT, ("legal",), (DrillEvent(DrillEventKind.TAKEN, "legal", AT),)
)
SURVEY = Survey(
    0, 1, "", "T1:UM1", AT, ("legal",), responses=(SurveyResponse("legal", (("a", None), ("b", 3))),)
)
# As 0.1.0 wrote them, under the keys it wrote them at.
WRITTEN: dict[str, dict[str, Any]] = {
    "assessment": {
        "number": 1, "unit": "Ondine", "by": "T1:UM1", "at": "2026-11-24T09:00:00Z",
        "answers": [["a", None], ["b", 5]], "origin": "full", "asked": ["b"], "after": 0,
    },
    "survey": {
        "number": 1, "assessment": 1, "unit": "", "by": "T1:UM1", "opened_at": "2026-11-24T09:00:00Z",
        "departments": ["legal"], "people": [], "answered": [],
        "views": [{"department": "legal", "answers": [["a", None], ["b", 3]]}], "closed_at": None,
    },
    "step": {
        "number": 1, "unit": "", "item": "means_budget", "level": 1, "by": "T1:UM1",
        "at": "2026-11-24T09:00:00Z", "due": "2027-02-22", "department": "legal", "language": "fr",
        "person": "", "case": 0, "state": "open", "settled_at": None, "reminded": ["soon"], "asked_again": 0,
    },
    "drill": {
        "number": 1, "unit": "", "incident": "x", "by": "T1:UM1", "language": "en",
        "at": "2026-11-24T09:00:00Z", "departments": ["legal"],
        "moves": [
            {"deed": "taken", "department": "legal", "at": "2026-11-24T09:00:00Z", "to": "", "act": ""},
        ],
        "ended_at": None,
    },
}  # fmt: skip


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest, redis: Redis) -> ReadinessStore:
    """Each implementation in turn."""
    return memory_readiness_store() if request.param == "memory" else open_readiness_store(redis)


async def comes_back(repository: Repository[T], value: T) -> None:
    """Keep a value in an empty repository, and read it again."""
    numbered = replace(value, number=1)
    assert await repository.add("k", value) == numbered
    assert await repository.get(1) == numbered
    assert list(await repository.all()) == [numbered]
    assert await repository.get(2) is None


async def test_what_is_kept_comes_back_as_it_was(store: ReadinessStore) -> None:
    """Every kind, with what is not known, days and times; each kind counts its own numbers from 1."""
    await comes_back(store.assessments, ASSESSMENT)
    await comes_back(store.surveys, SURVEY)
    await comes_back(store.actions, ACTION)
    await comes_back(store.drills, DRILL)


async def test_one_act_keeps_one_value(store: ReadinessStore) -> None:
    """Twice the same key, even at once, is one value; another key is another."""
    surveys = store.surveys
    added = await asyncio.gather(*(surveys.add("k", SURVEY) for _ in range(5)))
    assert len({each.number for each in added}) == 1
    assert (await surveys.add("other", SURVEY)).number not in {each.number for each in added}
    assert len(await surveys.all()) == 2
    assert await surveys.find("k") == added[0]
    assert await surveys.find("nothing") is None


async def test_changes_at_once_are_all_kept(store: ReadinessStore) -> None:
    """Twenty people answer in the same instant: none is lost. What does not exist is not changed."""
    kept = await store.surveys.add("k", SURVEY)

    async def answer(name: str) -> None:
        await store.surveys.change(
            kept.number, lambda survey: replace(survey, answered=(*survey.answered, name))
        )

    await asyncio.gather(*(answer(str(n)) for n in range(20)))
    after = await store.surveys.get(kept.number)
    assert after is not None
    assert sorted(after.answered, key=int) == [str(n) for n in range(20)]
    assert await store.surveys.change(kept.number, lambda _: None) == after
    assert await store.surveys.change(99, lambda survey: survey) is None


async def test_a_draft_is_one_persons(store: ReadinessStore) -> None:
    """It comes back as it was, for that person and scope only, and can be dropped."""
    draft = Draft("Ondine", (("a", None),), 2, actions=(3,))
    await store.drafts.keep_draft("T1:U1", "own", draft)
    assert await store.drafts.draft("T1:U1", "own") == draft
    assert await store.drafts.draft("T1:U2", "own") is None
    assert await store.drafts.draft("T1:U1", "again-3") is None
    for _ in range(2):
        await store.drafts.drop_draft("T1:U1", "own")
        assert await store.drafts.draft("T1:U1", "own") is None


async def test_values_end_and_their_numbers_with_them(redis: Redis) -> None:
    """Each has its own end; a number whose value has ended is dropped from the list."""
    surveys = RedisRepository(redis, "survey", Survey)
    kept = await surveys.add("k", SURVEY)
    key = keys.readiness_document("survey", kept.number)
    assert timedelta(seconds=await redis.ttl(key.name)) > keys.READINESS - timedelta(minutes=1)
    await redis.delete(key.name)
    assert await surveys.all() == []
    assert await redis.zcard(keys.readiness_index("survey").name) == 0


# What 0.3.0 writes besides, which the versions before it ignore.
ADDED = {"drill": {"told": False}}


async def test_documents_are_read_and_written_as_0_1_0_did(redis: Redis) -> None:
    """Under the same keys and the same names, whatever the fields are called in code."""
    store = open_readiness_store(redis)
    await store.assessments.add("k", ASSESSMENT)
    await store.surveys.add("k", SURVEY)
    await store.actions.add("k", ACTION)
    await store.drills.add("k", DRILL)
    for kind, document in WRITTEN.items():
        stored = await redis.get(f"relais:readiness:{kind}:1")
        assert json.loads(str(stored)) == document | ADDED.get(kind, {})
    draft = {"unit": "", "answers": [["a", 2]], "page": 1, "survey": 0, "department": "", "steps": [3]}
    await redis.set("relais:person:T1:U1:readiness:again-3", json.dumps(draft), ex=60)
    read = await store.drafts.draft("T1:U1", "again-3")
    assert read == Draft(answers=(("a", 2),), page=1, actions=(3,))
    await store.drafts.keep_draft("T1:U1", "again-3", read)
    assert json.loads(str(await redis.get("relais:person:T1:U1:readiness:again-3"))) == draft


async def test_answers_are_counted_by_topic_whoever_asked(redis: Redis) -> None:
    """Two people were answered on moderation: two, and none before the window."""
    topic = load().topics["moderation"]
    deliveries, counts = RedisDeliveries(redis), open_readiness_store(redis).answer_counts
    for person in ("T1:U1", "T1:U2"):
        inbound = Inbound(f"k:{person}", person, "T1:C1:1.0")
        await deliveries.record(Reply(Language.FR, Answer(topic)), inbound, {"channel": "C1"})
    now = datetime.now(UTC)
    assert await counts.count("moderation", now - timedelta(days=90)) == 2
    assert await counts.count("moderation", now + timedelta(hours=1)) == 0
    assert await counts.count("crisis_handling", now - timedelta(days=90)) == 0


async def test_answers_are_counted_in_memory_too() -> None:
    """Those noted since, of that topic."""
    counts = MemoryAnswerCounts()
    for days in (0, 100):
        counts.note("moderation", AT - timedelta(days=days))
    assert await counts.count("moderation", AT - timedelta(days=90)) == 1
    assert await counts.count("crisis_handling", AT - timedelta(days=90)) == 0
