"""What 0.1.0 stored is read: cases, assessments, people, conversations, opinions, scenarios, deliveries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from actions.cases.case import Side, replay
from actions.knowledge.library import load
from actions.readiness.score import assess
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.cases import RedisCases
from bot.stores.deliveries import RedisDeliveries
from bot.stores.journal import RedisJournal
from bot.stores.people import RedisConversations, RedisOpinions, RedisPeople
from bot.stores.readiness import open_readiness_store
from bot.stores.scenarios import RedisScenarios
from tests.upgrade import LEFT, restore

if TYPE_CHECKING:
    from redis.asyncio import Redis

KEYS = [row["key"] for row in LEFT["redis"]]


@pytest.fixture
async def left(redis: Redis) -> Redis:
    """The Redis that 0.1.0 left."""
    await restore(redis, LEFT["redis"])
    return redis


async def test_cases_stand_as_they_stood(left: Redis) -> None:
    """State, holder, department, what was said on both sides; their threads are found, and who has which."""
    cases, threads = RedisCases(left), RedisCaseThreads(left)
    assert sorted(await cases.all_numbers()) == sorted(map(int, LEFT["case_expectations"]))
    for number, expected in LEFT["case_expectations"].items():
        case = replay(await cases.events(int(number)))
        for name in (
            "department",
            "holder",
            "version",
            "requester",
            "helpful",
            "bounces",
            "remark",
            "outcome",
        ):
            assert getattr(case, name) == expected[name], (number, name)
        assert case.state == expected["state"]
        said = [[each.by, each.from_department, each.text, each.ref] for each in case.relayed]
        assert said == expected["crossed"]
        assert int(number) in await cases.of_person(expected["requester"])
        assert int(number) in await cases.in_conversation(expected["conversation"])
        assert await threads.get(int(number), Side.DEPARTMENT) is not None


async def test_an_event_is_written_as_it_was_read(left: Redis) -> None:
    """An earlier version could read what this one adds: the names in the documents stay."""
    key = next(key for key in KEYS if key.endswith(":events"))
    number = int(key.split(":")[2])
    stored = [json.loads(str(line)) for line in await left.lrange(key, 0, -1)]
    events = await RedisCases(left).events(number)
    assert [{"at", "by", "key", "surface", "what"} == set(document) for document in stored]
    assert [event.payload.kind for event in events] == [document["what"]["kind"] for document in stored]
    assert {event.surface for event in events} <= {"slack", "timer"}


async def test_assessments_come_to_the_same_score(left: Redis) -> None:
    """The same levels under the same numbers, the same verdict; surveys, actions and drills are there."""
    store, questionnaire = open_readiness_store(left), load().questionnaire
    for number, expected in LEFT["assessment_expectations"].items():
        assessment = await store.assessments.get(int(number))
        assert assessment is not None
        assert dict(assessment.answers) == expected["levels"]
        result = assess(assessment.levels, questionnaire)
        assert (result.rounded, result.verdict) == (expected["score"], expected["verdict"])
    assert len(await store.surveys.all()) == 2
    assert len(await store.drills.all()) == 2
    assert [row for row in KEYS if ":readiness:step:" in row]


async def test_people_and_conversations_are_known(left: Redis) -> None:
    """Languages, introductions, the last turn with what it leans on, opinions, the journal, scenarios."""
    people, conversations = RedisPeople(left), RedisConversations(left)
    for key in KEYS:
        parts = key.split(":")
        if key.startswith("relais:person:") and key.endswith(":language"):
            assert await people.language(":".join(parts[2:-1])) is not None
        if key.startswith("relais:conversation:") and key.endswith(":turn"):
            turn = await conversations.recall(":".join(parts[2:-1]))
            assert turn is not None
    opinions = [key.removeprefix("relais:opinions:") for key in KEYS if key.startswith("relais:opinions:")]
    assert opinions
    assert all([sum(await RedisOpinions(left).counts(topic)) > 0 for topic in opinions])
    assert await RedisJournal(left).notes()
    owners = {":".join(key.split(":")[2:-1]) for key in KEYS if key.endswith(":scenarios")}
    assert owners
    assert all([await RedisScenarios(left).latest(person) for person in owners])
    topics = {key.removeprefix("relais:deliveries:") for key in KEYS if key.startswith("relais:deliveries:")}
    assert topics
    assert all([await RedisDeliveries(left).of(topic, since=0) for topic in topics])
