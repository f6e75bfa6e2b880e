"""The queue: at least once behind, exactly once in front. On the real Redis."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import AskTopic, Said
from actions.language import Language
from actions.model import Inbound
from bot.commands.offline import memory_advisor
from bot.language import LinguaGuesser
from bot.outgoing.address import Address
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError
from bot.queue.envelope import Envelope
from bot.queue.inbox import HANDLE_ATTEMPTS, Tasks
from bot.queue.outbox import Outbox
from bot.queue.worker import open_docket, open_worker
from bot.stores import keys
from bot.stores.deliveries import RedisDeliveries
from bot.stores.idempotency import IdempotencyStore
from bot.stores.memory import Memory
from tests.fakes.recorders import RecordingDelivery, RecordingPlanner, RecordingServices
from tests.fakes.understander import ScriptedUnderstander, understood
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from docket import Worker
    from redis.asyncio import Redis

    from actions.knowledge.library import Library


@dataclass
class Queue:
    """A queue with a worker that runs when told."""

    tasks: Tasks
    worker: Worker
    planner: RecordingPlanner
    delivery: RecordingDelivery
    understander: ScriptedUnderstander
    memory: Memory

    async def put(self, *envelopes: Envelope) -> None:
        """Queue `envelopes` and work until nothing is left, retries included."""
        for envelope in envelopes:
            await self.tasks.inbox.put(envelope)
        await self.worker.run_until_finished()


def said(
    key: str = "T1:C1:1.0",
    text: str = "is it free?",
    conversation: str = "T1:C1:1.0",
    language: Language | None = Language.EN,
) -> Envelope:
    """Return a message."""
    return Envelope(Inbound(key, "T1:U1", conversation, language), Said(text), Address("T1:U1", "C1"))


@asynccontextmanager
async def opened(redis: Redis, url: str, library: Library) -> AsyncIterator[Queue]:
    """Open a queue."""
    understander = ScriptedUnderstander({"is it free?": understood("cost_budget")})
    memory, planner, delivery = Memory(), RecordingPlanner(), RecordingDelivery()
    advisor = memory_advisor(library, understander, LinguaGuesser(), Language.FR, memory)
    services = RecordingServices(advisor, planner)
    async with open_docket(url) as docket, open_worker(docket, 8) as worker:
        idempotency = IdempotencyStore(redis)
        outbox = Outbox(docket, idempotency, lambda: delivery, RedisDeliveries(redis))
        tasks = Tasks(docket, idempotency, lambda: services, outbox)
        yield Queue(tasks, worker, planner, delivery, understander, memory)


@pytest.fixture
async def queue(redis: Redis, redis_url: str, library: Library) -> AsyncIterator[Queue]:
    """An open queue."""
    async with opened(redis, redis_url, library) as queue:
        yield queue


async def test_an_act_gives_one_reply(queue: Queue) -> None:
    """In at one end, out at the other."""
    await queue.put(said())
    assert queue.delivery.said == ["Answer"]


async def test_two_events_of_one_message_give_one_reply(queue: Queue) -> None:
    """A mention arrives as app_mention and as message."""
    await queue.put(said(), said())
    assert len(queue.delivery.made) == 1


async def test_a_redelivery_after_the_reply_gives_none(queue: Queue) -> None:
    """Slack may deliver again minutes later; the ledger remembers a day."""
    await queue.put(said())
    await queue.put(said())
    assert len(queue.delivery.made) == 1
    assert len(queue.understander.asked) == 1


async def test_many_at_once_are_all_answered_once(queue: Queue) -> None:
    """Two hundred messages, each delivered twice."""
    many = [said(f"T1:C1:{n}", conversation=f"T1:C1:{n}") for n in range(200)]
    await queue.put(*many, *many)
    assert len({call.key for call, _ in queue.delivery.made}) == len(queue.delivery.made) == 200


async def test_one_conversation_is_answered_one_at_a_time(queue: Queue) -> None:
    """Two questions of a thread never race for its memory; those of other threads do not wait."""
    await queue.put(*(said(f"T1:C1:{n}", conversation="T1:C1:1.0") for n in range(12)))
    assert queue.understander.most_at_once == 1
    await queue.put(*(said(f"T1:C1:{n}", conversation=f"T1:C1:{n}") for n in range(20, 40)))
    assert queue.understander.most_at_once > 1


async def test_a_passing_fault_is_tried_again(queue: Queue) -> None:
    """One error in drawing costs a second, not the reply."""
    queue.planner.errors = [RuntimeError("once")]
    await queue.put(said())
    assert queue.delivery.said == ["Answer"]


async def test_what_failed_once_is_remembered_once(queue: Queue) -> None:
    """A second attempt still introduces Relais, and journals a refused question one time."""
    queue.planner.errors = [RuntimeError("once")]
    await queue.put(said(text="what is the weather?"))
    assert [reply.introduce for reply in queue.planner.replies] == [True]
    assert len(queue.memory.notes) == 1


async def test_a_lasting_fault_is_confessed_with_a_code(queue: Queue) -> None:
    """Never silence: after the last attempt the person hears, in their language, that it failed."""
    queue.planner.errors = [RuntimeError("always")] * HANDLE_ATTEMPTS
    await queue.put(said(text="est-ce que tout cela nous coûtera quelque chose ?", language=None))
    assert queue.delivery.said == ["Failed"]
    assert [reply.language for reply in queue.planner.replies] == [Language.FR]
    await queue.memory.set_language("T1:U1", Language.EN)
    queue.planner.errors = [RuntimeError("always")] * HANDLE_ATTEMPTS
    await queue.put(said("T1:C1:2.0", language=None))
    assert [reply.language for reply in queue.planner.replies] == [Language.FR, Language.EN]


async def test_a_reply_waits_for_the_surface(queue: Queue) -> None:
    """Slack away: the reply stays in the outbox and goes out when Slack is back."""
    queue.delivery.errors = [DeliveryDelayedError(timedelta(seconds=0.1)), DeliveryDelayedError(timedelta(0))]
    await queue.put(said())
    assert queue.delivery.said == ["Answer"]
    assert [again for _, again in queue.delivery.made] == [True]


async def test_a_call_tried_before_a_long_stop_is_made_again(queue: Queue, redis: Redis) -> None:
    """A bot that stops in the middle of a call, for longer than its lease, looks for what it posted."""
    assert await IdempotencyStore(redis).try_first(said().inbound.reply_key)
    await queue.put(said())
    assert [again for _, again in queue.delivery.made] == [True]


async def test_what_slack_refuses_is_not_repeated(queue: Queue) -> None:
    """A channel that is archived stays archived."""
    queue.delivery.errors = [DeliveryRefusedError("is_archived")]
    await queue.put(said())
    assert queue.delivery.made == []


async def test_a_worker_that_dies_in_the_middle_is_replaced(
    redis: Redis, redis_url: str, library: Library
) -> None:
    """An act taken and never finished is answered by the next worker once the lease has ended."""
    async with opened(redis, redis_url, library) as queue:
        await IdempotencyStore(redis).take("T1:C1:1.0")
        lease = keys.act("T1:C1:1.0").name
        await redis.pexpire(lease, 50)

        async def has_ended() -> bool:
            return not await redis.exists(lease)

        await until(has_ended)
        await queue.put(said())
        assert len(queue.delivery.made) == 1


async def test_a_second_press_a_moment_later_is_a_new_act(queue: Queue, redis: Redis) -> None:
    """A double click is one act; a press after that is meant."""
    first = Envelope(Inbound("k", "T1:U1", "c", press="1.1"), AskTopic("moderation"))
    twice = Envelope(Inbound("k", "T1:U1", "c", press="1.2"), AskTopic("moderation"))
    await queue.put(first)
    await queue.put(twice)
    assert len(queue.delivery.made) == 1
    await redis.delete(keys.act("k").name)
    await queue.put(twice)
    assert len(queue.delivery.made) == 2


async def test_nothing_a_person_wrote_stays_in_the_queue(queue: Queue, redis: Redis) -> None:
    """Finished tasks leave no words behind."""
    await queue.put(said(text="a very particular sentence"))
    queue_keys = [key async for key in redis.scan_iter("relais-queue*")]
    held = [
        await redis.execute_command("DUMP", key, NEVER_DECODE=True)  # type: ignore[no-untyped-call]
        for key in queue_keys
    ]
    assert held
    assert not any(b"particular" in value for value in held)
