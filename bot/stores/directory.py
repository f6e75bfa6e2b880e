"""What a surface said about channels and people, for as long as it may be away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pydantic import TypeAdapter

from bot.stores import keys
from bot.stores.errors import reaching_redis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from redis.asyncio import Redis


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer as JSON, and when it was given, in seconds since 1970."""

    at: float
    document: str


@dataclass(frozen=True, slots=True)
class Listing:
    """How far the list of everybody has been read: the next page's cursor, and how many pages were.

    `finished` is when it was last read to its end, 0 for never; `length` how many pages it had then.
    """

    cursor: str = ""
    pages: int = 0
    finished: float = 0.0
    length: int = 0


_FACT, _LISTING = TypeAdapter(Fact), TypeAdapter(Listing)


class DirectoryStore(Protocol):
    """Keeps facts by team, kind and id, and people's ids by handle. Every method raises `StoreAwayError`."""

    async def facts(self, team: str, kind: str, identifiers: Iterable[str]) -> dict[str, Fact]:
        """Return those that are kept."""
        ...

    async def put(self, team: str, kind: str, identifier: str, fact: Fact) -> None:
        """Keep a fact in place of an older one."""
        ...

    async def drop(self, team: str, kind: str, identifier: str) -> None:
        """Keep nothing of this."""
        ...

    async def pinned(self, team: str, channel: str) -> str:
        """Return the id that the channel of this name is pinned to; empty where it is to none."""
        ...

    async def pin(self, team: str, channel: str, identifier: str) -> None:
        """Pin the channel of this name to an id."""
        ...

    async def handle(self, team: str, handle: str) -> str:
        """Return the id of whoever has the handle; empty where that is not known."""
        ...

    async def put_handles(self, team: str, active: Mapping[str, str], gone: Mapping[str, str]) -> None:
        """Keep ids by handle; those who are gone only where nobody else has their handle."""
        ...

    async def listing(self, team: str) -> Listing:
        """Return how far the list of everybody has been read."""
        ...

    async def put_listing(self, team: str, listing: Listing) -> None:
        """Keep how far the list of everybody has been read."""
        ...


class RedisDirectory:
    """`DirectoryStore` on Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def facts(self, team: str, kind: str, identifiers: Iterable[str]) -> dict[str, Fact]:
        """Return those that are kept."""
        asked = tuple(identifiers)
        if not asked:
            return {}
        with reaching_redis():
            names = [keys.directory_fact(team, kind, each).name for each in asked]
            found = zip(asked, await self._redis.mget(names), strict=True)
        return {each: _FACT.validate_json(document) for each, document in found if document}

    async def put(self, team: str, kind: str, identifier: str, fact: Fact) -> None:
        """Keep a fact in place of an older one."""
        key = keys.directory_fact(team, kind, identifier)
        with reaching_redis():
            await self._redis.set(key.name, _FACT.dump_json(fact), ex=key.ttl)

    async def drop(self, team: str, kind: str, identifier: str) -> None:
        """Keep nothing of this."""
        with reaching_redis():
            await self._redis.delete(keys.directory_fact(team, kind, identifier).name)

    async def pinned(self, team: str, channel: str) -> str:
        """Return the id that the channel of this name is pinned to; empty where it is to none."""
        key = keys.directory_pin(team, channel)
        with reaching_redis():
            return str(await self._redis.getex(key.name, ex=key.ttl) or "")

    async def pin(self, team: str, channel: str, identifier: str) -> None:
        """Pin the channel of this name to an id."""
        key = keys.directory_pin(team, channel)
        with reaching_redis():
            await self._redis.set(key.name, identifier, ex=key.ttl)

    async def handle(self, team: str, handle: str) -> str:
        """Return the id of whoever has the handle; empty where that is not known."""
        with reaching_redis():
            return str(await self._redis.hget(keys.directory_handles(team).name, handle) or "")

    async def put_handles(self, team: str, active: Mapping[str, str], gone: Mapping[str, str]) -> None:
        """Keep ids by handle; those who are gone only where nobody else has their handle."""
        if not active and not gone:
            return
        key = keys.directory_handles(team)
        with reaching_redis():
            async with self._redis.pipeline(transaction=False) as pipe:
                for handle, identifier in active.items():
                    pipe.hset(key.name, handle, identifier)
                for handle, identifier in gone.items():
                    pipe.hsetnx(key.name, handle, identifier)
                pipe.expire(key.name, key.ttl)
                await pipe.execute()

    async def listing(self, team: str) -> Listing:
        """Return how far the list of everybody has been read."""
        with reaching_redis():
            stored = await self._redis.get(keys.directory_listing(team).name)
        return _LISTING.validate_json(stored) if stored else Listing()

    async def put_listing(self, team: str, listing: Listing) -> None:
        """Keep how far the list of everybody has been read."""
        key = keys.directory_listing(team)
        with reaching_redis():
            await self._redis.set(key.name, _LISTING.dump_json(listing), ex=key.ttl)


@dataclass
class MemoryDirectory:
    """`DirectoryStore` in memory, for a command that looks once."""

    kept: dict[tuple[str, str, str], Fact] = field(default_factory=dict)
    handles: dict[tuple[str, str], str] = field(default_factory=dict)
    listings: dict[str, Listing] = field(default_factory=dict)
    pins: dict[tuple[str, str], str] = field(default_factory=dict)

    async def pinned(self, team: str, channel: str) -> str:
        """Return the id that the channel of this name is pinned to; empty where it is to none."""
        return self.pins.get((team, channel), "")

    async def pin(self, team: str, channel: str, identifier: str) -> None:
        """Pin the channel of this name to an id."""
        self.pins[team, channel] = identifier

    async def facts(self, team: str, kind: str, identifiers: Iterable[str]) -> dict[str, Fact]:
        """Return those that are kept."""
        asked = {each: (team, kind, each) for each in identifiers}
        return {each: self.kept[key] for each, key in asked.items() if key in self.kept}

    async def put(self, team: str, kind: str, identifier: str, fact: Fact) -> None:
        """Keep a fact in place of an older one."""
        self.kept[team, kind, identifier] = fact

    async def drop(self, team: str, kind: str, identifier: str) -> None:
        """Keep nothing of this."""
        self.kept.pop((team, kind, identifier), None)

    async def handle(self, team: str, handle: str) -> str:
        """Return the id of whoever has the handle; empty where that is not known."""
        return self.handles.get((team, handle), "")

    async def put_handles(self, team: str, active: Mapping[str, str], gone: Mapping[str, str]) -> None:
        """Keep ids by handle; those who are gone only where nobody else has their handle."""
        self.handles |= {(team, handle): each for handle, each in active.items()}
        for handle, each in gone.items():
            self.handles.setdefault((team, handle), each)

    async def listing(self, team: str) -> Listing:
        """Return how far the list of everybody has been read."""
        return self.listings.get(team, Listing())

    async def put_listing(self, team: str, listing: Listing) -> None:
        """Keep how far the list of everybody has been read."""
        self.listings[team] = listing
