"""The pace of calls a channel: a burst of five, then one a second; and what the surface holds back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from redis.asyncio import Redis

BURST = 5
PAUSE = 1.0

# The generic cell rate algorithm: the time at which the next call would be on time, minus a burst's worth.
_WAIT = """
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return tostring(held / 1000) end
if ARGV[1] == '0' then return '0' end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local pause, burst = tonumber(ARGV[2]), tonumber(ARGV[3])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local early = due - now - pause * (burst - 1)
if early > 0 then return tostring(early) end
redis.call('SET', KEYS[1], string.format('%.6f', due + pause), 'EX', ARGV[4])
return '0'
"""


class RedisPace:
    """`Pace` on Redis, so that several processes keep one pace; its clock is Redis's."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def wait(self, method: str, channel: str, *, paced: bool) -> float:
        """Return the seconds to wait before calling `method` for a channel; 0 to go on, which is counted."""
        pace = keys.pace(channel)
        names = (pace.name, keys.held(method, channel).name)
        ttl = int(pace.ttl.total_seconds())
        found = self._redis.eval(_WAIT, 2, *names, int(paced), PAUSE, BURST, ttl)
        return float(await cast("Awaitable[str]", found))

    async def hold(self, method: str, channel: str, seconds: float) -> None:
        """Hold `method` back for a channel, because the surface asked for it."""
        held = keys.held(method, channel)
        milliseconds = int(min(seconds, held.ttl.total_seconds()) * 1000)
        await self._redis.set(held.name, "1", px=max(1, milliseconds))
