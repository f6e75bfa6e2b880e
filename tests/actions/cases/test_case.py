"""The state of a case follows from its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import Add, AnswerCase, Cancel, CaseAct, NotOurs, Reassign, Reopen
from actions.cases.case import State, apply, replay
from actions.cases.events import Answered, Event
from actions.cases.outcome import CaseChanged, CaseOpened
from tests.fakes.case_world import ANNE, ANSWER, BRUNO, REQUESTER, RESOLVE, TAKE

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld

Acts = list[tuple[str, CaseAct]]

STATES: list[tuple[Acts, State, str]] = [
    ([], State.WAITING, ""),
    ([(ANNE, TAKE)], State.TAKEN, ANNE),
    ([(ANNE, ANSWER)], State.ANSWERED, ANNE),
    ([(ANNE, TAKE), (BRUNO, ANSWER)], State.ANSWERED, ANNE),
    ([(ANNE, ANSWER), (REQUESTER, Add(1, "And a film?"))], State.TAKEN, ANNE),
    ([(ANNE, Reassign(1, "legal", person=BRUNO))], State.TAKEN, BRUNO),
    ([(ANNE, Reassign(1, "legal", person=ANNE))], State.TAKEN, ANNE),
    ([(ANNE, ANSWER), (ANNE, Reassign(1, "legal", person=BRUNO))], State.ANSWERED, BRUNO),
    ([(ANNE, TAKE), (ANNE, Reassign(1, "legal", department="it"))], State.WAITING, ""),
    ([(ANNE, ANSWER), (ANNE, NotOurs(1, "legal", "it", "A camera."))], State.WAITING, ""),
    ([(ANNE, RESOLVE)], State.RESOLVED, ""),
    ([(REQUESTER, Cancel(1))], State.CANCELLED, ""),
    ([(ANNE, ANSWER), (ANNE, RESOLVE), (REQUESTER, Reopen(1, words="No."))], State.TAKEN, ANNE),
    ([(REQUESTER, Cancel(1)), (BRUNO, Reopen(1, "legal"))], State.WAITING, ""),
]


@pytest.mark.parametrize(("acts", "state", "holder"), STATES, ids=lambda value: str(value)[:40])
async def test_acts_lead_to_a_state_and_a_holder(
    world: CaseWorld, acts: Acts, state: State, holder: str
) -> None:
    """Who answers first holds the case; who gets it owes an answer, unless the requester has one."""
    assert isinstance(await world.open_then(*acts), CaseOpened | CaseChanged)
    assert (world.case().state, world.case().holder) == (state, holder)


async def test_files_alone_are_an_answer(world: CaseWorld) -> None:
    """An answer without words is taken where something is attached to it."""
    answer = AnswerCase(1, "legal", "", files=("F1",))
    assert isinstance(await world.open_then((ANNE, answer)), CaseChanged)


def test_a_case_begins_with_its_opening(world: CaseWorld) -> None:
    """No events, or another event first, make no case."""
    answered = Event("k", world.clock.now(), ANNE, Answered("Yes."))
    with pytest.raises(ValueError, match="begins"):
        replay([])
    with pytest.raises(ValueError, match="begins"):
        apply(None, answered)


async def test_a_case_is_opened_once(world: CaseWorld) -> None:
    """An opening after the first event is an error."""
    await world.open()
    with pytest.raises(ValueError, match="once"):
        replay([*world.store.kept[1], world.store.kept[1][0]])
