"""Cases are kept alike in memory and on Redis; every key has an end (see `redis`)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from actions.cases.case import replay
from actions.cases.events import Added, Doer, Event, EventPayload, Opened, Resolved, Taken
from actions.language import Language
from bot.stores import keys
from bot.stores.cases import RedisCases
from bot.stores.memory_cases import MemoryCases

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio import Redis

    from actions.cases.ports import CaseRepository

# Whole seconds: a score of Redis is a float.
NOW = datetime.now(UTC).replace(microsecond=0)
LATER = NOW + timedelta(hours=1)
ASKED = Opened(0, "legal", "À qui ?", Language.FR, conversation="c")


@pytest.fixture(params=["memory", "redis"])
def cases(request: pytest.FixtureRequest, redis: Redis) -> CaseRepository:
    """Each implementation in turn."""
    return MemoryCases() if request.param == "memory" else RedisCases(redis)


@dataclass
class Interrupted:
    """A Redis on which something else happens once a number is drawn."""

    redis: Redis
    meanwhile: Callable[[], Awaitable[object]]

    async def incr(self, name: str) -> int:
        """Draw a number, and let it happen."""
        number = int(await self.redis.incr(name))
        await self.meanwhile()
        return number

    def __getattr__(self, name: str) -> object:
        """Leave the rest as it is."""
        return getattr(self.redis, name)


def asker(key: str, person: str = "asker") -> Doer:
    """Return who opens a case, by an act of that key."""
    return Doer(key, person, "teams")


def event(key: str, payload: EventPayload) -> Event:
    """Return what somebody did at that moment."""
    return Event(key, NOW, "anne", payload, "teams")


async def test_events_come_back_unchanged(cases: CaseRepository) -> None:
    """They come in their order, with the surface of each act; another case has none."""
    opened = await cases.open(asker("k"), NOW, ASKED)
    said = event("a", Added("Encore.", "m1", ("F1",)))
    assert await cases.append(replay(opened), said, LATER)
    assert await cases.events(1) == [*opened, said]
    assert [each.surface for each in await cases.events(1)] == ["teams", "teams"]
    assert await cases.events(2) == []


async def test_a_message_that_crossed_leads_to_its_case(cases: CaseRepository) -> None:
    """The id of a message finds the case it was added to; another id finds none."""
    opened = await cases.open(asker("k"), NOW, ASKED)
    assert await cases.append(replay(opened), event("a", Added("Encore.", "m1")), LATER)
    assert await cases.relayed("m1") == 1
    assert await cases.relayed("m2") == 0


async def test_a_case_is_found(cases: CaseRepository) -> None:
    """It is found by who asked, by where, and among all; the latest comes first."""
    await cases.open(asker("k1"), NOW, ASKED)
    await cases.open(asker("k2"), LATER, ASKED)
    await cases.open(asker("k3", "another"), LATER + timedelta(hours=1), ASKED)
    assert list(await cases.of_person("asker")) == [2, 1]
    assert list(await cases.in_conversation("c")) == [3, 2, 1]
    assert list(await cases.all_numbers()) == [3, 2, 1]
    assert list(await cases.in_conversation("d")) == []


async def test_a_key_opens_one_case(cases: CaseRepository) -> None:
    """Twenty attempts at once open one case, and all get it."""
    found = await asyncio.gather(*(cases.open(asker("k"), NOW, ASKED) for _ in range(20)))
    assert len({events[0].payload.number for events in found if isinstance(events[0].payload, Opened)}) == 1
    assert len(await cases.all_numbers()) == 1
    assert len(await cases.open_ones()) == 1


async def test_a_key_opens_one_case_though_the_other_is_done_meanwhile(redis: Redis) -> None:
    """The first attempt opens the case between two commands of the second, which finds it."""
    first = RedisCases(redis)
    interrupted = Interrupted(redis, lambda: first.open(asker("k"), NOW, ASKED))
    second = RedisCases(cast("Redis", interrupted))
    events = await second.open(asker("k"), NOW, ASKED)
    assert events == await first.open(asker("k"), NOW, ASKED)
    assert len(await first.all_numbers()) == 1


async def test_of_two_at_once_one_is_first(cases: CaseRepository) -> None:
    """Ten who saw the same case add exactly one event."""
    case = replay(await cases.open(asker("k"), NOW, ASKED))
    won = await asyncio.gather(*(cases.append(case, event(f"t{n}", Taken()), LATER) for n in range(10)))
    assert sum(won) == 1
    assert len(await cases.events(1)) == 2


async def test_an_open_case_has_a_next_time_and_a_closed_one_none(cases: CaseRepository) -> None:
    """It is due at once when it opens; a late snooze does not bring a closed one back, reopening does."""
    events = await cases.open(asker("k"), NOW, ASKED)
    assert await cases.open_ones() == {1: NOW}
    await cases.snooze(1, LATER)
    assert await cases.open_ones() == {1: LATER}
    assert await cases.append(replay(events), event("r", Resolved("Voilà.")), None)
    await cases.snooze(1, LATER)
    assert await cases.open_ones() == {}
    assert await cases.append(replay(await cases.events(1)), event("x", Taken()), LATER)
    assert await cases.open_ones() == {1: LATER}


async def test_an_edit_waits_to_be_sent_on(cases: CaseRepository) -> None:
    """The last edit of a message is kept; another message has none."""
    await cases.keep_edit("m", "un")
    await cases.keep_edit("m", "deux")
    assert await cases.edit("m") == "deux"
    assert await cases.edit("n") == ""


async def test_a_closed_case_ends_sooner(redis: Redis) -> None:
    """Once it is reopened it is kept as long as any open one."""
    cases = RedisCases(redis)
    events = await cases.open(asker("k"), NOW, ASKED)
    await cases.append(replay(events), event("r", Resolved("Voilà.")), None)
    name = keys.case_events(1).name
    assert await redis.ttl(name) <= keys.CASE_CLOSED.total_seconds()
    await cases.append(replay(await cases.events(1)), event("x", Taken()), LATER)
    assert await redis.ttl(name) > keys.CASE_CLOSED.total_seconds()


async def test_the_latest_is_the_highest_number_though_the_clock_was_set_back(cases: CaseRepository) -> None:
    """The second of two cases comes first, whatever the clock said."""
    first = replay(await cases.open(asker("k1"), NOW, ASKED)).number
    second = replay(await cases.open(asker("k2"), NOW - timedelta(hours=1), ASKED)).number
    assert list(await cases.of_person("asker")) == [second, first]


async def test_a_stored_event_calls_its_payload_what(redis: Redis) -> None:
    """The name in the document does not change, so that every version reads what another one kept."""
    cases = RedisCases(redis)
    await cases.open(asker("k"), NOW, ASKED)
    (line,) = await redis.lrange(keys.case_events(1).name, 0, -1)
    stored = json.loads(line)
    assert set(stored) == {"key", "at", "by", "what", "surface"}
    assert stored["what"]["kind"] == "opened"


async def test_an_event_that_version_0_1_0_kept_is_read(redis: Redis) -> None:
    """Its payload stands under `what`, and its surface was always Slack."""
    cases = RedisCases(redis)
    await cases.open(asker("k"), NOW, ASKED)
    at = NOW.isoformat()
    old = {"key": "t", "at": at, "by": "anne", "what": {"kind": "taken"}, "surface": "slack"}
    await redis.rpush(keys.case_events(1).name, json.dumps(old))
    assert (await cases.events(1))[1] == Event("t", NOW, "anne", Taken(), "slack")
