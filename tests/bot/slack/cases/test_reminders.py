"""Who is reminded of a case that waits, and what becomes of one whose holder is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.case import Side
from actions.cases.events import RELAIS
from tests.fakes import payloads
from tests.fakes.words import says

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_who_had_it_left_and_somebody_else_is_asked(world: World) -> None:
    """A case whose holder was deactivated is free again, and its department is told."""
    case = await world.opened()
    await world.legal.presses("button_case_take", "CLEGAL")
    gone = {"id": "UL1", "name": "legal", "deleted": True}
    await world.send(payloads.event(type="user_change", user=gone))
    await world.ring(case.number)
    assert (await world.case(case.number)).holder == ""
    assert says((await world.thread(case.number, Side.DEPARTMENT))[-1], "told_released", number=case.number)


async def test_nobody_takes_it_and_the_ladder_is_climbed(world: World) -> None:
    """The channel is reminded, then the owner, the backup, and the default owner; each once."""
    case = await world.opened()
    told = []
    for _ in range(4):
        before = len(world.slack.made("chat.postMessage"))
        world.clock.at = (await world.cases.store.open_ones())[case.number]
        await world.ring(case.number)
        told.append([m["channel"] for m in world.slack.made("chat.postMessage")[before:]])
    assert told == [["CLEGAL"], ["DL1"], ["DL2"], ["DC1"]]
    again = len(world.slack.made("chat.postMessage"))
    await world.ring(case.number)
    assert len(world.slack.made("chat.postMessage")) == again, "a second ring says nothing twice"


async def test_relais_is_never_the_one_reminded(world: World) -> None:
    """What timers do is by Relais, which has no private conversation of its own."""
    case = await world.opened()
    world.clock.pass_(timedelta(days=3))
    await world.ring(case.number)
    assert not [call for call in world.slack.made("conversations.open") if RELAIS in str(call)]
