"""Asking others the same: who is asked, who has answered, and nothing of how anybody did."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.readiness.gap import gap
from actions.readiness.outcome import (
    ReadinessOutcome,
    ReadinessRefused,
    SurveyAnswered,
    SurveyClosed,
    SurveyOpened,
    Why,
)
from actions.readiness.records import Survey, SurveyResponse

if TYPE_CHECKING:
    from actions.model import Inbound
    from actions.readiness.acts import FillReadiness
    from actions.readiness.gap import Gap
    from actions.readiness.records import Draft
    from actions.readiness.service import ReadinessService


def mark(number: int, who: str) -> str:
    """Return what tells that a person, or an act, has been here, without naming them."""
    return hashlib.blake2b(f"{number}:{who}".encode(), digest_size=12).hexdigest()


async def invite(study: ReadinessService, inbound: Inbound, act: FillReadiness) -> ReadinessOutcome:
    """Ask departments and people what an assessment asked; more of them, where some are asked already."""
    departments = tuple(
        name for name in act.field("departments").split() if name in study.library.departments
    )
    people = tuple(dict.fromkeys(name for name in act.field("people").split() if name != inbound.person))
    assessment = await study.archive.assessments.get(act.ref)
    if assessment is None:
        return ReadinessRefused(Why.GONE)
    if not departments and not people:
        return ReadinessRefused(Why.NOBODY)
    survey = await study.survey_of(assessment.number)
    if survey is None:
        now = study.clock.now()
        what = Survey(0, assessment.number, assessment.unit, inbound.person, now, departments, people)
        # Keyed by the assessment: it has one survey, whoever asks for it.
        survey = await study.archive.surveys.add(f"survey:{assessment.number}", what)
    if survey.closed_at is not None:
        return ReadinessRefused(Why.CLOSED)

    def become(held: Survey) -> Survey | None:
        if held.closed_at is not None:
            return None
        return replace(
            held,
            departments=tuple(dict.fromkeys((*held.departments, *departments))),
            people=tuple(dict.fromkeys((*held.people, *people))),
        )

    survey = await study.archive.surveys.change(survey.number, become) or survey
    return SurveyOpened(survey, departments, people)


async def may_answer(study: ReadinessService, number: int, person: str) -> ReadinessRefused | None:
    """Return why a person cannot answer a survey; None where they can."""
    survey = await study.archive.surveys.get(number)
    if survey is None:
        return ReadinessRefused(Why.GONE)
    if person == survey.by:
        return ReadinessRefused(Why.OWN)
    if mark(number, person) in survey.answered:
        return ReadinessRefused(Why.ANSWERED)
    return ReadinessRefused(Why.CLOSED) if survey.closed_at is not None else None


async def answer(
    study: ReadinessService, inbound: Inbound, number: int, draft: Draft | None
) -> ReadinessOutcome:
    """Add a person's view, once, where nothing ties it to them."""
    survey = await study.archive.surveys.get(number)
    if survey is None:
        return ReadinessRefused(Why.GONE)
    mine = mark(number, inbound.person)
    if mine in survey.answered:
        await study.archive.drafts.drop_draft(inbound.person, str(number))
        return SurveyAnswered(survey)
    if draft is None:
        return ReadinessRefused(Why.EXPIRED)
    if survey.by == inbound.person:
        return ReadinessRefused(Why.OWN)
    view = SurveyResponse(draft.department, draft.answers)

    def become(held: Survey) -> Survey | None:
        if held.closed_at is not None or mine in held.answered:
            return None
        return replace(
            held,
            answered=tuple(sorted((*held.answered, mine))),
            views=tuple(sorted((*held.views, view), key=repr)),
        )

    survey = await study.archive.surveys.change(number, become) or survey
    await study.archive.drafts.drop_draft(inbound.person, str(number))
    return SurveyAnswered(survey) if mine in survey.answered else ReadinessRefused(Why.CLOSED)


async def close(study: ReadinessService, number: int) -> ReadinessOutcome:
    """Close a survey and compare; below the least number nothing is closed, and nothing shown."""
    least = study.asked.thresholds.group

    def become(held: Survey) -> Survey | None:
        enough = len(held.views) >= least
        return replace(held, closed_at=study.clock.now()) if enough and held.closed_at is None else None

    survey = await study.archive.surveys.change(number, become)
    if survey is None:
        return ReadinessRefused(Why.GONE)
    if survey.closed_at is None:
        return ReadinessRefused(Why.TOO_FEW, count=len(survey.views), least=least)
    return SurveyClosed(survey, await compared(study, survey))


async def compared(study: ReadinessService, survey: Survey) -> Gap:
    """Compare the views of a closed survey with the manager's, where that is still kept."""
    lead = await study.archive.assessments.get(survey.assessment)
    return gap(lead.levels if lead else {}, survey.views, study.asked)
