"""Cases are kept alike in memory and on Redis; every key has an end (see `redis`)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from actions.cases.case import replay
from actions.cases.events import Added, Event, EventPayload, Opened, Resolved, Taken
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


def event(key: str, what: EventPayload) -> Event:
    """Return what somebody did at that moment."""
    return Event(key, NOW, "anna", what)


async def test_what_happened_comes_back(cases: CaseRepository) -> None:
    """In order and unchanged; of another case, nothing."""
    opened = await cases.open("k", NOW, "asker", ASKED)
    said = event("a", Added("Encore.", "m1", ("F1",)))
    assert await cases.append(replay(opened), said, LATER)
    assert await cases.events(1) == [*opened, said]
    assert await cases.events(2) == []
    assert await cases.relayed("m1") == 1
    assert await cases.relayed("m2") == 0


async def test_a_case_is_found(cases: CaseRepository) -> None:
    """By who asked, by where, and among all; the latest first."""
    await cases.open("k1", NOW, "asker", ASKED)
    await cases.open("k2", LATER, "asker", ASKED)
    await cases.open("k3", LATER + timedelta(hours=1), "another", ASKED)
    assert list(await cases.of_person("asker")) == [2, 1]
    assert list(await cases.in_conversation("c")) == [3, 2, 1]
    assert list(await cases.all_numbers()) == [3, 2, 1]
    assert list(await cases.in_conversation("d")) == []


async def test_a_key_opens_one_case(cases: CaseRepository) -> None:
    """However often, and at once."""
    found = await asyncio.gather(*(cases.open("k", NOW, "asker", ASKED) for _ in range(20)))
    assert len({events[0].payload.number for events in found if isinstance(events[0].payload, Opened)}) == 1
    assert len(await cases.all_numbers()) == 1
    assert len(await cases.open_ones()) == 1


async def test_a_key_opens_one_case_though_the_other_is_done_meanwhile(redis: Redis) -> None:
    """The first attempt opens it all between two commands of the second."""
    first = RedisCases(redis)
    second = RedisCases(cast("Redis", Interrupted(redis, lambda: first.open("k", NOW, "asker", ASKED))))
    events = await second.open("k", NOW, "asker", ASKED)
    assert events == await first.open("k", NOW, "asker", ASKED)
    assert len(await first.all_numbers()) == 1


async def test_of_two_at_once_one_is_first(cases: CaseRepository) -> None:
    """Both saw the same case; exactly one event is added."""
    case = replay(await cases.open("k", NOW, "asker", ASKED))
    won = await asyncio.gather(*(cases.append(case, event(f"t{n}", Taken()), LATER) for n in range(10)))
    assert sum(won) == 1
    assert len(await cases.events(1)) == 2


async def test_an_open_case_has_a_next_time_and_a_closed_one_none(cases: CaseRepository) -> None:
    """Due at once when it opens; a late snooze does not bring a closed one back; reopening does."""
    events = await cases.open("k", NOW, "asker", ASKED)
    assert await cases.open_ones() == {1: NOW}
    await cases.snooze(1, LATER)
    assert await cases.open_ones() == {1: LATER}
    assert await cases.append(replay(events), event("r", Resolved("Voilà.")), None)
    await cases.snooze(1, LATER)
    assert await cases.open_ones() == {}
    assert await cases.append(replay(await cases.events(1)), event("x", Taken()), LATER)
    assert await cases.open_ones() == {1: LATER}


async def test_an_edit_waits_to_be_sent_on(cases: CaseRepository) -> None:
    """The last one, for that message only."""
    await cases.keep_edit("m", "un")
    await cases.keep_edit("m", "deux")
    assert await cases.edit("m") == "deux"
    assert await cases.edit("n") == ""


async def test_a_closed_case_ends_sooner(redis: Redis) -> None:
    """And once it is reopened it lives as long as any."""
    cases = RedisCases(redis)
    events = await cases.open("k", NOW, "asker", ASKED)
    await cases.append(replay(events), event("r", Resolved("Voilà.")), None)
    name = keys.case_events(1).name
    assert await redis.ttl(name) <= keys.CASE_CLOSED.total_seconds()
    await cases.append(replay(await cases.events(1)), event("x", Taken()), LATER)
    assert await redis.ttl(name) > keys.CASE_CLOSED.total_seconds()


async def test_the_latest_is_the_highest_number_though_the_clock_was_set_back(cases: CaseRepository) -> None:
    """Of two cases of one person the second comes first, whatever the clock said."""
    first = replay(await cases.open("k1", NOW, "asker", ASKED)).number
    second = replay(await cases.open("k2", NOW - timedelta(hours=1), "asker", ASKED)).number
    assert list(await cases.of_person("asker")) == [second, first]
