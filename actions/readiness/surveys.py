"""Acts on surveys: departments and people answer the questions of an assessment, anonymously."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from actions.readiness.acts import CloseSurvey, InviteToSurvey
from actions.readiness.gap import gap
from actions.readiness.outcome import (
    ReadinessOutcome,
    ReadinessRefused,
    Refusal,
    SurveyAnswered,
    SurveyClosed,
    SurveyOpened,
)
from actions.readiness.records import Survey, SurveyResponse, mark

if TYPE_CHECKING:
    from actions.model import Inbound
    from actions.readiness.gap import Gap
    from actions.readiness.history import History
    from actions.readiness.records import Draft


SurveyAct = InviteToSurvey | CloseSurvey


async def do(history: History, inbound: Inbound, act: SurveyAct) -> ReadinessOutcome:
    """Invite to a survey, or close it."""
    match act:
        case InviteToSurvey():
            return await _invite(history, inbound, act)
        case CloseSurvey(number):
            return await _close(history, number)
        case _:
            assert_never(act)


async def _invite(history: History, inbound: Inbound, act: InviteToSurvey) -> ReadinessOutcome:
    """Invite departments and people to a survey, which is opened by the first invitation."""
    departments = tuple(name for name in act.departments if name in history.library.departments)
    people = tuple(dict.fromkeys(person for person in act.people if person != inbound.person))
    assessment = await history.store.assessments.get(act.number)
    if assessment is None:
        return ReadinessRefused(Refusal.GONE)
    if not departments and not people:
        return ReadinessRefused(Refusal.NOBODY)
    survey = await history.survey_of(assessment.number)
    if survey is None:
        now = history.clock.now()
        opened = Survey(0, assessment.number, assessment.unit, inbound.person, now, departments, people)
        # Keyed by the assessment, so that two managers who invite at once open one survey.
        survey = await history.store.surveys.add(f"survey:{assessment.number}", opened)
    if survey.closed_at is not None:
        return ReadinessRefused(Refusal.CLOSED)

    def with_invited(survey: Survey) -> Survey | None:
        if survey.closed_at is not None:
            return None
        return replace(
            survey,
            departments=tuple(dict.fromkeys((*survey.departments, *departments))),
            people=tuple(dict.fromkeys((*survey.people, *people))),
        )

    survey = await history.store.surveys.change(survey.number, with_invited) or survey
    return SurveyOpened(survey, departments, people)


async def refusal_to_answer(history: History, number: int, person: str) -> ReadinessRefused | None:
    """Return why a person cannot answer a survey; None where they can."""
    survey = await history.store.surveys.get(number)
    if survey is None:
        return ReadinessRefused(Refusal.GONE)
    if person == survey.by:
        return ReadinessRefused(Refusal.OWN)
    if mark(number, person) in survey.answered:
        return ReadinessRefused(Refusal.ANSWERED)
    return ReadinessRefused(Refusal.CLOSED) if survey.closed_at is not None else None


async def answer(history: History, inbound: Inbound, number: int, draft: Draft | None) -> ReadinessOutcome:
    """Add a person's response, once, without anything that ties it to them."""
    survey = await history.store.surveys.get(number)
    if survey is None:
        return ReadinessRefused(Refusal.GONE)
    own_mark = mark(number, inbound.person)
    if own_mark in survey.answered:
        await history.store.drafts.drop_draft(inbound.person, str(number))
        return SurveyAnswered(survey)
    if draft is None:
        return ReadinessRefused(Refusal.EXPIRED)
    if survey.by == inbound.person:
        return ReadinessRefused(Refusal.OWN)
    response = SurveyResponse(draft.department, draft.answers)

    def with_response(survey: Survey) -> Survey | None:
        if survey.closed_at is not None or own_mark in survey.answered:
            return None
        return replace(
            survey,
            answered=tuple(sorted((*survey.answered, own_mark))),
            responses=tuple(sorted((*survey.responses, response), key=repr)),
        )

    survey = await history.store.surveys.change(number, with_response) or survey
    await history.store.drafts.drop_draft(inbound.person, str(number))
    return SurveyAnswered(survey) if own_mark in survey.answered else ReadinessRefused(Refusal.CLOSED)


async def _close(history: History, number: int) -> ReadinessOutcome:
    """Close a survey and compare; with too few responses it stays open and nothing is shown."""
    least = history.questionnaire.thresholds.group

    def closed(survey: Survey) -> Survey | None:
        if survey.closed_at is not None or len(survey.responses) < least:
            return None
        return replace(survey, closed_at=history.clock.now())

    survey = await history.store.surveys.change(number, closed)
    if survey is None:
        return ReadinessRefused(Refusal.GONE)
    if survey.closed_at is None:
        return ReadinessRefused(Refusal.TOO_FEW, count=len(survey.responses), least=least)
    return SurveyClosed(survey, await gap_of(history, survey))


async def gap_of(history: History, survey: Survey) -> Gap:
    """Compare the responses to a closed survey with the manager's answers, where those are still kept."""
    lead = await history.store.assessments.get(survey.assessment)
    return gap(lead.levels if lead else {}, survey.responses, history.questionnaire)
