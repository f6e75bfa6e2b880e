"""Both sides of a case have a thread, and a thread leads back to its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.cases.case import Side
from bot.stores.case_threads import CaseThread, RedisCaseThreads

if TYPE_CHECKING:
    from redis.asyncio import Redis

HERE = CaseThread("C1", "1.0", "2.0", "legal")


@pytest.mark.parametrize("side", Side)
async def test_a_side_s_thread_is_kept_until_it_is_dropped(redis: Redis, side: Side) -> None:
    """It is kept for that side of that case only."""
    threads = RedisCaseThreads(redis)
    await threads.put(1, side, HERE, "T1:C1:1.0")
    assert await threads.get(1, side) == HERE
    assert [await threads.get(1, other) for other in Side if other is not side] == [None]
    assert await threads.get(2, side) is None
    await threads.drop(1, side)
    assert await threads.get(1, side) is None


async def test_the_department_s_conversation_leads_to_its_case(redis: Redis) -> None:
    """Words in it are about the case; it is not heard as a requester's."""
    threads = RedisCaseThreads(redis)
    await threads.put(7, Side.DEPARTMENT, HERE, "T1:C1:1.0")
    assert await threads.case_at("T1:C1:1.0") == 7
    assert await threads.case_at("T1:C1:3.0") == 0
    assert not await threads.has_case("T1:C1:1.0")


async def test_the_requester_s_conversation_is_heard(redis: Redis) -> None:
    """It is heard without being a department's."""
    threads = RedisCaseThreads(redis)
    await threads.put(7, Side.REQUESTER, HERE, "T1:C1:1.0")
    assert await threads.has_case("T1:C1:1.0")
    assert not await threads.has_case("T1:C1:3.0")
    assert await threads.case_at("T1:C1:1.0") == 0


async def test_a_copy_of_a_message_is_found_whatever_its_channel_is_called(redis: Redis) -> None:
    """A channel's id may hold colons; a message without a copy has none."""
    threads = RedisCaseThreads(redis)
    await threads.note_copy("m1", "19:general@thread", "1620")
    assert await threads.copy("m1") == ("19:general@thread", "1620")
    assert await threads.copy("m2") is None
    await threads.note_copy("m3", "19:general@thread", "1620", "1621")
    assert await threads.copy("m3") == ("19:general@thread", "1620", "1621")
