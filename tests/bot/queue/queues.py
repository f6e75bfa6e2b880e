"""The two queues with workers that run when told, over recorders; the clock is told too."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.acts import Said
from actions.language import Language
from actions.model import Inbound
from bot.commands.offline import memory_advisor
from bot.language import LinguaGuesser
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.queue.inbox import Inbox
from bot.queue.outbox import Outbox
from bot.queue.stores import inbox_stores, outbox_stores
from bot.queue.supervised import SupervisedWorker
from bot.queue.worker import INBOX, OUTBOX, open_docket, open_worker
from bot.queue.workers import Workers
from bot.stores.dead_letters import RedisDeadLetters
from bot.stores.memory import Memory
from bot.stores.set_aside import RedisSetAside
from tests.fakes.recorders import RecordingDelivery, RecordingPlanner, RecordingServices
from tests.fakes.understander import ScriptedUnderstander, understood
from tests.fakes.work import work_off

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from docket import Worker
    from redis.asyncio import Redis

    from actions.knowledge.library import Library

NOW = 1_700_000_000.0


@dataclass
class Queue:
    """Both queues."""

    inbox: Inbox
    outbox: Outbox
    workers: Workers
    both: tuple[Worker, Worker]
    planner: RecordingPlanner
    delivery: RecordingDelivery
    understander: ScriptedUnderstander
    memory: Memory
    clock: list[float] = field(default_factory=list)

    async def put(self, *envelopes: Envelope) -> None:
        """Queue `envelopes` and work until nothing is left, retries included."""
        for envelope in envelopes:
            await self.inbox.put(envelope)
        await self.work()

    async def work(self) -> None:
        """Work until nothing is left."""
        await work_off(*self.both)

    def now(self) -> float:
        """Return what the clock shows."""
        return self.clock[0]


def said(
    key: str = "T1:C1:1.0",
    text: str = "is it free?",
    conversation: str = "T1:C1:1.0",
    language: Language | None = Language.EN,
    person: str = "T1:U1",
) -> Envelope:
    """Return a message."""
    return Envelope(Inbound(key, person, conversation, language), Said(text), Address(person, "C1"))


@asynccontextmanager
async def opened(redis: Redis, url: str, library: Library) -> AsyncIterator[Queue]:
    """Open both queues."""
    understander = ScriptedUnderstander({"is it free?": understood("cost_budget")})
    memory, planner, delivery = Memory(), RecordingPlanner(), RecordingDelivery()
    advisor = memory_advisor(library, understander, LinguaGuesser(), Language.FR, memory)
    services = RecordingServices(advisor, planner)
    clock = [NOW]
    async with AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(open_docket(url, name)) for name in (INBOX, OUTBOX)]
        outbox = Outbox(second, outbox_stores(redis), lambda: delivery, lambda: clock[0], timedelta(0))
        inbox = Inbox(first, inbox_stores(redis), lambda: services, outbox, lambda: clock[0])
        one, two = [await stack.enter_async_context(open_worker(each, 8)) for each in (first, second)]
        aside = RedisSetAside(redis)
        supervised = (SupervisedWorker(one, aside), SupervisedWorker(two, aside))
        workers = Workers(inbox, outbox, supervised, aside, RedisDeadLetters(redis))
        yield Queue(inbox, outbox, workers, (one, two), planner, delivery, understander, memory, clock)
