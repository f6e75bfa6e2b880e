"""Registers every task of the two queues, and puts their workers under supervision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from bot.queue.inbox import ActServices, Inbox
from bot.queue.legacy_tasks import LegacyTasks
from bot.queue.outbox import Outbox
from bot.queue.stores import inbox_stores, outbox_stores
from bot.queue.supervised import SupervisedWorker
from bot.queue.timers import CaseTasks, ReadinessTasks
from bot.queue.workers import Workers
from bot.stores.cases import RedisCases
from bot.stores.dead_letters import RedisDeadLetters
from bot.stores.set_aside import RedisSetAside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docket import Docket
    from redis.asyncio import Redis

    from bot.outgoing.calls import Call
    from bot.queue.outbox import CallDelivery
    from bot.queue.worker import TurningWorker


class QueueServices(ActServices, Protocol):
    """The services of both queues: `delivery` makes calls."""

    @property
    def delivery(self) -> CallDelivery:
        """Makes calls."""
        ...


def register(
    first: Docket,
    second: Docket,
    redis: Redis,
    services: Callable[[], QueueServices],
    read_call: Callable[[dict[str, Any]], Call],
) -> tuple[Inbox, Outbox]:
    """Register the tasks of the inbox on `first`, those of the outbox on `second`; return both.

    `read_call` reads the calls of version 0.1.0.
    """
    outbox = Outbox(second, outbox_stores(redis), lambda: services().delivery)
    inbox = Inbox(first, inbox_stores(redis), services, outbox)
    LegacyTasks(first, inbox, outbox, read_call)
    CaseTasks(first, services, outbox, RedisCases(redis))
    ReadinessTasks(services, outbox).register(first)
    return inbox, outbox


def supervise(inbox: Inbox, outbox: Outbox, workers: Iterable[TurningWorker], redis: Redis) -> Workers:
    """Return the workers of both queues as they are run."""
    aside = RedisSetAside(redis)
    supervised = tuple(SupervisedWorker(worker, aside) for worker in workers)
    return Workers(inbox, outbox, supervised, aside, RedisDeadLetters(redis))
