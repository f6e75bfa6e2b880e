"""Lists of cases: a person's own, and the queue of a department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.case import State
from tests.fakes.understander import understood
from tests.fakes.words import buttons, say, says, texts

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_home_shows_mine_and_my_departments_queue(world: World) -> None:
    """The requester sees their own cases; legal sees its queue with buttons, the least time left first."""
    slow = await world.opened("rien ne presse")
    await world.employee.presses_line("human:legal:urgent", "C1", "51.0")
    await world.employee.sends(text="ça presse")
    queue = await world.legal.opens_home()
    assert texts(queue).index("ça presse") < texts(queue).index("rien ne presse")
    assert (say("button_case_take"), f"case:take:{slow.number}:legal") in buttons(queue)
    mine = await world.employee.opens_home()
    assert "rien ne presse" in texts(mine)
    assert say("button_case_take") not in [label for label, _ in buttons(mine)]
    await world.legal.opens_home()
    await world.legal.presses("button_case_take", about=str(slow.number))
    assert (await world.case(slow.number)).state is State.TAKEN


async def test_where_does_it_stand_is_answered_in_private(world: World) -> None:
    """Whoever asks in a channel is answered alone, with their own cases only."""
    case = await world.opened()
    world.understander.script["où en est ma demande ?"] = understood("escalation_status")
    await world.employee.writes("<@URELAIS> où en est ma demande ?")
    (told,) = world.employee.whispers
    mine = {"number": case.number, "department": world.department("legal")}
    assert says(told, "cases_mine_line", **mine)
    await world.manager.writes("<@URELAIS> où en est ma demande ?")
    (told,) = world.manager.whispers
    assert says(told, "cases_none")
