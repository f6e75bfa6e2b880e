"""Calls are made once: whatever Slack took without saying so is found again, wherever it was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.cases.case import Side
from bot.outgoing.address import Destination
from bot.outgoing.calls import Call, LinkCase, Say, ShowCard, TellSide
from bot.outgoing.surface import DeliveryDelayedError
from bot.pages.page import note
from tests.fakes.slack import TEAM

if TYPE_CHECKING:
    from tests.fakes.world import World

PERSON = f"{TEAM}:U1"


async def made_twice(world: World, call: Call) -> list[str]:
    """Make `call` while Slack posts and answers 500, then again; return the texts that were posted."""
    before = len(world.slack.made("chat.postMessage"))
    world.slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await world.services.delivery.make(call, again=False)
    await world.services.delivery.make(call, again=True)
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
