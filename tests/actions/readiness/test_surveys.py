"""Surveys: who is asked, who may answer, and that nobody's answers are tied to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.readiness.acts import CloseSurvey, FinishAssessment, InviteToSurvey
from actions.readiness.outcome import (
    ReadinessRefused,
    Refusal,
    SurveyAnswered,
    SurveyClosed,
    SurveyOpened,
)
from actions.readiness.records import Draft, Survey
from actions.readiness.surveys import refusal_to_answer
from tests.fakes.readiness import EMPLOYEE, LAWYER, MANAGER, ReadinessWorld

if TYPE_CHECKING:
    from actions.knowledge.library import Library


@pytest.fixture
async def world(library: Library) -> ReadinessWorld:
    """A manager who has invited the legal department."""
    world = ReadinessWorld(library)
    await world.assess()
    await world.do(MANAGER, InviteToSurvey(1, ("legal",)))
    return world


async def survey(world: ReadinessWorld) -> Survey:
    """Return the one survey there is."""
    (found,) = await world.store.surveys.all()
    return found


async def test_an_assessment_has_one_survey(world: ReadinessWorld) -> None:
    """A second invitation adds to it; unknown departments and the manager themselves are left out."""
    invited = await world.do(
        MANAGER, InviteToSurvey(1, ("hr", "no_such", "legal"), (EMPLOYEE, MANAGER, EMPLOYEE))
    )
    assert isinstance(invited, SurveyOpened)
    assert (invited.departments, invited.people) == (("hr", "legal"), (EMPLOYEE,))
    kept = await survey(world)
    assert (kept.departments, kept.people, kept.by) == (("legal", "hr"), (EMPLOYEE,), MANAGER)


async def test_an_invitation_to_nobody_is_refused(world: ReadinessWorld) -> None:
    """Departments that do not exist, or only the manager themselves, are nobody."""
    outcome = await world.do(MANAGER, InviteToSurvey(1, ("no_such",), (MANAGER,)))
    assert outcome == ReadinessRefused(Refusal.NOBODY)


async def test_a_response_counts_once_and_names_nobody(world: ReadinessWorld) -> None:
    """The second one of a person is told as the first, is not added, and its draft is dropped."""
    for level in (2, 3):
        assert isinstance(await world.answer(EMPLOYEE, level=level), SurveyAnswered)
    kept = await survey(world)
    assert (len(kept.responses), len(kept.answered)) == (1, 1)
    assert EMPLOYEE not in repr(kept)
    assert dict(kept.responses[0].answers)["means_budget"] == 2
    assert await world.store.drafts.draft(EMPLOYEE, "1") is None


async def test_whose_survey_it_is_does_not_answer_it(world: ReadinessWorld) -> None:
    """The manager's answers are the assessment's own; nothing begun is nothing to add."""
    assert await world.answer(MANAGER) == ReadinessRefused(Refusal.OWN)
    outcome = await world.do(EMPLOYEE, FinishAssessment("1"))
    assert outcome == ReadinessRefused(Refusal.EXPIRED)
    assert await world.answer(EMPLOYEE, survey=9) == ReadinessRefused(Refusal.GONE)


async def test_too_few_responses_leave_a_survey_open(world: ReadinessWorld) -> None:
    """Below the least number nothing is compared; from it on the survey closes, for good."""
    least = world.library.questionnaire.thresholds.group
    for count in range(least):
        refused = await world.do(MANAGER, CloseSurvey(1))
        assert refused == ReadinessRefused(Refusal.TOO_FEW, count=count, least=least)
        await world.answer(f"person {count}")
    closed = await world.do(MANAGER, CloseSurvey(1))
    assert isinstance(closed, SurveyClosed)
    assert closed.gap.count == least
    assert await world.do(MANAGER, CloseSurvey(1)) == closed
    assert await world.answer(LAWYER) == ReadinessRefused(Refusal.CLOSED)
    late = await world.do(MANAGER, InviteToSurvey(1, ("hr",)))
    assert late == ReadinessRefused(Refusal.CLOSED)


async def test_a_person_is_told_beforehand_why_they_cannot_answer(world: ReadinessWorld) -> None:
    """Before a form is opened: no survey, their own, answered already, or closed."""
    history = world.service.history
    assert await refusal_to_answer(history, 1, EMPLOYEE) is None
    assert await refusal_to_answer(history, 9, EMPLOYEE) == ReadinessRefused(Refusal.GONE)
    assert await refusal_to_answer(history, 1, MANAGER) == ReadinessRefused(Refusal.OWN)
    for person in ("a", "b", "c"):
        await world.answer(person)
    assert await refusal_to_answer(history, 1, "a") == ReadinessRefused(Refusal.ANSWERED)
    await world.do(MANAGER, CloseSurvey(1))
    assert await refusal_to_answer(history, 1, EMPLOYEE) == ReadinessRefused(Refusal.CLOSED)


async def test_a_draft_of_a_closed_survey_is_dropped(world: ReadinessWorld) -> None:
    """Who was answering when it closed is told so, and what they had begun is forgotten."""
    for person in ("a", "b", "c"):
        await world.answer(person)
    await world.do(MANAGER, CloseSurvey(1))
    await world.store.drafts.keep_draft(EMPLOYEE, "1", Draft(survey=1))
    assert await world.do(EMPLOYEE, FinishAssessment("1")) == ReadinessRefused(Refusal.CLOSED)
    assert await world.store.drafts.draft(EMPLOYEE, "1") is None
