"""What a requester can expect of a case: when an answer is due, and when a closed department is back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import Add, NotOurs, Reassign, Reopen
from actions.cases.events import Urgency
from actions.cases.outcome import CaseChanged
from tests.fakes.case_world import ANNE, ANSWER, BRUNO, QUESTION, REQUESTER, RESOLVE, TAKE, CaseWorld
from tests.fakes.histories import on, varied

if TYPE_CHECKING:
    from datetime import datetime

    from actions.knowledge.library import Library


async def test_a_promise_is_not_put_off(world: CaseWorld) -> None:
    """Legal has four hours; who takes it, or a department in Tokyo, where it is night, changes nothing."""
    await world.open()
    assert world.promise().due == on(24, 13)
    for act in (
        TAKE,
        Reassign(1, "legal", person=BRUNO),
        NotOurs(1, "legal", "it", "A camera."),
        NotOurs(1, "it", "legal", "A person."),
    ):
        world.clock.pass_(timedelta(minutes=1))
        assert isinstance(await world.do(ANNE, act), CaseChanged)
        assert world.promise().due == on(24, 13)


async def test_a_quicker_department_brings_the_promise_forward(world: CaseWorld) -> None:
    """Communications has two hours, counted from the opening."""
    await world.open_then((ANNE, Reassign(1, "legal", department="communication")))
    assert world.promise().due == on(24, 11)


async def test_the_requester_waits_anew_once_they_had_an_answer(world: CaseWorld) -> None:
    """Speaking before an answer does not put the promise off; speaking after one, or reopening, does."""
    await world.open_then((REQUESTER, Add(1, "Please.")))
    assert world.promise().due == on(24, 13)
    world.clock.at = on(24, 12)
    await world.do(ANNE, ANSWER)
    await world.do(REQUESTER, Add(1, "And a film?"))
    assert world.promise().due == on(24, 16)
    world.clock.at = on(25, 9)
    await world.do(ANNE, RESOLVE)
    await world.do(REQUESTER, Reopen(1))
    assert world.promise().due == on(25, 13)


async def test_a_closed_department_says_when_it_is_back(world: CaseWorld) -> None:
    """On Friday evening that is Monday morning, when the four hours begin; an open one says nothing."""
    await world.open()
    assert world.promise().back is None
    world.clock.at = on(27, 18)
    await world.open(conversation="later")
    assert (world.promise(2).due, world.promise(2).back) == (on(30, 12), on(30, 8))


@pytest.mark.parametrize(
    ("urgency", "due"),
    [(Urgency.URGENT, on(24, 11)), (Urgency.NORMAL, on(24, 13)), (Urgency.LOW, on(25, 9))],
)
async def test_urgency_changes_the_time_for_an_answer(
    world: CaseWorld, urgency: Urgency, due: datetime
) -> None:
    """Urgent halves the four hours, low doubles them."""
    await world.open(replace(QUESTION, urgency=urgency))
    assert world.promise().due == due


async def test_a_department_that_never_opens_promises_in_the_hours_of_the_default_one(
    library: Library,
) -> None:
    """Management has no hours here; Communications' are counted, an hour and a half of lunch left out."""
    world = CaseWorld(varied(library))
    await world.open(replace(QUESTION, department="management"))
    assert world.promise().due == on(24, 14, 30)
