"""Actions: accepted once, handed over as a case, reminded of, settled, and their items asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.events import Audience
from actions.cases.outcome import CaseOpened
from actions.language import Language
from actions.readiness.action_items import mark_reminded, reminders, to_ask_again
from actions.readiness.acts import (
    AcceptAction,
    DropAction,
    FinishAssessment,
    ListActions,
    MarkActionDone,
    ShowPlan,
)
from actions.readiness.outcome import (
    ActionAccepted,
    ActionSettled,
    ActionsListed,
    Planned,
    ReadinessRefused,
    Refusal,
)
from actions.readiness.records import ActionItem, ActionState, Draft, Origin, ReminderStage
from tests.fakes.readiness import LAWYER, MANAGER, ReadinessWorld

if TYPE_CHECKING:
    from actions.knowledge.library import Library

DUE = date(2026, 12, 24)
BUDGET = AcceptAction(1, "means_budget", Language.FR, "legal", DUE, LAWYER)


@pytest.fixture
async def world(library: Library) -> ReadinessWorld:
    """A manager who found the budget weak."""
    world = ReadinessWorld(library)
    await world.assess(means_budget=1, means_time=2)
    return world


async def accepted(world: ReadinessWorld, act: AcceptAction, key: str = "") -> ActionAccepted:
    """Let the manager accept an action."""
    outcome = await world.do(MANAGER, act, key)
    assert isinstance(outcome, ActionAccepted)
    return outcome


async def action(world: ReadinessWorld, number: int = 1) -> ActionItem:
    """Return an action as it is kept."""
    found = await world.store.actions.get(number)
    assert found is not None
    return found


async def test_an_action_is_accepted_as_it_was_filled_in(world: ReadinessWorld) -> None:
    """With the level of its item, once for an act, and without a case where none is wanted."""
    first = await accepted(world, BUDGET, "k")
    assert await accepted(world, BUDGET, "k") == first
    (kept,) = await world.store.actions.all()
    assert (kept.item, kept.level, kept.due, kept.department, kept.person) == (
        *("means_budget", 1, DUE, "legal"),
        LAWYER,
    )
    assert (first.case, kept.case, world.case_store.kept) == (None, 0, {})


async def test_what_was_left_out_is_as_usual(world: ReadinessWorld) -> None:
    """No department means the item's own, and no day a working day about a quarter ahead."""
    outcome = await accepted(world, AcceptAction(1, "means_budget", Language.EN))
    item = world.library.questionnaire.by_id["means_budget"]
    assert outcome.action.department == item.department
    assert date(2027, 2, 20) < outcome.action.due < date(2027, 3, 1)
    assert outcome.action.due.weekday() < 5


async def test_an_action_is_handed_over_as_a_case_of_its_own(world: ReadinessWorld) -> None:
    """Each opens one private case with the words of its request, however often the act is done."""
    handed = replace(BUDGET, hands_over=True, request="Un budget d’essai")
    for key in ("k", "k", "other"):
        outcome = await accepted(world, handed, key)
        assert isinstance(outcome.case, CaseOpened)
    assert [each.case for each in await world.store.actions.all()] == [1, 2]
    opened = (await world.case_store.events(1))[0].payload
    assert (opened.question, opened.audience) == ("Un budget d’essai", Audience.PRIVATE)  # type: ignore[union-attr]  # the first event of a case opens it


async def test_what_is_settled_stays_settled(world: ReadinessWorld) -> None:
    """Done twice is told twice; dropping what is done is refused."""
    await accepted(world, BUDGET)
    for _ in range(2):
        outcome = await world.do(MANAGER, MarkActionDone(1))
        assert isinstance(outcome, ActionSettled)
        assert outcome.action.state is ActionState.DONE
    assert await world.do(MANAGER, DropAction(1)) == ReadinessRefused(Refusal.SETTLED)


async def test_open_actions_are_listed_first_and_old_ones_left_out(world: ReadinessWorld) -> None:
    """Open ones by their day, those that are due marked, and settled ones for 120 days."""
    for act in (BUDGET, replace(BUDGET, item="means_time", due=date(2026, 12, 1))):
        await accepted(world, act)
    listed = await world.do(MANAGER, ListActions())
    assert isinstance(listed, ActionsListed)
    assert ([each.number for each in listed.actions], listed.due) == ([2, 1], ())
    await world.do(MANAGER, MarkActionDone(2))
    world.clock.pass_(timedelta(days=40))
    listed = await world.do(MANAGER, ListActions())
    assert isinstance(listed, ActionsListed)
    assert ([each.number for each in listed.actions], listed.due) == ([1, 2], (1,))
    world.clock.pass_(timedelta(days=90))
    listed = await world.do(MANAGER, ListActions())
    assert isinstance(listed, ActionsListed)
    assert [each.number for each in listed.actions] == [1]


async def test_a_plan_proposes_what_nobody_acts_on(world: ReadinessWorld) -> None:
    """The weak items without an open action, beside every action of the unit."""
    await accepted(world, BUDGET)
    plan = await world.do(MANAGER, ShowPlan())
    assert isinstance(plan, Planned)
    assert [each.item.id for each in plan.proposals] == ["means_time"]
    assert [each.item for each in plan.actions] == ["means_budget"]


async def test_a_reminder_is_due_until_it_was_given(world: ReadinessWorld) -> None:
    """A reminder that was marked as given is not due again, nor is any earlier one."""
    await accepted(world, BUDGET)
    history = world.service.history
    assert not await reminders(history)
    world.clock.at = datetime(2026, 12, 24, 9, 0, tzinfo=world.clock.at.tzinfo)
    (due,) = await reminders(history)
    assert (due.action.number, due.reminder) == (1, ReminderStage.DUE)
    await mark_reminded(history, due.action, due.reminder)
    assert not await reminders(history)
    assert (await action(world)).reminded == (ReminderStage.SOON, ReminderStage.DUE)


@pytest.mark.parametrize(("level", "state"), [(4, ActionState.DONE), (1, ActionState.OPEN)])
async def test_asked_again_an_action_is_done_where_the_level_rose(
    world: ReadinessWorld, level: int, state: ActionState
) -> None:
    """The new assessment changes that item alone; without progress the action is due a quarter later."""
    await accepted(world, BUDGET)
    again = await to_ask_again(world.service.history, 1)
    assert [each.number for each in again] == [1]
    draft = Draft(answers=(("means_budget", level),), actions=(1,))
    await world.store.drafts.keep_draft(MANAGER, "again-1", draft)
    await world.do(MANAGER, FinishAssessment("again-1"))
    first, second = await world.store.assessments.all()
    assert (second.origin, second.after, second.asked) == (Origin.AGAIN, 1, ("means_budget",))
    assert second.levels == first.levels | {"means_budget": level}
    kept = await action(world)
    assert (kept.state, kept.asked_again) == (state, 2)
    assert (kept.due > DUE) == (state is ActionState.OPEN)


async def test_a_dropped_action_is_not_asked_again(world: ReadinessWorld) -> None:
    """Nor is one that never was; the others of its unit come along where they are due."""
    history = world.service.history
    for act in (BUDGET, replace(BUDGET, item="means_time", due=date(2026, 11, 24))):
        await accepted(world, act)
    assert [each.number for each in await to_ask_again(history, 1)] == [1, 2]
    await world.do(MANAGER, DropAction(1))
    assert await to_ask_again(history, 1) == ()
    assert await to_ask_again(history, 9) == ()
