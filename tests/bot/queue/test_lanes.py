"""Lanes: what goes to one thread goes in order, whatever fails; other threads do not wait."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import Said
from actions.cases.case import Side
from actions.language import Language
from actions.model import Inbound
from bot.outgoing.address import Address, Destination
from bot.outgoing.calls import CALL, Mark, Say, ShowCard, Sign
from bot.outgoing.surface import DeliveryDelayedError
from bot.pages.page import note
from bot.queue.envelope import Envelope
from bot.queue.queued_call import QueuedCall
from bot.queue.versions import VERSION
from bot.queue.worker import open_docket
from bot.stores.lanes import RedisLanes
from bot.stores.set_aside import RedisSetAside
from bot.stores.thread_lanes import RedisThreadLanes, lane_of_side
from tests.bot.queue.queues import NOW, Queue, opened, said
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from docket import Worker
    from redis.asyncio import Redis

    from actions.knowledge.library import Library


@pytest.fixture
async def queue(redis: Redis, redis_url: str, library: Library) -> AsyncIterator[Queue]:
    """Both queues."""
    async with opened(redis, redis_url, library) as queue:
        yield queue


async def runs_until_one_waits(worker: Worker) -> None:
    """Run a worker until a task is scheduled for later."""

    async def waits() -> bool:
        async with worker.docket.redis() as redis:
            return bool(await redis.zcard(worker.docket.queue_key))

    running = asyncio.create_task(worker.run_forever())
    await until(waits)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def say(key: str, thread: str = "1.0") -> Say:
    """Return a message in a thread."""
    return Say(key, Destination("C1", thread), note(key))


async def test_one_failure_changes_no_order(queue: Queue) -> None:
    """The second and third message of a thread wait for the first, which met a 500."""
    queue.delivery.errors_of["first"] = [DeliveryDelayedError(timedelta(seconds=0.3))]
    await queue.outbox.send(say("first"), say("second"), say("third"), say("elsewhere", "2.0"))
    await queue.work()
    assert queue.delivery.said == ["elsewhere", "first", "second", "third"]


async def test_a_second_case_of_a_thread_goes_in_its_lane(queue: Queue, redis: Redis) -> None:
    """The thread begins with the card of the first case, so it goes by the lane of that case's side."""
    await RedisThreadLanes(redis).join("C1:1.0", lane_of_side(1, Side.REQUESTER))
    queue.delivery.errors_of["card"] = [DeliveryDelayedError(timedelta(seconds=0.3))]
    card = ShowCard("card", 2, Side.REQUESTER, post=True, where=Destination("C1", "1.0"))
    await queue.outbox.send(card, say("words"))
    await queue.work()
    assert [call.key for call in queue.delivery.made] == ["card", "words"]


async def test_acts_of_a_conversation_are_handled_in_order(queue: Queue) -> None:
    """A retried act is handled before the next of its conversation."""
    queue.planner.errors = [RuntimeError("once")]
    await queue.put(said("T1:C1:1.0", "is it free?"), said("T1:C1:2.0", "what is the weather?"))
    assert [type(reply.decision).__name__ for reply in queue.planner.replies] == ["Answer", "Refuse"]


async def test_what_follows_a_message_goes_after_it(queue: Queue) -> None:
    """A mark that says « sent » is put by the delivery that succeeded, not beside it."""
    sent = Mark("k:mark", "C2:9.0", Sign.SENT)
    call = Say("k", Destination("C1", "1.0"), note("answer"), then=(sent,))
    queue.delivery.errors = [DeliveryDelayedError(timedelta(seconds=0.1))]
    await queue.outbox.send(call)
    await queue.work()
    assert [each.key for each in queue.delivery.made] == ["k", "k:mark"]


async def test_a_lane_nobody_drains_is_found(queue: Queue, redis: Redis) -> None:
    """A process that stopped between storing a line and waking its lane loses nothing."""
    line = QueuedCall(say("k"), "C1:1.0", NOW).to_json()
    await RedisLanes(redis, "outbox").push("C1:1.0", line)
    await queue.work()
    assert queue.delivery.made == []
    await queue.outbox.lanes.wake_all()
    await queue.work()
    assert queue.delivery.said == ["k"]
    assert await RedisLanes(redis, "outbox").busy() == []


async def test_a_line_that_cannot_be_read_is_set_aside(queue: Queue, redis: Redis) -> None:
    """What comes after it in its lane goes out."""
    await queue.outbox.lanes.put("C1:1.0", '{"call": {"kind": "no such"}, "lane": "C1:1.0", "first_at": 1}')
    await queue.inbox.lanes.put("T1:C1:1.0", "garbage")
    await queue.outbox.send(say("k"))
    await queue.put(said())
    assert sorted(queue.delivery.said) == ["Answer", "k"]
    assert await RedisSetAside(redis).count() == 2


async def test_a_field_of_a_later_version_is_ignored(queue: Queue) -> None:
    """An envelope and a call of the next version are read, where they say they can be."""
    call = QueuedCall(say("k"), "C1:1.0", NOW).to_json().replace('"first_at"', '"new": [1], "first_at"')
    act = said().to_json(NOW).replace('"inbound": {', '"new": {}, "inbound": {"newer": 1, ')
    await queue.outbox.lanes.put("C1:1.0", call)
    await queue.inbox.lanes.put("T1:C1:1.0", act)
    await queue.work()
    assert sorted(queue.delivery.said) == ["Answer", "k"]


def test_what_is_queued_says_its_version_team_lane_and_time() -> None:
    """As an operator reads them in Redis."""
    act, call = said().to_json(NOW), QueuedCall(say("k"), "C1:1.0", NOW, "T1:U1", Language.FR).to_json()
    assert f'"version": {VERSION}, "team": "T1", "lane": "T1:C1:1.0", "queued_at": {NOW}' in act
    for part in (f'"version": {VERSION}', '"team": "T1"', '"lane": "C1:1.0"', f'"first_at": {NOW}'):
        assert part in call


async def test_what_a_later_version_wrote_waits(queue: Queue, redis: Redis) -> None:
    """It stays first in its lane, and is neither dropped nor set aside."""
    line = said().to_json(NOW).replace(f'"version": {VERSION}', f'"version": {VERSION + 1}')
    await queue.inbox.lanes.put("T1:C1:1.0", line)
    await runs_until_one_waits(queue.both[0])
    head = await RedisLanes(redis, "inbox").head("T1:C1:1.0")
    assert head is not None
    assert head.line == line
    assert await RedisSetAside(redis).count() == 0
    await queue.both[0].docket.clear()


async def test_a_task_of_a_later_version_is_left_to_it(queue: Queue, redis: Redis, redis_url: str) -> None:
    """Docket drops a task that a worker does not know; ours leaves it to a worker that does."""
    del redis
    inbox, _ = queue.both

    async def task_of_tomorrow(text: str) -> None:
        del text

    async with open_docket(redis_url) as later:
        await later.add(task_of_tomorrow, key="tomorrow")("words")
    await runs_until_one_waits(inbox)
    async with open_docket(redis_url) as later:
        later.register(task_of_tomorrow)
        snapshot = await later.snapshot()
        await later.clear()
    assert [each.function_name for each in snapshot.future] == ["task_of_tomorrow"]


def test_every_call_survives_nested() -> None:
    """A call that follows another is stored within it."""
    call = Say("k", Destination("C1"), note("a"), then=(say("b"),), otherwise=(Mark("m", "C:1", Sign.SENT),))
    assert CALL.validate_json(CALL.dump_json(call)) == call


def command(number: int, person: str = "T1:U1") -> Envelope:
    """Return a question of a person, in a conversation of its own."""
    key = f"T1:C1:{number}.0"
    return Envelope(Inbound(key, person, key, Language.EN), Said("is it free?"), Address(person, "C1", key))


async def test_the_eleventh_question_of_a_minute_gets_one_line(queue: Queue) -> None:
    """Later ones get none, and other people are answered; a redelivery counts once."""
    await queue.put(*(command(number) for number in range(13)), command(0), command(99, "T1:U2"))
    assert sorted(queue.delivery.said) == ["Answer"] * 11 + ["TooManyQuestions"]
    queue.clock[0] += 61
    await queue.put(command(50))
    assert queue.delivery.said[-1] == "Answer"


async def test_a_second_delivery_of_an_answered_act_waits_for_nothing(queue: Queue) -> None:
    """It is neither told that it takes a moment, nor counted as the oldest that waits."""
    await queue.put(said())
    await queue.put(said())
    queue.clock[0] += 20
    assert await queue.inbox.oldest() == 0
    await queue.inbox.give_notices()
    await queue.work()
    assert queue.delivery.said == ["Answer"]


async def test_after_ten_seconds_a_person_hears_that_it_takes_a_moment(queue: Queue) -> None:
    """Once, and the reply is written over it."""
    await queue.inbox.put(said())
    await queue.inbox.give_notices()
    queue.clock[0] += 10.5
    assert await queue.inbox.oldest() == pytest.approx(10.5)
    await queue.inbox.give_notices()
    await queue.inbox.give_notices()
    _, outbox = queue.both
    await outbox.run_until_finished()
    assert queue.delivery.said == ["OneMoment"]
    await queue.work()
    assert queue.delivery.said == ["OneMoment", "Answer"]
    reply = queue.delivery.made[-1]
    assert isinstance(reply, Say)
    assert reply.replaces == queue.delivery.made[0].key
    assert await queue.inbox.oldest() == 0
