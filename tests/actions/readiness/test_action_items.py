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
from tests.fakes.readiness import LAWYER, MANAGER, Organisation

if TYPE_CHECKING:
    from actions.knowledge.library import Library

DUE = date(2026, 12, 24)
BUDGET = AcceptAction(1, "means_budget", Language.FR, "legal", DUE, LAWYER)


@pytest.fixture
async def organisation(library: Library) -> Organisation:
    """A manager who found the budget weak."""
    organisation = Organisation(library)
    await organisation.assesses(means_budget=1, means_time=2)
    return organisation


async def accepted(organisation: Organisation, act: AcceptAction, key: str = "") -> ActionAccepted:
    """Let the manager accept an action."""
    outcome = await organisation.does(MANAGER, act, key)
    assert isinstance(outcome, ActionAccepted)
    return outcome


async def action(organisation: Organisation, number: int = 1) -> ActionItem:
    """Return an action as it is kept."""
    found = await organisation.store.actions.get(number)
    assert found is not None
    return found


async def test_an_action_is_accepted_as_it_was_filled_in(organisation: Organisation) -> None:
    """With the level of its item, once for an act, and without a case where none is wanted."""
    first = await accepted(organisation, BUDGET, "k")
    assert await accepted(organisation, BUDGET, "k") == first
    (kept,) = await organisation.store.actions.all()
    assert (kept.item, kept.level, kept.due, kept.department, kept.person) == (
        *("means_budget", 1, DUE, "legal"),
        LAWYER,
    )
    assert (first.case, kept.case, organisation.case_store.kept) == (None, 0, {})


async def test_what_was_left_out_is_as_usual(organisation: Organisation) -> None:
    """No department means the item's own, and no day a working day about a quarter ahead."""
    outcome = await accepted(organisation, AcceptAction(1, "means_budget", Language.EN))
    item = organisation.library.questionnaire.by_id["means_budget"]
    assert outcome.action.department == item.department
    assert date(2027, 2, 20) < outcome.action.due < date(2027, 3, 1)
    assert outcome.action.due.weekday() < 5


async def test_an_action_is_handed_over_as_a_case_of_its_own(organisation: Organisation) -> None:
    """Each opens one private case with the words of its request, however often the act is done."""
    handed = replace(BUDGET, hands_over=True, request="Un budget d’essai")
    for key in ("k", "k", "other"):
        outcome = await accepted(organisation, handed, key)
        assert isinstance(outcome.case, CaseOpened)
    assert [each.case for each in await organisation.store.actions.all()] == [1, 2]
    opened = (await organisation.case_store.events(1))[0].payload
    assert (opened.question, opened.audience) == ("Un budget d’essai", Audience.PRIVATE)  # type: ignore[union-attr]  # the first event of a case opens it


async def test_what_is_settled_stays_settled(organisation: Organisation) -> None:
    """Done twice is told twice; dropping what is done is refused."""
    await accepted(organisation, BUDGET)
    for _ in range(2):
        outcome = await organisation.does(MANAGER, MarkActionDone(1))
        assert isinstance(outcome, ActionSettled)
        assert outcome.action.state is ActionState.DONE
    assert await organisation.does(MANAGER, DropAction(1)) == ReadinessRefused(Refusal.SETTLED)


async def test_open_actions_are_listed_first_and_old_ones_left_out(organisation: Organisation) -> None:
    """Open ones by their day, those that are due marked, and settled ones for 120 days."""
    for act in (BUDGET, replace(BUDGET, item="means_time", due=date(2026, 12, 1))):
        await accepted(organisation, act)
    listed = await organisation.does(MANAGER, ListActions())
    assert isinstance(listed, ActionsListed)
    assert ([each.number for each in listed.actions], listed.due) == ([2, 1], ())
    await organisation.does(MANAGER, MarkActionDone(2))
    organisation.clock.pass_(timedelta(days=40))
    listed = await organisation.does(MANAGER, ListActions())
    assert isinstance(listed, ActionsListed)
    assert ([each.number for each in listed.actions], listed.due) == ([1, 2], (1,))
    organisation.clock.pass_(timedelta(days=90))
    listed = await organisation.does(MANAGER, ListActions())
    assert isinstance(listed, ActionsListed)
    assert [each.number for each in listed.actions] == [1]


async def test_a_plan_proposes_what_nobody_acts_on(organisation: Organisation) -> None:
    """The weak items without an open action, beside every action of the unit."""
    await accepted(organisation, BUDGET)
    plan = await organisation.does(MANAGER, ShowPlan())
    assert isinstance(plan, Planned)
    assert [each.item.id for each in plan.proposals] == ["means_time"]
    assert [each.item for each in plan.actions] == ["means_budget"]


async def test_a_reminder_is_due_until_it_was_given(organisation: Organisation) -> None:
    """A reminder that was marked as given is not due again, nor is any earlier one."""
    await accepted(organisation, BUDGET)
    history = organisation.service.history
    assert not await reminders(history)
    organisation.clock.at = datetime(2026, 12, 24, 9, 0, tzinfo=organisation.clock.at.tzinfo)
    (due,) = await reminders(history)
    assert (due.action.number, due.reminder) == (1, ReminderStage.DUE)
    await mark_reminded(history, due.action, due.reminder)
    assert not await reminders(history)
    assert (await action(organisation)).reminded == (ReminderStage.SOON, ReminderStage.DUE)


@pytest.mark.parametrize(("level", "state"), [(4, ActionState.DONE), (1, ActionState.OPEN)])
async def test_asked_again_an_action_is_done_where_the_level_rose(
    organisation: Organisation, level: int, state: ActionState
) -> None:
    """The new assessment changes that item alone; without progress the action is due a quarter later."""
    await accepted(organisation, BUDGET)
    again = await to_ask_again(organisation.service.history, 1)
    assert [each.number for each in again] == [1]
    draft = Draft(answers=(("means_budget", level),), actions=(1,))
    await organisation.store.drafts.keep_draft(MANAGER, "again-1", draft)
    await organisation.does(MANAGER, FinishAssessment("again-1"))
    first, second = await organisation.store.assessments.all()
    assert (second.origin, second.after, second.asked) == (Origin.AGAIN, 1, ("means_budget",))
    assert second.levels == first.levels | {"means_budget": level}
    kept = await action(organisation)
    assert (kept.state, kept.asked_again) == (state, 2)
    assert (kept.due > DUE) == (state is ActionState.OPEN)


async def test_a_dropped_action_is_not_asked_again(organisation: Organisation) -> None:
    """Nor is one that never was; the others of its unit come along where they are due."""
    history = organisation.service.history
    for act in (BUDGET, replace(BUDGET, item="means_time", due=date(2026, 11, 24))):
        await accepted(organisation, act)
    assert [each.number for each in await to_ask_again(history, 1)] == [1, 2]
    await organisation.does(MANAGER, DropAction(1))
    assert await to_ask_again(history, 1) == ()
    assert await to_ask_again(history, 9) == ()
