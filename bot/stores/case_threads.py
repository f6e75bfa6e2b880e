"""The threads of both sides of a case, and the copies of relayed messages, on Redis."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from actions.cases.case import Side
from bot.stores import keys, queue_keys
from bot.stores.errors import reaching_redis
from bot.stores.thread_lanes import lane_of_side

if TYPE_CHECKING:
    from redis.asyncio import Redis


@dataclass(frozen=True, slots=True)
class CaseThread:
    """A side's thread (`channel`, `thread`) with its card (`message`), and the case's department then."""

    channel: str
    thread: str
    message: str = ""
    department: str = ""


class RedisCaseThreads:
    """One hash per case, and an index from conversations to cases."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def get(self, number: int, side: Side) -> CaseThread | None:
        """Return the thread of a side, None where there is none yet."""
        stored = await self._redis.hget(keys.case_places(number).name, side)
        return CaseThread(**json.loads(stored)) if stored else None

    async def put(self, number: int, side: Side, thread: CaseThread, conversation: str) -> None:
        """Store the thread of a side, and that messages of that conversation are about the case."""
        threads = keys.case_places(number)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(threads.name, side, json.dumps(asdict(thread)))
            pipe.expire(threads.name, threads.ttl)
            if side is Side.DEPARTMENT:
                index = keys.case_at(conversation)
                pipe.set(index.name, number, ex=index.ttl)
            else:
                index = keys.cases_in(conversation)
                pipe.zadd(index.name, {str(number): time.time()}, nx=True)
                pipe.expire(index.name, index.ttl)
            if thread.thread == thread.message:
                # The card is the root of its thread, so whatever goes there goes in the side's lane.
                lane = queue_keys.lane_of(f"{thread.channel}:{thread.thread}")
                pipe.set(lane.name, lane_of_side(number, side), ex=lane.ttl, nx=True)
            await pipe.execute()

    async def drop(self, number: int, side: Side) -> None:
        """Forget a side's thread, whose channel no longer exists."""
        await self._redis.hdel(keys.case_places(number).name, side)

    async def case_at(self, conversation: str) -> int:
        """Return the case whose department's thread this conversation is; 0 for any other.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        with reaching_redis():
            return int(str(await self._redis.get(keys.case_at(conversation).name) or 0))

    async def has_case(self, conversation: str) -> bool:
        """Tell whether a requester has a case in this conversation.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        with reaching_redis():
            return bool(await self._redis.exists(keys.cases_in(conversation).name))

    async def relayed(self, ref: str) -> bool:
        """Tell whether the message `ref` was relayed, or is queued and may be.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        with reaching_redis():
            return bool(await self._redis.exists(keys.relayed(ref).name, queue_keys.heard(ref).name))

    async def note_copy(self, ref: str, channel: str, *messages: str) -> None:
        """Store the ids of the relayed copy of the message `ref`; a long one takes several messages."""
        key = keys.copy(ref)
        await self._redis.set(key.name, f"{channel}:{','.join(messages)}", ex=key.ttl)

    async def copy(self, ref: str) -> tuple[str, ...] | None:
        """Return the channel of the relayed copy of `ref`, and the ids of its messages."""
        channel, _, messages = str(await self._redis.get(keys.copy(ref).name) or "").rpartition(":")
        return (channel, *messages.split(",")) if messages else None
