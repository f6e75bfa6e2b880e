"""How a case ends: resolved, rated, withdrawn, reopened, learnt from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.case import Side, State
from tests.fakes.words import says, texts

if TYPE_CHECKING:
    from tests.fakes.world import World


async def resolved(world: World, line: str = "c’est permis") -> int:
    """Let legal resolve a case; return its number."""
    case = await world.opened()
    await world.legal.presses("button_case_resolve", "CLEGAL")
    await world.legal.sends(text=line)
    return case.number


async def test_a_case_is_rated_once_and_reopened(world: World) -> None:
    """The requester rates, adds a word and reopens; a second opinion is refused, and changes nothing."""
    number = await resolved(world)
    told = {"department": world.department("legal"), "number": number, "line": "c’est permis"}
    assert says(world.slack.seen("C1"), "told_resolved", **told)
    await world.employee.presses("button_case_not_helpful", "C1")
    assert says(world.employee.whispers[-1], "told_rated", department=world.department("legal"))
    await world.employee.presses("button_case_remark", "C1")
    await world.employee.sends(text="trop court")
    await world.employee.presses_line(f"case:judge:{number}:yes", "C1", "71.0")
    assert says(world.employee.whispers[-1], "refused_rated")
    rated = await world.case(number)
    assert (rated.helpful, rated.remark) == (False, "trop court")
    assert says((await world.thread(number, Side.DEPARTMENT))[0], "case_remark", words="trop court")
    await world.employee.presses("button_case_reopen", "C1")
    assert (await world.case(number)).is_open


async def test_words_where_it_is_closed_offer_to_reopen_with_them(world: World) -> None:
    """What the requester writes in the thread of a closed case is passed on when they reopen it."""
    number = await resolved(world)
    place = await world.place(number, Side.REQUESTER)
    await world.employee.writes("mais le contrat dit le contraire", "C1", place.thread)
    assert says(world.slack.seen("C1", place.thread)[-1], "closed_here", number=number)
    await world.employee.presses("button_case_reopen", "C1")
    seen = await world.thread(number, Side.DEPARTMENT)
    assert "mais le contrat dit le contraire" in texts(seen)
    assert says(seen, "told_reopened_them", person="<@U1>", number=number)


async def test_the_requester_adds_withdraws_and_reopens(world: World) -> None:
    """Each press on the requester's card reaches the department; nobody else may withdraw the case."""
    case = await world.opened()
    await world.employee.presses("button_case_add", "C1")
    await world.employee.sends(text="j'oubliais l'essentiel")
    added = (await world.thread(case.number, Side.DEPARTMENT))[-1]
    assert says(added, "told_added", person="<@U1>", text="j'oubliais l'essentiel")
    await world.manager.presses("button_case_cancel", "C1")
    assert (await world.case(case.number)).is_open, "only the requester may"
    assert says(world.manager.whispers[-1], "refused_not_yours")
    await world.employee.presses("button_case_cancel", "C1")
    assert (await world.case(case.number)).state is State.CANCELLED
    last = (await world.thread(case.number, Side.DEPARTMENT))[-1]
    assert says(last, "told_cancelled_them", person="<@U1>", number=case.number)
    await world.legal.presses("button_case_reopen", "CLEGAL")
    assert (await world.case(case.number)).state is State.WAITING
    told = {"department": world.department("legal"), "number": case.number}
    assert says(world.slack.seen("C1"), "told_reopened", **told)


async def test_a_lesson_is_a_file_for_review(world: World) -> None:
    """« Relais aurait dû savoir ? » puts a draft in the department's thread, and changes nothing else."""
    number = await resolved(world, "c’est permis avec une mention")
    await world.legal.presses("button_case_teach", "CLEGAL")
    await world.legal.sends(lesson="topic", text="la règle des mentions")
    assert any("la règle des mentions".encode() in content for content in world.slack.uploads)
    assert (await world.case(number)).taught
