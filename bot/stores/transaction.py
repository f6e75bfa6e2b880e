"""Optimistic locking on Redis: writes only where the keys read did not change meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio import Redis
    from redis.asyncio.client import Pipeline

    from bot.stores.keys import Key

T = TypeVar("T")


async def transact(redis: Redis, work: Callable[[Pipeline], Awaitable[T]], *watched: Key) -> T:
    """Run `work`, again where a `watched` key changed meanwhile, and return its last result.

    `work` reads first, then calls `multi` and queues its commands; without `multi` nothing is written.
    """
    names = [key.name for key in watched]
    # redis types `work` as returning nothing, though it hands the result on.
    return cast("T", await redis.transaction(cast("Any", work), *names, value_from_callable=True))
