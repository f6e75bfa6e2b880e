"""`/roles`: the table in words and as a picture, by command, button and question."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from actions.acts import AskRoles, ShowRoles
from actions.dialogue.buttons import roles
from actions.language import Language
from actions.model import Inbound
from actions.reply import Reply, RolesTable
from bot.commands.offline import memory_advisor
from bot.files.charts.roles import roles_picture
from bot.outgoing.address import Address, Destination
from bot.outgoing.calls import CALL, GiveFile, Say
from bot.pages.compose import Composer
from bot.queue.envelope import Envelope
from bot.slack.app import open_client
from bot.slack.blocks.render import render
from bot.slack.dialogue.commands import envelope_of
from bot.strings import load_strings
from bot.terminal import plain_text
from tests.fakes.services import services
from tests.fakes.understander import NoGuess, ScriptedUnderstander, understood

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.knowledge.library import Library
    from tests.fakes.slack import FakeSlack

ORDER = {
    "command": "/roles",
    "text": "la modération, appelez le 06 12 34 56 78",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "9.9",
}


async def ordered(library: Library, text: str, *, away: bool = False) -> RolesTable:
    """Order the table."""
    script = {
        "la modération": understood("outsource_scope", activity="moderation"),
        "et l'agence ?": understood("agency_role", actor="agency"),
    }
    advisor = memory_advisor(library, ScriptedUnderstander(script, away), NoGuess(), Language.FR)
    decision = (await advisor.answer(Inbound("k", "p", "c"), AskRoles(text))).reply.decision
    assert isinstance(decision, RolesTable)
    return decision


async def test_the_words_of_the_command_choose_rows_and_columns(library: Library) -> None:
    """Any words will do; none, unknown ones, or an understanding that is away give the whole table."""
    whole = roles("", "", library)
    assert await ordered(library, "la modération") == roles("moderation", "", library)
    assert await ordered(library, "et l'agence ?") == roles("", "agency", library)
    assert await ordered(library, "") == await ordered(library, "bla bla") == whole
    assert await ordered(library, "la modération", away=True) == whole


def test_a_command_is_one_act_answered_in_private() -> None:
    """Redacted like any words; two deliveries have one key."""
    envelope = envelope_of(ORDER)
    assert envelope.inbound.key == "T1:command:9.9"
    assert "06 12 34 56 78" not in envelope.to_json()
    assert isinstance(envelope.act, AskRoles)
    assert Envelope.from_json(envelope.to_json()) == envelope
    assert envelope.address == Address("T1:U1", invoked_in="C1")


@pytest.mark.parametrize("language", list(Language))
def test_the_table_reads_in_words(library: Library, language: Language) -> None:
    """Every activity is there, every verdict in words, in a message Slack takes."""
    composer = Composer(library, load_strings())
    page = composer.page(Reply(language, roles("", "", library)))
    text = plain_text(page)
    assert all(activity.name.in_(language) in text for activity in library.responsibilities.values())
    assert len(render(page).blocks) < 10
    column = plain_text(composer.page(Reply(language, roles("", "agency", library))))
    assert column.count(library.responsibilities["moderation"].name.in_(language)) == 1
    row = plain_text(composer.page(Reply(language, roles("crisis_management", "", library))))
    assert library.responsibilities["crisis_management"].agency.in_(language) in row


@pytest.mark.parametrize("language", list(Language))
def test_the_picture_is_for_a_phone_held_upright(library: Library, language: Language) -> None:
    """A PNG, 1,080 pixels wide and taller than that."""
    png = roles_picture(roles("", "", library), load_strings()[language], language)
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1080
    assert height > width


async def test_a_command_is_answered_with_text_and_picture(
    slack: FakeSlack, redis: Redis, library: Library
) -> None:
    """Both go to the private conversation; the picture is drawn when it is sent, with words for the blind."""
    made, envelope = services(open_client("xoxb-1", slack.url), redis, library=library), envelope_of(ORDER)
    reply = Reply(Language.FR, roles("", "", library))
    text, picture = await made.planner.calls(reply, envelope.inbound, envelope.address)
    assert isinstance(text, Say)
    assert isinstance(picture, GiveFile)
    assert text.to == picture.to == Destination(person="T1:U1")
    assert len(CALL.dump_json(picture)) < 300
    await made.delivery.make(picture, again=False)
    (finished,) = slack.made("files.completeUploadExternal")
    assert finished["channel_id"] == "D1"
    (asked,) = slack.made("files.getUploadURLExternal")
    assert asked["alt_txt"] == load_strings()[Language.FR]("roles_picture")
    assert slack.uploads[0].startswith(b"\x89PNG")
    narrow = Reply(Language.FR, roles("moderation", "", library))
    assert len(await made.planner.calls(narrow, envelope.inbound, envelope.address)) == 1


def test_a_table_button_survives_the_queue() -> None:
    """What is put in comes out."""
    envelope = Envelope(Inbound("k", "p", "c"), ShowRoles("moderation", "agency"))
    assert Envelope.from_json(envelope.to_json()) == envelope
