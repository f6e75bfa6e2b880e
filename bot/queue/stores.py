"""The stores of the two queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.stores.calls import RedisCalls
from bot.stores.dead_letters import RedisDeadLetters
from bot.stores.deliveries import RedisDeliveries
from bot.stores.idempotency import IdempotencyStore
from bot.stores.lanes import RedisLanes
from bot.stores.rate import RedisRate
from bot.stores.set_aside import RedisSetAside
from bot.stores.thread_lanes import RedisThreadLanes
from bot.stores.waiting import RedisWaiting

if TYPE_CHECKING:
    from redis.asyncio import Redis


@dataclass(frozen=True, slots=True)
class InboxStores:
    """The stores of the inbox."""

    lanes: RedisLanes
    idempotency: IdempotencyStore
    waiting: RedisWaiting
    rate: RedisRate
    aside: RedisSetAside


@dataclass(frozen=True, slots=True)
class OutboxStores:
    """The stores of the outbox."""

    lanes: RedisLanes
    thread_lanes: RedisThreadLanes
    calls: RedisCalls
    dead_letters: RedisDeadLetters
    deliveries: RedisDeliveries
    aside: RedisSetAside


def inbox_stores(redis: Redis) -> InboxStores:
    """Return the stores of the inbox on `redis`."""
    return InboxStores(
        RedisLanes(redis, "inbox"),
        IdempotencyStore(redis),
        RedisWaiting(redis),
        RedisRate(redis),
        RedisSetAside(redis),
    )


def outbox_stores(redis: Redis) -> OutboxStores:
    """Return the stores of the outbox on `redis`."""
    return OutboxStores(
        RedisLanes(redis, "outbox"),
        RedisThreadLanes(redis),
        RedisCalls(redis),
        RedisDeadLetters(redis),
        RedisDeliveries(redis),
        RedisSetAside(redis),
    )
