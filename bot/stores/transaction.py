"""Compare-and-set on Redis: what was read is written only if nobody changed it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio import Redis
    from redis.asyncio.client import Pipeline

    from bot.stores.keys import Key

T = TypeVar("T")


async def transact(redis: Redis, work: Callable[[Pipeline], Awaitable[T]], *watched: Key) -> T:
    """Run `work` until nobody changed the `watched` keys meanwhile, and return what it returned last.

    `work` reads first, then calls `multi` and queues its commands; without `multi` nothing is written.
    """
    names = [key.name for key in watched]
    # redis types the function as one that returns nothing, though its value is handed on.
    return cast("T", await redis.transaction(cast("Any", work), *names, value_from_callable=True))
