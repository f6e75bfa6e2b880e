"""The acts that wait for a reply, by the time they were queued."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.stores import queue_keys as keys

if TYPE_CHECKING:
    from redis.asyncio import Redis


@dataclass(frozen=True, slots=True)
class WaitingAct:
    """An act that waits, by ids: its reply's key, who did it, and where the reply goes."""

    reply_key: str
    person: str
    conversation: str
    channel: str = ""
    thread: str = ""
    gets_notice: bool = False

    @property
    def member(self) -> str:
        """The act as the index holds it."""
        return json.dumps(asdict(self), sort_keys=True)


class RedisWaiting:
    """A sorted set of waiting acts; a notice is given at most once an act."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def add(self, act: WaitingAct, at: float, ref: str = "") -> None:
        """Note that an act waits since `at`, in seconds since 1970; `ref` is the message it is about."""
        index, heard = keys.waiting(), keys.heard(ref)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.zadd(index.name, {act.member: at}, nx=True)
            pipe.expire(index.name, index.ttl)
            if ref:
                pipe.set(heard.name, "1", ex=heard.ttl)
            await pipe.execute()

    async def end(self, act: WaitingAct) -> bool:
        """Note that an act waits no more; tell whether a notice was given meanwhile."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.zrem(keys.waiting().name, act.member)
            pipe.exists(keys.notice(act.reply_key).name)
            _, given = await pipe.execute()
        return bool(given)

    async def due(self, before: float) -> list[WaitingAct]:
        """Return the acts that wait since before `before` and are to get a notice now."""
        members = await self._redis.zrangebyscore(keys.waiting().name, 0, before)
        acts = [WaitingAct(**json.loads(str(member))) for member in members]
        return [act for act in acts if act.gets_notice and await self._is_first(act)]

    async def _is_first(self, act: WaitingAct) -> bool:
        notice = keys.notice(act.reply_key)
        return bool(await self._redis.set(notice.name, "1", nx=True, ex=notice.ttl))

    async def oldest(self) -> float | None:
        """Return since when the oldest act waits, in seconds since 1970; None where none waits."""
        first = await self._redis.zrange(keys.waiting().name, 0, 0, withscores=True)
        return float(first[0][1]) if first else None
