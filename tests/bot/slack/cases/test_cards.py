"""The card of a case: who has it, and where it is when channels, departments and people change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import NotOurs
from actions.cases.case import Side
from actions.model import Inbound
from bot.outgoing.calls import ShowCard
from tests.fakes.words import say, says, texts

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_only_the_presser_who_was_slower_is_told(world: World) -> None:
    """Of two who press « Je prends », one has the case; the other alone hears who was faster."""
    case = await world.opened()
    take = f"case:take:{case.number}:legal"
    await world.legal.presses_line(take, "CLEGAL")
    await world.legal2.presses_line(take, "CLEGAL")
    assert (await world.case(case.number)).holder == world.legal.id
    (told,) = world.slack.made("chat.postEphemeral")
    assert told["user"] == "UL2"
    assert says(told, "refused_taken", person="<@UL1>")
    for side in Side:
        assert says((await world.thread(case.number, side))[0], "case_taken", person="<@UL1>")


async def test_a_press_on_an_old_card_says_where_it_is(world: World) -> None:
    """The card of a department that passed a case on says who has it, and bears no button."""
    case = await world.opened()
    await world.legal.presses("button_case_not_ours", "CLEGAL")
    await world.legal.sends(department="communication", text="pas du droit")
    await world.legal2.presses_line(f"case:take:{case.number}:legal", "CLEGAL")
    moved = {"department": world.department("communication")}
    assert says(world.legal2.whispers[-1], "refused_moved", **moved)
    (old,) = [m for m in world.slack.seen("CLEGAL") if says(m, "case_moved", number=case.number, **moved)]
    assert "actions" not in [block["type"] for block in old["blocks"]]


@pytest.mark.parametrize("word", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_a_channel_that_goes_takes_no_case_with_it(world: World, word: str) -> None:
    """The card is posted again where somebody can be reached, and what was to be said is said there."""
    case = await world.opened()
    world.slack.lost["CLEGAL"] = word
    world.slack.channels = [c for c in world.slack.channels if c["id"] != "CLEGAL"]
    place = await world.place(case.number, Side.REQUESTER)
    await world.employee.writes("toujours là ?", "C1", place.thread)
    assert (await world.place(case.number, Side.DEPARTMENT)).channel == "CCOM"
    assert "toujours là" in texts(await world.thread(case.number, Side.DEPARTMENT))
    await world.communication.presses("button_case_take", "CCOM")
    assert (await world.case(case.number)).holder == world.communication.id
    mine = (await world.thread(case.number, Side.REQUESTER))[0]
    assert says(mine, "case_elsewhere", wanted=world.department("legal"), channel="<#CCOM>")


async def test_no_channel_at_all_reaches_an_owner(world: World) -> None:
    """Where not even the default department's channel is there, the owner has the card in private."""
    world.slack.channels = [{"id": "C1", "name": "ask-social", "is_member": True}]
    case = await world.opened()
    assert (await world.place(case.number, Side.DEPARTMENT)).channel == world.legal.channel


async def test_a_department_removed_hands_its_cases_on(world: World) -> None:
    """The default department gets what a department that is gone had, and the requester is told."""
    case = await world.opened()
    library = world.cases.library
    left = {name: each for name, each in library.departments.items() if name != "legal"}
    object.__setattr__(library, "departments", left)
    await world.ring(case.number)
    moved = await world.case(case.number)
    assert (moved.department, moved.since) == ("communication", case.since)
    told = {"number": case.number, "department": world.department("communication")}
    assert says(await world.thread(case.number, Side.REQUESTER), "told_moved_gone", **told)


async def test_a_case_is_given_to_somebody_or_to_a_department(world: World) -> None:
    """The form offers the channel's people and the other departments; who is given the case is told."""
    case = await world.opened()
    await world.legal.presses("button_case_reassign", "CLEGAL")
    offered = world.legal.offers("whom")
    assert offered[:2] == ["person:T1:UL1", "person:T1:UL2"]
    assert "department:communication" in offered
    assert "department:legal" not in offered
    await world.legal.sends(whom="person:T1:UL2")
    assert (await world.case(case.number)).holder == world.legal2.id
    (told,) = world.slack.seen(world.legal2.channel)
    given = {"person": "<@UL1>", "number": case.number, "department": world.department("legal")}
    assert says(told, "told_yours", **given)
    assert f"<https://example.slack.com/archives/C1/p1|{say('nudge_open')}>" in texts(told)
    await world.legal2.presses("button_case_reassign", "CLEGAL")
    await world.legal2.sends(whom="department:communication")
    moved = await world.case(case.number)
    assert (moved.department, moved.holder, moved.bounces) == ("communication", "", 0)


async def test_a_requester_hears_of_no_channel_before_the_new_card_is_posted(world: World) -> None:
    """« Pas pour nous » updates the requester's card at once: the old department's channel is no detour."""
    case = await world.opened()
    act = NotOurs(case.number, "legal", "communication", "pas du droit")
    await world.cases.do(Inbound("k", world.legal.id, "T1:CLEGAL:1.0"), act)
    for call in (ShowCard("k1", case.number, side, post=True) for side in reversed(Side)):
        await world.services.delivery.make(call)
        mine = (await world.thread(case.number, Side.REQUESTER))[0]
        assert world.department("communication") in texts(mine)
        assert not says(mine, "case_elsewhere")


async def test_an_empty_reason_comes_back(world: World) -> None:
    """« Pas pour nous » wants a reason: without one the form says so, and nothing happens."""
    case = await world.opened()
    await world.legal.presses("button_case_not_ours", "CLEGAL")
    answer = await world.legal.sends(department="communication", text="  ")
    assert answer["errors"] == {"text": say("form_required")}
    assert (await world.case(case.number)).department == "legal"


async def test_a_field_to_choose_in_does_not_ask_to_write(world: World) -> None:
    """Without a department the form says to choose one; without words, to write some."""
    await world.employee.orders("/escalate")
    answer = await world.employee.sends(text="")
    assert answer["errors"] == {"text": say("form_required"), "department": say("form_choose")}


async def test_a_card_names_who_answered_and_not_who_has_the_case(world: World) -> None:
    """A colleague may answer in the holder's place: the requester reads one name, on card and answer."""
    case = await world.opened()
    await world.legal2.presses("button_case_take", "CLEGAL")
    await world.legal.presses("button_case_tell", "CLEGAL")
    await world.legal.sends(text="oui, avec son accord")
    assert (await world.case(case.number)).holder == world.legal2.id
    card, answer = (await world.thread(case.number, Side.REQUESTER))[:2]
    assert says(answer, "told_answer", person="<@UL1>")
    assert says(card, "case_answered", person="<@UL1>")


async def test_no_first_answer_is_awaited_after_the_first(world: World) -> None:
    """Who writes again waits for an answer; the card said that the first one was still to come."""
    case = await world.opened()
    await world.legal.presses("button_case_take", "CLEGAL")
    await world.legal.presses("button_case_tell", "CLEGAL")
    await world.legal.sends(text="oui, avec son accord")
    place = await world.place(case.number, Side.REQUESTER)
    await world.employee.writes("et une vidéo ?", place.channel, place.thread)
    card = (await world.thread(case.number, Side.DEPARTMENT))[0]
    assert says(card, "case_due_them")
    assert "première" not in texts(card).lower()
