"""What happens to a case by itself when its timer rings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.acts import Add, Reassign
from actions.cases.case import State
from actions.cases.events import RELAIS
from tests.fakes.case_world import ANNE, ANSWER, BRUNO, REQUESTER, RESOLVE, TAKE
from tests.fakes.histories import on

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld


async def test_without_a_timer_the_sweep_finds_what_is_due(world: CaseWorld) -> None:
    """It finds a case from its next time on, until the case was woken."""
    await world.open()
    world.clock.at = on(24, 10, 59)
    assert await world.cases.sweep() == ()
    world.clock.at = on(24, 11)
    assert await world.cases.sweep() == (1,)
    await world.wake()
    assert await world.cases.sweep() == ()


async def test_a_case_whose_holder_left_waits_for_somebody_else(world: CaseWorld) -> None:
    """The case is released when its timer rings; the channel has all the time of a first reminder."""
    await world.open_then((ANNE, TAKE))
    world.people.left.add(ANNE)
    (released,) = await world.wake(on(24, 12))
    assert released.event.payload.kind == "released"
    assert (world.case().state, world.case().holder) == (State.WAITING, "")
    assert world.store.due[1] == on(24, 14)


async def test_a_removed_department_s_case_goes_to_its_stand_in(world: CaseWorld) -> None:
    """It is told as a move that nobody made."""
    await world.open()
    world.remove("legal")
    (moved,) = await world.wake()
    assert (moved.event.by, moved.department, moved.case.department) == (RELAIS, "legal", "communication")


async def test_no_reminder_is_given_of_a_case_closed_that_moment(world: CaseWorld) -> None:
    """A reminder is due only of the case it was decided on."""
    await world.open()
    world.store.rivals.append(lambda: world.do(ANNE, RESOLVE))
    assert await world.wake(on(24, 11)) == []
    assert world.case().state is State.RESOLVED


async def test_whoever_took_the_case_that_moment_keeps_it(world: CaseWorld) -> None:
    """The holder who left is released; who takes over at that moment is not."""
    await world.open_then((ANNE, TAKE))
    world.people.left.add(ANNE)
    world.store.rivals.append(lambda: world.do(BRUNO, Reassign(1, "legal", person=BRUNO)))
    await world.wake(on(24, 10))
    assert world.case().holder == BRUNO


async def test_a_timer_cut_short_tells_again_what_it_did(world: CaseWorld) -> None:
    """For ten minutes it tells the same events, though somebody has acted since; later it tells nothing."""
    await world.open_then((ANNE, TAKE))
    world.people.left.add(ANNE)
    await world.wake(on(24, 10))
    world.remove("legal")
    first = await world.wake()
    assert [each.event.payload.kind for each in first] == ["released", "moved"]
    await world.do(REQUESTER, Add(1, "Please."))
    assert await world.wake(on(24, 10, 9)) == first
    assert await world.wake(on(24, 10, 10)) == []


async def test_a_case_changed_as_its_timer_finds_nothing_to_do_is_looked_at_in_time(
    world: CaseWorld,
) -> None:
    """The requester speaks after an answer just then: half the target counts, not the time to settle."""
    await world.open_then((ANNE, ANSWER))
    world.store.snooze_rivals.append(lambda: world.do(REQUESTER, Add(1, "And a film?")))
    await world.wake()
    assert world.store.due[1] == on(24, 11, 1)
