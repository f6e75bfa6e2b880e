"""Lanes: lists of lines that are worked off in order, each by one task at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from redis.asyncio import Redis

# Takes the first line off where it is still the one that was worked, and the lane out of the set where none
# is left; returns the next line.
_POP = """
local first = redis.call('LINDEX', KEYS[1], 0)
if first and first ~= ARGV[2] then return false end
redis.call('LPOP', KEYS[1])
redis.call('DEL', KEYS[3])
local line = redis.call('LINDEX', KEYS[1], 0)
if not line then redis.call('SREM', KEYS[2], ARGV[1]) end
return line
"""


@dataclass(frozen=True, slots=True)
class Failures:
    """How many attempts at a line failed: `delayed` by a surface that was away, `broken` by our own error."""

    delayed: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a lane, and how many attempts at it failed."""

    line: str
    failures: Failures = Failures()


class RedisLanes:
    """The lanes of one queue, by its name: a list a lane, and a set of the lanes that have lines."""

    def __init__(self, redis: Redis, queue: str) -> None:
        self._redis = redis
        self._queue = queue

    async def push(self, lane: str, line: str) -> None:
        """Add a line at the end of a lane."""
        lines, busy = keys.lane(self._queue, lane), keys.lanes(self._queue)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.rpush(lines.name, line)
            pipe.expire(lines.name, lines.ttl)
            pipe.sadd(busy.name, lane)
            pipe.expire(busy.name, busy.ttl)
            await pipe.execute()

    async def head(self, lane: str) -> Head | None:
        """Return the first line of a lane, None where it has none."""
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.lindex(keys.lane(self._queue, lane).name, 0)
            pipe.hmget(keys.lane_failures(self._queue, lane).name, "delayed", "broken")
            line, (delayed, broken) = await pipe.execute()
        return Head(line, Failures(int(delayed or 0), int(broken or 0))) if line is not None else None

    async def pop(self, lane: str, line: str) -> Head | None:
        """Remove `line`, the first of a lane, and return the next; None too where another task took over."""
        names = (
            keys.lane(self._queue, lane).name,
            keys.lanes(self._queue).name,
            keys.lane_failures(self._queue, lane).name,
        )
        following = await cast("Awaitable[str | None]", self._redis.eval(_POP, 3, *names, lane, line))
        return Head(following) if following is not None else None

    async def fail(self, lane: str, how: str) -> None:
        """Count a failed attempt at the first line, `delayed` or `broken`."""
        failures = keys.lane_failures(self._queue, lane)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hincrby(failures.name, how)
            pipe.expire(failures.name, failures.ttl)
            await pipe.execute()

    async def is_busy(self, lane: str) -> bool:
        """Tell whether a lane has lines."""
        found = self._redis.sismember(keys.lanes(self._queue).name, lane)
        return bool(await cast("Awaitable[int]", found))

    async def busy(self) -> list[str]:
        """Return the lanes that have lines."""
        members = self._redis.smembers(keys.lanes(self._queue).name)
        return sorted(await cast("Awaitable[set[str]]", members))
