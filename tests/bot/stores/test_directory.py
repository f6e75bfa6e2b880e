"""What Slack said, kept by team: one contract, in memory and on Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.stores import keys
from bot.stores.connection import open_redis
from bot.stores.directory import DirectoryStore, Fact, Listing, MemoryDirectory, RedisDirectory
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from redis.asyncio import Redis


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest, redis: Redis) -> DirectoryStore:
    """Each of the two."""
    return MemoryDirectory() if request.param == "memory" else RedisDirectory(redis)


async def test_facts_are_kept_by_team_and_kind(store: DirectoryStore) -> None:
    """What is asked for and kept comes back; what is dropped does not."""
    await store.put("T1", "user", "U1", Fact(1.5, '{"id": "é"}'))
    await store.put("T1", "user", "U2", Fact(2.0, "{}"))
    await store.put("T2", "user", "U1", Fact(3.0, "[]"))
    assert await store.facts("T1", "user", ["U1", "U2", "U3"]) == {
        "U1": Fact(1.5, '{"id": "é"}'),
        "U2": Fact(2.0, "{}"),
    }
    assert await store.facts("T1", "user", []) == await store.facts("T1", "group", ["U1"]) == {}
    await store.drop("T1", "user", "U1")
    assert list(await store.facts("T1", "user", ["U1", "U2"])) == ["U2"]
    assert await store.facts("T2", "user", ["U1"]) == {"U1": Fact(3.0, "[]")}


async def test_a_handle_is_that_of_whoever_is_there(store: DirectoryStore) -> None:
    """Whoever left keeps a handle only while nobody else has it."""
    await store.put_handles("T1", {"sam": "U5"}, {"sam": "U4", "tom": "U2"})
    await store.put_handles("T1", {}, {})
    assert [await store.handle("T1", name) for name in ("sam", "tom", "ana")] == ["U5", "U2", ""]
    await store.put_handles("T1", {"tom": "U9"}, {"sam": "U6"})
    assert [await store.handle("T1", name) for name in ("sam", "tom")] == ["U5", "U9"]
    assert await store.handle("T2", "sam") == ""


async def test_how_far_everybody_was_listed_is_kept(store: DirectoryStore) -> None:
    """So that another process goes on there."""
    assert await store.listing("T1") == Listing()
    await store.put_listing("T1", Listing("next", 3, 5.0, 9))
    assert await store.listing("T1") == Listing("next", 3, 5.0, 9)
    assert await store.listing("T2") == Listing()


@pytest.mark.integration
async def test_redis_away_has_one_name() -> None:
    """Every method raises the store's own error."""
    store = RedisDirectory(open_redis("redis://127.0.0.1:1/0"))
    for asked in (
        store.facts("T1", "user", ["U1"]),
        store.put("T1", "user", "U1", Fact(1.0, "{}")),
        store.drop("T1", "user", "U1"),
        store.handle("T1", "sam"),
        store.put_handles("T1", {"sam": "U1"}, {}),
        store.listing("T1"),
        store.put_listing("T1", Listing()),
    ):
        with pytest.raises(StoreAwayError):
            await asked


def test_every_key_has_its_team() -> None:
    """Two workspaces never share what Slack said."""
    named = (
        keys.directory_fact("T1", "user", "U1"),
        keys.directory_handles("T1"),
        keys.directory_listing("T1"),
    )
    assert all(":T1:" in key.name for key in named)
