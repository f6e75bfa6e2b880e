"""A request opens a case, or joins the one that is open in its thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.cases.events import Added, HistoryItem
from actions.cases.outcome import CaseChanged, CaseOpened
from tests.fakes.case_world import ANNE, BRUNO, QUESTION, REQUESTER, RESOLVE, THREAD

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld


async def test_a_second_request_in_a_thread_joins_the_open_case(world: CaseWorld) -> None:
    """Another thread, another person, or a request after the case was closed opens another one."""
    joined = await world.open_then((REQUESTER, replace(QUESTION, department="it", question="And a film?")))
    assert isinstance(joined, CaseChanged)
    assert (joined.joined, joined.event.payload) == (True, Added("And a film?"))
    assert isinstance(await world.do(REQUESTER, QUESTION, "another thread"), CaseOpened)
    assert isinstance(await world.do(BRUNO, QUESTION), CaseOpened)
    await world.do(ANNE, RESOLVE)
    assert isinstance(await world.do(REQUESTER, QUESTION), CaseOpened)
    assert len(world.store.kept) == 4


async def test_a_case_keeps_the_conversation_it_came_from(world: CaseWorld) -> None:
    """Its opening holds what was said before, and in which conversation."""
    history = (HistoryItem("photos?", "image_rights"),)
    await world.cases.do(world.inbound(REQUESTER), QUESTION, history)
    assert world.case().opened.history == history
    assert world.case().opened.conversation == THREAD


async def test_a_missing_department_s_case_goes_to_its_stand_in(world: CaseWorld) -> None:
    """Communications stands for Human Resources, and takes what belongs to nobody."""
    for number, name in enumerate(("hr", "nobody"), 1):
        await world.open(replace(QUESTION, department=name), f"thread {number}")
        assert world.case(number).department == "communication"
