"""A person asks where their requests stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import ListCases, Resolve
from actions.cases.outcome import CaseList
from tests.fakes.case_world import ANNE, BRUNO, QUESTION, REQUESTER, RESOLVE

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld


@pytest.mark.parametrize(
    ("named", "listed"),
    [(0, [3, 2]), (1, [1]), (4, [3, 2])],
    ids=["none named", "an old one named", "another person's named"],
)
async def test_a_list_shows_open_cases_and_those_that_may_be_reopened(
    world: CaseWorld, named: int, listed: list[int]
) -> None:
    """The latest comes first; a case that is named is shown however old, unless it is another person's."""
    await world.open_then((ANNE, RESOLVE))
    world.clock.pass_(timedelta(days=15))
    await world.open(conversation="b")
    await world.open(conversation="c")
    await world.do(BRUNO, QUESTION, "d")
    assert await world.do(REQUESTER, ListCases(named)) == CaseList(tuple(world.case(n) for n in listed))


async def test_a_list_shows_eight_cases_and_open_ones_first(world: CaseWorld) -> None:
    """An open case is shown however many were closed since; they stand in the order of their numbers."""
    await world.open(conversation="a")
    for number in range(2, 11):
        await world.open(conversation=f"thread {number}")
        await world.do(ANNE, Resolve(number, "legal", "Settled."))
    outcome = await world.do(REQUESTER, ListCases())
    assert isinstance(outcome, CaseList)
    assert [case.number for case in outcome.cases] == [10, 9, 8, 7, 6, 5, 4, 1]
