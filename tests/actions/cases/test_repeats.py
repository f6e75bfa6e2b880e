"""The same act delivered twice tells the same; of two acts at once one is first."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from actions.cases.acts import Reassign
from actions.cases.events import Added, Event, Taken
from actions.cases.outcome import CaseChanged, CaseOpened, CaseRefused
from actions.cases.rules import Why
from tests.fakes.case_world import ANNE, ANSWER, BRUNO, QUESTION, REQUESTER, RESOLVE, TAKE

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld


async def test_a_request_that_joined_a_case_opens_none_later(world: CaseWorld) -> None:
    """Delivered again after the case it joined was closed, it tells the same and opens nothing."""
    await world.open()
    first = await world.do(REQUESTER, QUESTION, key="again")
    await world.do(ANNE, RESOLVE)
    second = await world.do(REQUESTER, QUESTION, key="again")
    assert isinstance(first, CaseChanged)
    assert first.joined
    assert second == first
    assert set(world.store.kept) == {1}


async def test_a_request_that_opened_a_case_joins_none_later(world: CaseWorld) -> None:
    """Delivered again while another case is open in the thread, it adds nothing there, and tells the same."""
    opened = await world.do(REQUESTER, QUESTION, key="again")
    await world.do(ANNE, RESOLVE)
    await world.do(REQUESTER, QUESTION)
    assert await world.do(REQUESTER, QUESTION, key="again") == opened
    assert [len(events) for events in world.store.kept.values()] == [2, 1]


async def test_a_request_opens_another_case_where_the_open_one_is_closed_that_moment(
    world: CaseWorld,
) -> None:
    """A person who asks for somebody is not told that something is closed."""
    await world.open()
    world.store.rivals.append(lambda: world.do(ANNE, RESOLVE))
    assert isinstance(await world.do(REQUESTER, QUESTION), CaseOpened)


async def test_a_case_given_to_somebody_who_then_left_is_told_the_same(world: CaseWorld) -> None:
    """The second delivery of an act does not judge it anew."""
    give = Reassign(1, "legal", person=BRUNO)
    await world.open()
    first = await world.do(ANNE, give, key="again")
    world.people.left.add(BRUNO)
    assert await world.do(ANNE, give, key="again") == first


async def test_of_two_who_take_a_case_one_is_first(world: CaseWorld) -> None:
    """The other is told that it is taken."""
    await world.open()
    world.store.rivals.append(lambda: world.do(BRUNO, TAKE))
    outcome = await world.do(ANNE, TAKE)
    assert isinstance(outcome, CaseRefused)
    assert outcome.why is Why.TAKEN
    assert world.case().holder == BRUNO


async def test_a_case_that_others_change_eight_times_meanwhile_is_busy(world: CaseWorld) -> None:
    """An act is tried eight times; then the person is told, with the case as it is."""
    await world.open()
    at = world.clock.now()
    world.store.rivals += [
        partial(world.store.force, 1, Event(f"b{n}", at, REQUESTER, Added("More."))) for n in range(8)
    ]
    outcome = await world.do(ANNE, TAKE)
    assert isinstance(outcome, CaseRefused)
    assert (outcome.why, outcome.case) == (Why.BUSY, world.case())


async def test_a_case_that_others_change_seven_times_meanwhile_is_taken(world: CaseWorld) -> None:
    """The eighth attempt counts."""
    await world.open()
    at = world.clock.now()
    world.store.rivals += [
        partial(world.store.force, 1, Event(f"b{n}", at, REQUESTER, Added("More."))) for n in range(7)
    ]
    outcome = await world.do(ANNE, TAKE)
    assert isinstance(outcome, CaseChanged)
    assert outcome.event.payload == Taken()


async def test_a_clock_set_back_does_not_move_a_case_back(world: CaseWorld) -> None:
    """An event is never earlier than the one before it."""
    await world.open_then((ANNE, TAKE))
    world.clock.pass_(timedelta(hours=-5))
    outcome = await world.do(ANNE, ANSWER)
    assert isinstance(outcome, CaseChanged)
    assert outcome.event.at == world.store.kept[1][1].at
