"""What is known of each post and upload: that it was tried, and what it became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from redis.asyncio import Redis


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was known of a post or an upload when it is tried.

    `tried` is how often it was tried without an answer that was heard, `file` the id of the file that an
    upload began with, `done` the result where it is done.
    """

    tried: int = 0
    file: str = ""
    done: str = ""


# Notes an attempt, and returns what was known before: how often it was tried, its file, its result.
_BEGIN = """
local known = redis.call('HMGET', KEYS[1], 'tried', 'file', 'done')
if not known[3] then redis.call('HINCRBY', KEYS[1], 'tried', 1) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
local before = tonumber(known[1] or '0') + redis.call('EXISTS', KEYS[2])
return {tostring(before), known[2] or '', known[3] or ''}
"""


class RedisAttempts:
    """`Attempts` on Redis, for a day."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def begin(self, key: str) -> Attempt:
        """Note that `key` is tried now; return what was known of it before."""
        state = keys.attempt(key)
        # Version 0.2.0 noted its attempts under the second key.
        names, ttl = (state.name, keys.tried(key).name), int(state.ttl.total_seconds())
        tried, file, done = await self._redis.eval(_BEGIN, 2, *names, ttl)
        return Attempt(int(tried), file, done)

    async def withdraw(self, key: str) -> None:
        """Take the last attempt back, which was surely not carried out."""
        await self._redis.hincrby(keys.attempt(key).name, "tried", -1)

    async def note_file(self, key: str, file: str) -> None:
        """Note the id of the file that an upload goes on with."""
        await self._redis.hset(keys.attempt(key).name, "file", file)

    async def finish(self, key: str, result: str) -> None:
        """Note that `key` is done, and its result, which is not empty."""
        state = keys.attempt(key)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(state.name, "done", result)
            pipe.expire(state.name, state.ttl)
            await pipe.execute()

    async def result(self, key: str) -> str:
        """Return the result of `key`, empty where it is not done."""
        return str(await self._redis.hget(keys.attempt(key).name, "done") or "")
