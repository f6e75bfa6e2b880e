"""Every call reaches the surface, once: what Slack took without saying so is found again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from actions.acts import ShowRoles
from actions.calculators.acts import Use, UseScenario
from actions.cases.case import Side
from actions.language import Language
from bot.files.render import file_ref
from bot.outgoing.address import Destination
from bot.outgoing.calls import (
    Call,
    GiveDraft,
    GiveFile,
    LinkCase,
    Mark,
    Remind,
    Say,
    SayWait,
    ShowCard,
    ShowHome,
    ShowMovedCard,
    Sign,
    TellAgain,
    TellSide,
    Update,
    UpdateCopy,
    Whisper,
    Withdraw,
)
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError
from bot.pages.page import note
from tests.fakes.slack import TEAM

if TYPE_CHECKING:
    from tests.fakes.world import World

PERSON = f"{TEAM}:U1"


async def made_twice(world: World, call: Call) -> list[str]:
    """Make `call` while Slack posts and answers 500, then again; return the texts that were posted."""
    before = len(world.slack.made("chat.postMessage"))
    await world.pass_pace()
    world.slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await world.services.delivery.make(call)
    await world.services.delivery.make(call)
    return [message["text"] for message in world.slack.made("chat.postMessage")[before:]]


@pytest.mark.parametrize(
    "to",
    [
        pytest.param(Destination("C1", "1.0"), id="an answer in a thread"),
        pytest.param(Destination(person=PERSON), id="a slash command's reply, an invitation, a reminder"),
        pytest.param(Destination("CLEGAL", "2.0"), id="a case's or a drill's message in a thread"),
        pytest.param(Destination("CLEGAL"), id="a survey, a drill card, a digest, a shared result"),
    ],
)
async def test_what_is_said_is_said_once(world: World, to: Destination) -> None:
    """A message Slack took unheard is found again, and not posted a second time."""
    assert await made_twice(world, Say("k", to, note("hello"))) == ["hello"]


@pytest.mark.parametrize("side", list(Side))
async def test_a_side_of_a_case_is_told_once(world: World, side: Side) -> None:
    """In the department's thread as in the requester's."""
    case = await world.opened()
    assert await made_twice(world, TellSide("k", case.number, side, note("hello"))) == ["hello"]


async def test_a_reminder_of_a_case_is_written_once(world: World) -> None:
    """In private, with the way to the card."""
    case = await world.opened()
    (text,) = await made_twice(world, LinkCase("k", case.number, f"{TEAM}:UL1", "Look at it.", "Open"))
    assert text.startswith("Look at it. <https://example.slack.com/")


@pytest.mark.parametrize("side", list(Side))
async def test_a_card_is_posted_once(world: World, side: Side) -> None:
    """The card that an attempt posted unheard is the one that is kept, and written over from then on."""
    case = await world.opened()
    await world.threads.drop(case.number, side)
    posted = await made_twice(world, ShowCard("k", case.number, side, post=True))
    assert len(posted) == 1
    thread = await world.threads.get(case.number, side)
    assert thread is not None
    last = world.slack.made("chat.postMessage")[-1]
    assert thread.channel == last["channel"]


async def test_an_answer_that_stops_between_its_steps_is_finished(world: World) -> None:
    """The copy is noted by the attempt that finds it, so that a later edit reaches it."""
    case = await world.opened()
    call = TellSide("k", case.number, Side.REQUESTER, note("hello"), ref="CLEGAL:9.0")
    assert await made_twice(world, call) == ["hello"]
    assert await world.threads.copy("CLEGAL:9.0") is not None


# Each call on the case 1, and what of Slack it ends in.
CALLS: list[tuple[Call, str]] = [
    (Say("k", Destination("C1", "1.0"), note("hello")), "chat.postMessage"),
    (SayWait("w", Destination("C1", "1.0"), note("one moment"), "r"), "chat.postMessage"),
    (Withdraw("x", Destination("C1", "1.0"), "w"), "chat.delete"),
    (Update("u", "C1", "1.0", note("hello")), "chat.update"),
    (Whisper("b", Destination("C1"), PERSON, note("hello")), "chat.postEphemeral"),
    (Mark("k", "C1:1.0", Sign.SENT), "reactions.add"),
    (
        GiveFile("c", Destination("C1"), file_ref(ShowRoles()), PERSON, Language.FR),
        "files.completeUploadExternal",
    ),
    (ShowHome("k", PERSON), "views.publish"),
    (ShowCard("k", 1, Side.DEPARTMENT), "chat.update"),
    (ShowMovedCard("k", 1, "CLEGAL", "1.0", "legal", "communication"), "chat.update"),
    (TellSide("d", 1, Side.REQUESTER, note("hello")), "chat.postMessage"),
    (UpdateCopy("k", "CLEGAL:9.0", note("hello")), "chat.update"),
    (LinkCase("e", 1, PERSON, "Look at it.", "Open"), "chat.getPermalink"),
    (GiveDraft("f", 1), "files.completeUploadExternal"),
]


def test_every_call_is_in_the_table() -> None:
    """A new call is added to the table above; two others only name calls that follow from them."""
    assert {type(call) for call, _ in CALLS} == set(get_args(Call)) - {Remind, TellAgain}


async def test_every_call_reaches_slack(world: World) -> None:
    """Each ends in one call of Slack's; those of a case go where its sides are by then."""
    await world.opened()
    await world.legal.presses("button_case_resolve", "CLEGAL")
    await world.legal.sends(text="Settled.")
    await world.legal.presses("button_case_teach", "CLEGAL")
    await world.legal.sends(lesson="topic", text="The rule.")
    await world.threads.note_copy("CLEGAL:9.0", "C1", "5.0")
    for call, method in CALLS:
        await world.pass_pace()
        before = len(world.slack.made(method))
        await world.services.delivery.make(call)
        assert len(world.slack.made(method)) == before + 1, call


async def test_what_has_no_card_any_more_gets_one(world: World) -> None:
    """A message to a side whose card was never posted does not wait for ever: the card is posted first."""
    case = await world.opened()
    await world.threads.drop(case.number, Side.DEPARTMENT)
    before = len(world.slack.made("chat.postMessage"))
    await world.services.delivery.make(TellSide("k", 1, Side.DEPARTMENT, note("hello")))
    card, told = world.slack.made("chat.postMessage")[before:]
    assert (card["channel"], told["text"]) == ("CLEGAL", "hello")


async def test_the_update_of_a_copy_that_was_never_made_is_none(world: World) -> None:
    """The copy comes before it in the lane: where there is none, it was given up."""
    await world.opened()
    before = len(world.slack.calls)
    await world.services.delivery.make(UpdateCopy("k", "C1:9.0", note("hello"), 1))
    assert len(world.slack.calls) == before


@pytest.mark.parametrize(
    "call",
    [
        TellSide("k", 99, Side.DEPARTMENT, note("hello")),
        ShowCard("k", 99, Side.DEPARTMENT, post=True),
        GiveDraft("k", 99),
    ],
    ids=lambda call: call.kind,
)
async def test_a_case_that_has_ended_is_told_of_nowhere(world: World, call: Call) -> None:
    """What is no longer kept has no card and no thread, and its calls end without a word."""
    before = len(world.slack.calls)
    await world.services.delivery.make(call)
    assert len(world.slack.calls) == before


async def test_a_file_that_cannot_be_drawn_any_more_is_refused(world: World) -> None:
    """A scenario that ended while its file waited is not asked for again and again."""
    gone = file_ref(UseScenario(Use.EXPORT, "gone"))
    with pytest.raises(DeliveryRefusedError):
        await world.services.delivery.make(GiveFile("k", Destination("C1"), gone, PERSON, Language.FR))


@pytest.mark.parametrize(
    "error", ["user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"]
)
async def test_a_whisper_that_cannot_be_shown_is_told_in_private(world: World, error: str) -> None:
    """Whoever presses a button while they preview a channel is not in it, and hears all the same."""
    world.slack.broken["chat.postEphemeral"] = (200, {"ok": False, "error": error})
    await world.services.delivery.make(Whisper("k", Destination("C1", "1.0"), PERSON, note("hello")))
    (told,) = world.slack.made("chat.postMessage")
    assert (told["channel"], told["text"]) == ("D1", "hello")
    assert "thread_ts" not in told


async def test_a_whisper_that_is_refused_otherwise_is_refused(world: World) -> None:
    """A fault of ours is no reason to write to somebody; a hint nobody needs is not told elsewhere."""
    call = Whisper("k", Destination("C1"), PERSON, note("hello"))
    world.slack.broken["chat.postEphemeral"] = (200, {"ok": False, "error": "invalid_blocks"})
    with pytest.raises(DeliveryRefusedError):
        await world.services.delivery.make(call)
    world.slack.broken["chat.postEphemeral"] = (200, {"ok": False, "error": "not_in_channel"})
    with pytest.raises(DeliveryRefusedError):
        await world.services.delivery.make(replace(call, optional=True))
    assert world.slack.made("chat.postMessage") == []


async def moved_unheard(world: World, call: Call, place: str) -> list[str]:
    """Make `call` where `place` is lost, and Slack answers 500 to each post elsewhere, until it does not."""
    world.slack.lost[place] = "is_archived"
    world.slack.channels = [each for each in world.slack.channels if each["id"] != place]
    before = len(world.slack.made("chat.postMessage"))
    await world.pass_pace()
    for _ in range(4):
        world.slack.accept_then_fail = 1
        with suppress(DeliveryDelayedError):
            await world.services.delivery.make(call)
    world.slack.accept_then_fail = 0
    await world.services.delivery.make(call)
    posted = world.slack.made("chat.postMessage")[before:]
    return [message["text"] for message in posted if message["channel"] != place]


@pytest.mark.parametrize("side", list(Side))
async def test_what_moved_to_another_place_is_told_once(world: World, side: Side) -> None:
    """The thread is archived, and Slack takes the new card and the message in the new place unheard."""
    case = await world.opened()
    place = await world.place(case.number, side)
    texts = await moved_unheard(world, TellSide("k", case.number, side, note("hello")), place.channel)
    assert texts.count("hello") == 1
    assert len(texts) == 2


@pytest.mark.parametrize("side", list(Side))
async def test_a_card_whose_place_is_lost_is_posted_once(world: World, side: Side) -> None:
    """Slack takes the card in the new place unheard."""
    case = await world.opened()
    place = await world.place(case.number, side)
    texts = await moved_unheard(world, ShowCard("k", case.number, side), place.channel)
    assert len(texts) == 1


async def test_a_page_that_slack_will_not_take_moves_no_card(world: World) -> None:
    """The thread is there: a second card in the channel would help nobody."""
    case = await world.opened()
    place = await world.place(case.number, Side.DEPARTMENT)
    cards = len(world.slack.made("chat.postMessage"))
    await world.pass_pace()
    world.slack.failures = [(200, {}, {"ok": False, "error": "invalid_blocks"})]
    with pytest.raises(DeliveryRefusedError):
        await world.services.delivery.make(TellSide("k", case.number, Side.DEPARTMENT, note("hello")))
    assert len(world.slack.made("chat.postMessage")) == cards
    assert await world.place(case.number, Side.DEPARTMENT) == place
