"""Where cases are on the surface: both sides' threads, and what became of messages that crossed."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from actions.cases.case import Side
from bot.stores import keys
from bot.stores.errors import reaching_redis

if TYPE_CHECKING:
    from redis.asyncio import Redis


@dataclass(frozen=True, slots=True)
class CaseThread:
    """A side's thread (`channel`, `thread`), and its card there (`message`); `department` is whose card."""

    channel: str
    thread: str
    message: str = ""
    department: str = ""


class RedisCaseThreads:
    """A hash a case, and the way back from a thread to its case."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def get(self, number: int, side: Side) -> CaseThread | None:
        """Return where a side of the case is, if it is anywhere yet."""
        stored = await self._redis.hget(keys.case_places(number).name, side)
        return CaseThread(**json.loads(stored)) if stored else None

    async def put(self, number: int, side: Side, thread: CaseThread, conversation: str) -> None:
        """Note where a side is, so that what is said in that conversation is known to be about the case."""
        here = keys.case_places(number)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(here.name, side, json.dumps(asdict(thread)))
            pipe.expire(here.name, here.ttl)
            if side is Side.DEPARTMENT:
                back = keys.case_at(conversation)
                pipe.set(back.name, number, ex=back.ttl)
            else:
                index = keys.cases_in(conversation)
                pipe.zadd(index.name, {str(number): time.time()}, nx=True)
                pipe.expire(index.name, index.ttl)
            await pipe.execute()

    async def drop(self, number: int, side: Side) -> None:
        """Forget a side's place: its channel is not there any more."""
        await self._redis.hdel(keys.case_places(number).name, side)

    async def case_at(self, conversation: str) -> int:
        """Return the case whose department talks in this conversation; 0 where none does.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        with reaching_redis():
            return int(str(await self._redis.get(keys.case_at(conversation).name) or 0))

    async def has_case(self, conversation: str) -> bool:
        """Tell whether a requester's case lives in this conversation.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        with reaching_redis():
            return bool(await self._redis.exists(keys.cases_in(conversation).name))

    async def relayed(self, ref: str) -> bool:
        """Tell whether the message `ref` crossed.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        with reaching_redis():
            return bool(await self._redis.exists(keys.relayed(ref).name))

    async def note_copy(self, ref: str, channel: str, message: str) -> None:
        """Note what the message `ref` became on the other side."""
        key = keys.copy(ref)
        await self._redis.set(key.name, f"{channel}:{message}", ex=key.ttl)

    async def copy(self, ref: str) -> tuple[str, str] | None:
        """Return the channel and the id of what `ref` became."""
        channel, _, message = str(await self._redis.get(keys.copy(ref).name) or "").rpartition(":")
        return (channel, message) if message else None
