"""The queue: at least once behind, exactly once in front. On the real Redis."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import AskTopic, Said
from actions.dialogue.converse import Advisor, Memories
from actions.language import Language
from actions.model import Inbound
from bot.language import LinguaGuesser
from bot.queue.envelope import Envelope, Outgoing
from bot.queue.worker import (
    HANDLE_ATTEMPTS,
    DeliveryDelayedError,
    DeliveryRefusedError,
    Outbox,
    Services,
    Tasks,
    open_docket,
    open_worker,
)
from bot.stores import keys
from bot.stores.deliveries import RedisDeliveries
from bot.stores.idempotency import IdempotencyStore
from bot.stores.memory import Memory
from tests.fakes.surface import RecordingSurface
from tests.fakes.understander import ScriptedUnderstander, understood

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
    surface: RecordingSurface
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
    return Envelope(Inbound(key, "T1:U1", conversation, Said(text), language), {"channel": "C1"})


@asynccontextmanager
async def opened(redis: Redis, url: str, library: Library, surface: RecordingSurface) -> AsyncIterator[Queue]:
    """Open a queue."""
    understander = ScriptedUnderstander({"is it free?": understood("cost_budget")})
    memory = Memory()
    advisor = Advisor(
        library, understander, LinguaGuesser(), memory, Memories(memory, memory, memory, memory, memory)
    )
    async with open_docket(url) as docket, open_worker(docket, 8) as worker:
        ledger = IdempotencyStore(redis)
        outbox = Outbox(docket, ledger, surface, RedisDeliveries(redis))
        tasks = Tasks(docket, ledger, lambda: Services(advisor, surface), outbox)
        yield Queue(tasks, worker, surface, understander, memory)


@pytest.fixture
async def queue(redis: Redis, redis_url: str, library: Library) -> AsyncIterator[Queue]:
    """An open queue."""
    async with opened(redis, redis_url, library, RecordingSurface()) as queue:
        yield queue


async def test_an_act_gives_one_reply(queue: Queue) -> None:
    """In at one end, out at the other."""
    await queue.put(said())
    assert [out.method for out, _ in queue.surface.delivered] == ["Answer"]


async def test_two_events_of_one_message_give_one_reply(queue: Queue) -> None:
    """A mention arrives as app_mention and as message."""
    await queue.put(said(), said())
    assert len(queue.surface.delivered) == 1


async def test_a_redelivery_after_the_reply_gives_none(queue: Queue) -> None:
    """Slack may deliver again minutes later; the ledger remembers a day."""
    await queue.put(said())
    await queue.put(said())
    assert len(queue.surface.delivered) == 1
    assert len(queue.understander.asked) == 1


async def test_many_at_once_are_all_answered_once(queue: Queue) -> None:
    """Two hundred messages, each delivered twice."""
    many = [said(f"T1:C1:{n}", conversation=f"T1:C1:{n}") for n in range(200)]
    await queue.put(*many, *many)
    assert len({out.key for out, _ in queue.surface.delivered}) == len(queue.surface.delivered) == 200


async def test_one_conversation_is_answered_one_at_a_time(queue: Queue) -> None:
    """Two questions of a thread never race for its memory; those of other threads do not wait."""
    await queue.put(*(said(f"T1:C1:{n}", conversation="T1:C1:1.0") for n in range(12)))
    assert queue.understander.most_at_once == 1
    await queue.put(*(said(f"T1:C1:{n}", conversation=f"T1:C1:{n}") for n in range(20, 40)))
    assert queue.understander.most_at_once > 1


async def test_a_passing_fault_is_tried_again(queue: Queue) -> None:
    """One error in drawing costs a second, not the reply."""
    queue.surface.drawing_errors = [RuntimeError("once")]
    await queue.put(said())
    assert [out.method for out, _ in queue.surface.delivered] == ["Answer"]


async def test_what_failed_once_is_remembered_once(queue: Queue) -> None:
    """A second attempt still introduces Relais, and journals a refused question one time."""
    queue.surface.drawing_errors = [RuntimeError("once")]
    await queue.put(said(text="what is the weather?"))
    assert [reply.introduce for reply in queue.surface.replies] == [True]
    assert len(queue.memory.notes) == 1


async def test_a_lasting_fault_is_confessed_with_a_code(queue: Queue) -> None:
    """Never silence: after the last attempt the person hears, in their language, that it failed."""
    queue.surface.drawing_errors = [RuntimeError("always")] * HANDLE_ATTEMPTS
    await queue.put(said(text="est-ce que tout cela nous coûtera quelque chose ?", language=None))
    assert [out.method for out, _ in queue.surface.delivered] == ["Failed"]
    assert [reply.language for reply in queue.surface.replies] == [Language.FR]
    await queue.memory.set_language("T1:U1", Language.EN)
    queue.surface.drawing_errors = [RuntimeError("always")] * HANDLE_ATTEMPTS
    await queue.put(said("T1:C1:2.0", language=None))
    assert [reply.language for reply in queue.surface.replies] == [Language.FR, Language.EN]


async def test_a_reply_waits_for_the_surface(queue: Queue) -> None:
    """Slack away: the reply stays in the outbox and goes out when Slack is back."""
    queue.surface.errors = [DeliveryDelayedError(timedelta(seconds=0.1)), DeliveryDelayedError(timedelta(0))]
    await queue.put(said())
    assert [(out.method, again) for out, again in queue.surface.delivered] == [("Answer", True)]


async def test_what_slack_refuses_is_not_repeated(queue: Queue) -> None:
    """A channel that is archived stays archived."""
    queue.surface.errors = [DeliveryRefusedError("is_archived")]
    await queue.put(said())
    assert queue.surface.delivered == []


async def test_a_worker_that_dies_in_the_middle_is_replaced(
    redis: Redis, redis_url: str, library: Library
) -> None:
    """An act taken and never finished is answered by the next worker once the lease has ended."""
    async with opened(redis, redis_url, library, RecordingSurface()) as queue:
        await IdempotencyStore(redis).take("T1:C1:1.0")
        await redis.expire(keys.act("T1:C1:1.0").name, 1)
        await asyncio.sleep(1.1)
        await queue.put(said())
        assert len(queue.surface.delivered) == 1


async def test_a_second_press_a_moment_later_is_a_new_act(queue: Queue, redis: Redis) -> None:
    """A double click is one act; a press after that is meant."""
    first = Envelope(Inbound("k", "T1:U1", "c", AskTopic("moderation"), press="1.1"), {})
    twice = Envelope(Inbound("k", "T1:U1", "c", AskTopic("moderation"), press="1.2"), {})
    await queue.put(first)
    await queue.put(twice)
    assert len(queue.surface.delivered) == 1
    await redis.delete(keys.act("k").name)
    await queue.put(twice)
    assert len(queue.surface.delivered) == 2


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


def test_an_envelope_survives_the_queue() -> None:
    """What is put in comes out, for words and for buttons."""
    for act in (Said("« été » & co"), AskTopic("moderation")):
        envelope = Envelope(Inbound("k", "p", "c", act, Language.FR, press="1"), {"channel": "C1"})
        assert Envelope.from_json(envelope.to_json()) == envelope
    outgoing = Outgoing("k", "chat.postMessage", {"text": "é"})
    assert Outgoing.from_json(outgoing.to_json()) == outgoing
