"""Stores which acts were handled, so that an act the queue delivers twice is handled once."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.stores import keys

if TYPE_CHECKING:
    from datetime import timedelta

    from redis.asyncio import Redis


class Lease(StrEnum):
    """The result of an attempt to take an act."""

    MINE = "mine"
    BUSY = "busy"  # another worker has it and may still finish
    DONE = "done"


class IdempotencyStore:
    """Takes, finishes and gives back acts; the lease of a worker that dies expires."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def take(self, act: str) -> Lease:
        """Try to take `act`."""
        key = keys.act(act)
        if await self._redis.set(key.name, "pending", nx=True, ex=keys.LEASE):
            return Lease.MINE
        return Lease.DONE if await self._redis.get(key.name) == "done" else Lease.BUSY

    async def try_first(self, call: str) -> bool:
        """Note that `call` is tried now; tell whether nobody tried it before, however long ago."""
        key = keys.tried(call)
        return bool(await self._redis.set(key.name, "1", nx=True, ex=key.ttl))

    async def finish(self, act: str, *, remember_for: timedelta | None = None) -> None:
        """Store that `act` is done, so that a second delivery does nothing."""
        key = keys.act(act)
        await self._redis.set(key.name, "done", ex=remember_for or key.ttl)

    async def give_back(self, act: str) -> None:
        """Let another attempt take `act` at once."""
        await self._redis.delete(keys.act(act).name)
