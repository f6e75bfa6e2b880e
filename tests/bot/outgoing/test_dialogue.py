"""What an answer gives to say: in its thread, in its place, to one person, in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.acts import View
from actions.calculators.acts import Use
from actions.dialogue.buttons import roles
from actions.language import Language
from actions.model import Inbound
from actions.reply import Answer, AnswerRated, Explained, Reply
from bot.outgoing.address import Address, Destination
from bot.outgoing.calls import CALL, GiveFile, Say, Update, Whisper
from bot.pages.page import Paragraph
from bot.slack.app import open_client
from bot.stores.memory import Memory
from tests.bot.calculations import calculated, filled, used
from tests.fakes.services import advisor, services
from tests.fakes.words import ENGLISH, say

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
    return services(open_client("xoxb-1", slack.url), redis, advisor(library=library)).planner


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


async def test_a_picture_goes_where_its_answer_goes(slack: FakeSlack, redis: Redis, library: Library) -> None:
    """The queue names it in a few words; it is drawn when it is sent, with words for the blind."""
    made = services(open_client("xoxb-1", slack.url), redis, advisor(library=library))
    text, picture = await made.planner.calls(
        Reply(Language.FR, roles("", "", library)), INBOUND, Address("T1:U1")
    )
    assert isinstance(text, Say)
    assert isinstance(picture, GiveFile)
    assert text.to == picture.to == Destination(person="T1:U1")
    assert len(CALL.dump_json(picture)) < 300
    await made.delivery.make(picture)
    (finished,) = slack.made("files.completeUploadExternal")
    assert finished["channel_id"] == "D1"
    (asked,) = slack.made("files.getUploadURLExternal")
    assert asked["alt_txt"] == say("roles_picture")
    assert slack.uploads[0].startswith(b"\x89PNG")


async def test_a_part_of_the_table_has_no_picture(planner: Planner, library: Library) -> None:
    """A row or a column reads better in words."""
    for narrow in (roles("moderation", "", library), roles("", "agency", library)):
        assert len(await planner.calls(Reply(Language.FR, narrow), INBOUND, Address("T1:U1"))) == 1


async def test_a_result_is_shared_where_it_was_ordered(slack: FakeSlack, redis: Redis) -> None:
    """It bears its owner's name and none of their buttons; a channel Relais is not in gets nothing."""
    memory = Memory()
    shown = await calculated(memory, filled(name="Now"), "a")
    share = Reply(Language.EN, await used(memory, Use.SHARE, shown.scenario.id, "C1"))
    client = open_client("xoxb-1", slack.url)
    address = Address("T1:U1", "D1", "1.0", private=True)
    (posted,) = await services(client, redis, advisor(memory)).planner.calls(share, INBOUND, address)
    assert isinstance(posted, Say)
    ((told,), (refused,)) = (posted.then, posted.otherwise)
    assert isinstance(told, Say)
    assert isinstance(refused, Say)
    assert posted.to == Destination("C1")
    assert told.to == refused.to == Destination("D1", "1.0")
    assert isinstance(posted.page.pieces[0], Paragraph)
    assert posted.page.pieces[0].text == ENGLISH.say("shared_by", person="<@T1:U1>")
    assert posted.page.choices == ()
    assert told.page.summary == ENGLISH.say("shared_done", channel="<#C1>")
    assert refused.page.summary == ENGLISH.say("shared_not", channel="<#C1>")
