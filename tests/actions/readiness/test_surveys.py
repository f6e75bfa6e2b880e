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
from tests.fakes.readiness import EMPLOYEE, LAWYER, MANAGER, Organisation

if TYPE_CHECKING:
    from actions.knowledge.library import Library


@pytest.fixture
async def organisation(library: Library) -> Organisation:
    """A manager who has invited the legal department."""
    organisation = Organisation(library)
    await organisation.assesses()
    await organisation.does(MANAGER, InviteToSurvey(1, ("legal",)))
    return organisation


async def survey(organisation: Organisation) -> Survey:
    """Return the one survey there is."""
    (found,) = await organisation.store.surveys.all()
    return found


async def test_an_assessment_has_one_survey(organisation: Organisation) -> None:
    """A second invitation adds to it; unknown departments and the manager themselves are left out."""
    invited = await organisation.does(
        MANAGER, InviteToSurvey(1, ("hr", "no_such", "legal"), (EMPLOYEE, MANAGER, EMPLOYEE))
    )
    assert isinstance(invited, SurveyOpened)
    assert (invited.departments, invited.people) == (("hr", "legal"), (EMPLOYEE,))
    kept = await survey(organisation)
    assert (kept.departments, kept.people, kept.by) == (("legal", "hr"), (EMPLOYEE,), MANAGER)


async def test_an_invitation_to_nobody_is_refused(organisation: Organisation) -> None:
    """Departments that do not exist, or only the manager themselves, are nobody."""
    outcome = await organisation.does(MANAGER, InviteToSurvey(1, ("no_such",), (MANAGER,)))
    assert outcome == ReadinessRefused(Refusal.NOBODY)


async def test_a_response_counts_once_and_names_nobody(organisation: Organisation) -> None:
    """The second one of a person is told as the first, is not added, and its draft is dropped."""
    for level in (2, 3):
        assert isinstance(await organisation.answers(EMPLOYEE, level=level), SurveyAnswered)
    kept = await survey(organisation)
    assert (len(kept.responses), len(kept.answered)) == (1, 1)
    assert EMPLOYEE not in repr(kept)
    assert dict(kept.responses[0].answers)["means_budget"] == 2
    assert await organisation.store.drafts.draft(EMPLOYEE, "1") is None


async def test_whose_survey_it_is_does_not_answer_it(organisation: Organisation) -> None:
    """The manager's answers are the assessment's own; nothing begun is nothing to add."""
    assert await organisation.answers(MANAGER) == ReadinessRefused(Refusal.OWN)
    outcome = await organisation.does(EMPLOYEE, FinishAssessment("1"))
    assert outcome == ReadinessRefused(Refusal.EXPIRED)
    assert await organisation.answers(EMPLOYEE, survey=9) == ReadinessRefused(Refusal.GONE)


async def test_too_few_responses_leave_a_survey_open(organisation: Organisation) -> None:
    """Below the least number nothing is compared; from it on the survey closes, for good."""
    least = organisation.library.questionnaire.thresholds.group
    for count in range(least):
        refused = await organisation.does(MANAGER, CloseSurvey(1))
        assert refused == ReadinessRefused(Refusal.TOO_FEW, count=count, least=least)
        await organisation.answers(f"person {count}")
    closed = await organisation.does(MANAGER, CloseSurvey(1))
    assert isinstance(closed, SurveyClosed)
    assert closed.gap.count == least
    assert await organisation.does(MANAGER, CloseSurvey(1)) == closed
    assert await organisation.answers(LAWYER) == ReadinessRefused(Refusal.CLOSED)
    late = await organisation.does(MANAGER, InviteToSurvey(1, ("hr",)))
    assert late == ReadinessRefused(Refusal.CLOSED)


async def test_a_person_is_told_beforehand_why_they_cannot_answer(organisation: Organisation) -> None:
    """Before a form is opened: no survey, their own, answered already, or closed."""
    history = organisation.service.history
    assert await refusal_to_answer(history, 1, EMPLOYEE) is None
    assert await refusal_to_answer(history, 9, EMPLOYEE) == ReadinessRefused(Refusal.GONE)
    assert await refusal_to_answer(history, 1, MANAGER) == ReadinessRefused(Refusal.OWN)
    for person in ("a", "b", "c"):
        await organisation.answers(person)
    assert await refusal_to_answer(history, 1, "a") == ReadinessRefused(Refusal.ANSWERED)
    await organisation.does(MANAGER, CloseSurvey(1))
    assert await refusal_to_answer(history, 1, EMPLOYEE) == ReadinessRefused(Refusal.CLOSED)


async def test_a_draft_of_a_closed_survey_is_dropped(organisation: Organisation) -> None:
    """Who was answering when it closed is told so, and what they had begun is forgotten."""
    for person in ("a", "b", "c"):
        await organisation.answers(person)
    await organisation.does(MANAGER, CloseSurvey(1))
    await organisation.store.drafts.keep_draft(EMPLOYEE, "1", Draft(survey=1))
    assert await organisation.does(EMPLOYEE, FinishAssessment("1")) == ReadinessRefused(Refusal.CLOSED)
    assert await organisation.store.drafts.draft(EMPLOYEE, "1") is None
