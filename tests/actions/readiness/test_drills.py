"""Rehearsals: what departments do counts once, and what was measured becomes a level."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.language import Language
from actions.readiness.acts import AnswerDrill, EndDrill, PassDrill, StartDrill, TakeDrill
from actions.readiness.drills import end_overdue, mark_told
from actions.readiness.outcome import DrillEnded, DrillMoved, DrillStarted, ReadinessRefused, Refusal
from actions.readiness.records import DrillEventKind, Origin
from tests.fakes.readiness import EMPLOYEE, LAWYER, MANAGER, ReadinessWorld

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from actions.readiness.acts import ReadinessAct


@pytest.fixture
async def world(library: Library) -> ReadinessWorld:
    """A manager who has assessed the organisation and started a rehearsal."""
    world = ReadinessWorld(library)
    await world.assess(crisis_rehearsed=1)
    started = await world.do(MANAGER, StartDrill("employee_post", Language.FR))
    assert isinstance(started, DrillStarted)
    assert started.drill.departments == ("hr", "communication", "legal")
    return world


async def moved(world: ReadinessWorld, act: ReadinessAct, key: str = "") -> DrillMoved:
    """Let the lawyer do something in the rehearsal."""
    outcome = await world.do(LAWYER, act, key)
    assert isinstance(outcome, DrillMoved)
    return outcome


async def test_of_two_who_take_it_one_is_first(world: ReadinessWorld) -> None:
    """The second person is told that it was done; a second attempt of the first one is not."""
    take = TakeDrill(1, "legal")
    assert (await moved(world, take, "k")).first
    assert (await moved(world, take, "k")).first
    assert not (await moved(world, take, "other")).first
    (drill,) = await world.store.drills.all()
    assert len(drill.events) == 1


async def test_what_would_be_answered_is_told_and_not_kept(world: ReadinessWorld) -> None:
    """The text goes to those who are there; Redis keeps only that there was an answer."""
    outcome = await moved(world, AnswerDrill(1, "legal", "Nous vérifions."))
    assert (outcome.text, outcome.event.kind) == ("Nous vérifions.", DrillEventKind.ANSWERED)
    (drill,) = await world.store.drills.all()
    assert "vérifions" not in repr(drill)


async def test_only_departments_that_have_it_do_anything(world: ReadinessWorld) -> None:
    """Another department is refused until it was passed on to it; nobody passes on to themselves."""
    not_concerned = ReadinessRefused(Refusal.NOT_CONCERNED)
    assert await world.do(EMPLOYEE, TakeDrill(1, "it")) == not_concerned
    assert await world.do(LAWYER, PassDrill(1, "legal", "legal")) == not_concerned
    assert (await moved(world, PassDrill(1, "legal", "it"))).event.to == "it"
    assert (await moved(world, TakeDrill(1, "it"))).first


async def test_what_was_measured_becomes_a_level_once(world: ReadinessWorld) -> None:
    """Ending it continues the unit's latest assessment; ending it again adds nothing."""
    await moved(world, AnswerDrill(1, "legal", "Nous vérifions."))
    for _ in range(2):
        ended = await world.do(MANAGER, EndDrill(1))
        assert isinstance(ended, DrillEnded)
        assert ended.measured.level == 2
    first, second = await world.store.assessments.all()
    assert (second.origin, second.after) == (Origin.DRILL, first.number)
    assert second.levels == first.levels | {"crisis_rehearsed": 2}
    assert await world.do(LAWYER, TakeDrill(1, "hr")) == ReadinessRefused(Refusal.OVER)


async def test_without_an_assessment_a_rehearsal_is_measured_alone(library: Library) -> None:
    """Its measure becomes no level, and its outcome has no trend."""
    world = ReadinessWorld(library)
    await world.do(MANAGER, StartDrill("employee_post", Language.EN))
    ended = await world.do(MANAGER, EndDrill(1))
    assert isinstance(ended, DrillEnded)
    assert (ended.points, ended.measured.level) == ((), 1)
    assert not await world.store.assessments.all()


async def test_a_forgotten_rehearsal_ends_after_two_days(world: ReadinessWorld) -> None:
    """Not before; and that is told again after a stop, until it was told."""
    history = world.service.history
    world.clock.pass_(timedelta(days=2) - timedelta(seconds=1))
    assert not await end_overdue(history)
    world.clock.pass_(timedelta(seconds=1))
    assert len(await end_overdue(history)) == 1
    (ended,) = await end_overdue(history)
    assert isinstance(ended, DrillEnded)
    await mark_told(history, ended.drill.number)
    assert not await end_overdue(history)
