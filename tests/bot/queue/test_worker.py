"""The queue: at least once behind, exactly once in front. On the real Redis."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import AskTopic
from actions.language import Language
from actions.model import Inbound
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError
from bot.queue.envelope import Envelope
from bot.queue.inbox import HANDLE_ATTEMPTS
from bot.stores import queue_keys as keys
from bot.stores.dead_letters import RedisDeadLetters
from tests.bot.queue.queues import NOW, Queue, opened, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from actions.knowledge.library import Library


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
    many = [said(f"T1:C1:{n}", conversation=f"T1:C1:{n}", person=f"T1:U{n}") for n in range(200)]
    await queue.put(*many, *many)
    assert len({call.key for call in queue.delivery.made}) == len(queue.delivery.made) == 200


async def test_one_conversation_is_answered_one_at_a_time(queue: Queue) -> None:
    """Two questions of a thread never race for its memory; those of other threads do not wait."""
    await queue.put(*(said(f"T1:C1:{n}", conversation="T1:C1:1.0", person=f"T1:U{n}") for n in range(12)))
    assert queue.understander.most_at_once == 1
    await queue.put(
        *(said(f"T1:C1:{n}", conversation=f"T1:C1:{n}", person=f"T1:U{n}") for n in range(20, 40))
    )
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


async def test_what_slack_refuses_is_kept_by_ids_and_told_once(queue: Queue, redis: Redis) -> None:
    """A refusal is told to the person, and kept without a word of theirs."""
    queue.delivery.errors = [DeliveryRefusedError("restricted_action")]
    await queue.put(said())
    assert queue.delivery.said == ["given up"]
    (letter,) = await RedisDeadLetters(redis).all()
    reply = said().inbound.reply_key
    assert (letter.key, letter.kind, letter.reason) == (reply, "say", "restricted_action")
    assert (letter.person, letter.team, letter.lane) == ("T1:U1", "T1", "C1:")
    assert (letter.call, letter.can_be_sent) == ("", False)
    await queue.put(said())
    assert queue.delivery.noticed == [reply]


async def test_a_call_is_given_up_after_a_day_by_the_clock(queue: Queue, redis: Redis) -> None:
    """However often it was tried: five minutes of trying are not a day, and a day is not for ever."""
    queue.delivery.errors = [DeliveryDelayedError(timedelta(0))] * 30
    await queue.put(said())
    assert queue.delivery.said == ["Answer"]
    queue.delivery.errors = [DeliveryDelayedError(timedelta(0))]
    await queue.inbox.put(said("T1:C1:2.0"))
    inbox, outbox = queue.both
    await inbox.run_until_finished()
    queue.clock[0] = NOW + timedelta(days=1, seconds=1).total_seconds()
    await outbox.run_until_finished()
    await queue.work()
    (letter,) = await RedisDeadLetters(redis).all()
    assert (letter.reason, letter.first_at) == ("too_old", NOW)


async def test_a_call_that_breaks_is_given_up_and_nothing_waits_behind_it(queue: Queue, redis: Redis) -> None:
    """An error of our own in drawing is tried five times, not for ever."""
    queue.delivery.errors_of["T1:C1:1.0"] = [ValueError("a bug")] * 100
    await queue.put(said(), said("T1:C1:2.0"))
    assert "Answer" in queue.delivery.said
    letters = await RedisDeadLetters(redis).all()
    assert [letter.reason for letter in letters] == ["ValueError"] * 2
    assert letters[1].key == f"{letters[0].key}:given-up"
    assert len(queue.delivery.errors_of["T1:C1:1.0"]) == 90


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
