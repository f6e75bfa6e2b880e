"""What an answer gives to say: in its thread, in its place, to one person, in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.acts import View
from actions.language import Language
from actions.model import Inbound
from actions.reply import Answer, AnswerRated, Explained, Reply
from bot.outgoing.address import Address, Destination
from bot.outgoing.calls import CALL, Say, Update, Whisper
from bot.slack.app import open_client
from tests.fakes.services import services

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.knowledge.library import Library
    from bot.outgoing.planner import Planner
    from tests.fakes.slack import FakeSlack

INBOUND = Inbound("k", "T1:U1", "T1:C1:1.0")
ADDRESS = Address("T1:U1", "C1", "1.0", "2.0")


@pytest.fixture
def planner(slack: FakeSlack, redis: Redis, library: Library) -> Planner:
    """The real planner, in a workspace with one channel."""
    slack.channels = [{"id": "C1", "name": "ask-social", "is_member": True}]
    return services(open_client("xoxb-1", slack.url), redis, library=library).planner


async def test_an_answer_goes_into_the_thread(planner: Planner, library: Library) -> None:
    """One message, in the thread of the question; it survives the queue."""
    reply = Reply(Language.EN, Answer(library.topics["moderation"]))
    (call,) = await planner.calls(reply, INBOUND, ADDRESS)
    assert isinstance(call, Say)
    assert call.to == Destination("C1", "1.0")
    assert CALL.validate_json(CALL.dump_json(call)) == call


async def test_reasons_open_in_place(planner: Planner, library: Library) -> None:
    """« Why? » changes the message that bears the button."""
    reply = Reply(Language.EN, Explained(library.topics["moderation"], View.WHY))
    (call,) = await planner.calls(reply, INBOUND, ADDRESS)
    assert isinstance(call, Update)
    assert (call.channel, call.message) == ("C1", "2.0")


async def test_thanks_for_an_opinion_are_private(planner: Planner, library: Library) -> None:
    """A channel does not see who found what helpful."""
    reply = Reply(Language.EN, AnswerRated(library.topics["moderation"], helpful=True))
    (call,) = await planner.calls(reply, INBOUND, ADDRESS)
    assert isinstance(call, Whisper)
    assert call.person == "T1:U1"


async def test_a_command_is_answered_in_private_and_its_author_hears_where(
    planner: Planner, library: Library
) -> None:
    """Nobody else in the channel sees either; nothing is opened before the call is made."""
    reply, address = (
        Reply(Language.EN, Answer(library.topics["moderation"])),
        Address("T1:U1", invoked_in="C1"),
    )
    answer, where = await planner.calls(reply, INBOUND, address)
    assert isinstance(answer, Say)
    assert answer.to == Destination(person="T1:U1")
    assert isinstance(where, Whisper)
    assert (where.to, where.person) == (Destination("C1"), "T1:U1")
