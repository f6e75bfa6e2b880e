"""Runs the acts on assessments; who may do them is decided before (`actions.permissions`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.readiness import action_items, drills, surveys
from actions.readiness.acts import (
    AcceptAction,
    AnswerDrill,
    CloseSurvey,
    CompareUnits,
    DropAction,
    EndDrill,
    ExportAssessment,
    FinishAssessment,
    InviteToSurvey,
    ListActions,
    MarkActionDone,
    OpenReadinessForm,
    PassDrill,
    ReadinessAct,
    ShareAssessment,
    ShowAssessment,
    ShowPlan,
    ShowReadinessGuide,
    StartDrill,
    TakeDrill,
)
from actions.readiness.history import History
from actions.readiness.observed import WINDOW, observed
from actions.readiness.outcome import (
    Assessed,
    Guide,
    Planned,
    ReadinessExported,
    ReadinessOutcome,
    ReadinessRefused,
    Refusal,
    ResultShared,
    UnitsCompared,
)
from actions.readiness.proposals import proposals
from actions.readiness.records import Assessment, Draft, Origin
from actions.readiness.scopes import survey_number

if TYPE_CHECKING:
    from actions.cases.ports import Clock
    from actions.cases.service import CaseService
    from actions.knowledge.library import Library
    from actions.knowledge.questionnaire import Questionnaire
    from actions.model import Inbound
    from actions.readiness.observed import Observed
    from actions.readiness.ports import ReadinessStore
    from actions.readiness.trend import Point


@dataclass(frozen=True, slots=True)
class ReadinessService:
    """Runs acts on assessments; `cases` opens a case where an action is handed to a department."""

    library: Library
    store: ReadinessStore
    clock: Clock
    cases: CaseService

    @property
    def history(self) -> History:
        """The assessments so far."""
        return History(self.library, self.store, self.clock)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire, as it is now."""
        return self.library.questionnaire

    async def do(self, inbound: Inbound, act: ReadinessAct) -> ReadinessOutcome:
        """Do what a person did; doing the same act again gives the same outcome and changes nothing."""
        history = self.history
        match act:
            case ShowReadinessGuide(words):
                return Guide(words)
            case OpenReadinessForm():
                # Surfaces open forms themselves; one that cannot shows the guide.
                return Guide()
            case ShowAssessment() | ShowPlan() | ExportAssessment() | CompareUnits():
                return await self._read(act)
            case FinishAssessment(scope):
                return await self._finish(inbound, scope)
            case ShareAssessment(number, channel):
                points = await history.points(number)
                return ResultShared(points, channel) if points else ReadinessRefused(Refusal.GONE)
            case AcceptAction() | MarkActionDone() | DropAction() | ListActions():
                return await action_items.do(history, self.cases, inbound, act)
            case InviteToSurvey() | CloseSurvey():
                return await surveys.do(history, inbound, act)
            case StartDrill() | TakeDrill() | PassDrill() | AnswerDrill() | EndDrill():
                return await drills.do(history, inbound, act)
            case _:
                assert_never(act)

    async def _finish(self, inbound: Inbound, scope: str) -> ReadinessOutcome:
        """Keep what a person has answered; a second attempt finds it kept."""
        draft = await self.store.drafts.draft(inbound.person, scope)
        if survey := survey_number(scope):
            return await surveys.answer(self.history, inbound, survey, draft)
        assessment = await self.store.assessments.find(inbound.once)
        if assessment is None:
            if draft is None:
                return ReadinessRefused(Refusal.EXPIRED)
            assessment = await self._keep(inbound, draft)
        if draft is not None:
            await action_items.settle_asked_again(self.history, assessment, draft.actions)
            await self.store.drafts.drop_draft(inbound.person, scope)
        return await self._assessed(assessment)

    async def _keep(self, inbound: Inbound, draft: Draft) -> Assessment:
        """Keep an assessment; one that asks a few items again takes the rest from the unit's latest one."""
        if draft.actions:
            return await self.history.add_continued(
                inbound.once, inbound.person, draft.unit, draft.answers, Origin.AGAIN
            )
        question_ids = tuple(name for name, _ in draft.answers)
        now = self.clock.now()
        assessment = Assessment(0, draft.unit, inbound.person, now, draft.answers, asked=question_ids)
        return await self.store.assessments.add(inbound.once, assessment)

    async def _assessed(self, assessment: Assessment) -> Assessed:
        history, number = self.history, assessment.number
        return Assessed(await history.points(number), await history.survey_of(number))

    async def _read(
        self, act: ShowAssessment | ShowPlan | ExportAssessment | CompareUnits
    ) -> ReadinessOutcome:
        if isinstance(act, CompareUnits):
            return await self._compare()
        unit = "" if isinstance(act, ShowPlan) else act.unit
        assessment = await self.history.find(act.number, unit)
        if assessment is None:
            return ReadinessRefused(Refusal.GONE if act.number else Refusal.NOTHING)
        match act:
            case ShowPlan():
                actions = await self.store.actions.all()
                of_unit = tuple(action for action in actions if action.unit == assessment.unit)
                return Planned(assessment, proposals(assessment, of_unit, self.questionnaire), of_unit)
            case ExportAssessment():
                return ReadinessExported(await self.history.points(assessment.number))
            case ShowAssessment():
                return await self._assessed(assessment)
            case _:
                assert_never(act)

    async def _compare(self) -> ReadinessOutcome:
        """Return all units, with the observed counts of the first one."""
        units = await self.history.units()
        if not units:
            return ReadinessRefused(Refusal.NOTHING)
        return UnitsCompared(units, await self._observed(units[0]))

    async def _observed(self, point: Point) -> tuple[Observed, ...]:
        now = self.clock.now()
        topics = {topic for dimension in self.questionnaire.dimensions for topic in dimension.topics}
        counts = {
            topic: await self.store.answer_counts.count(topic, now - WINDOW) for topic in sorted(topics)
        }
        found = [await self.cases.case(number) for number in await self.cases.store.all_numbers()]
        cases = [case for case in found if case is not None]
        return observed(point.result, counts, cases, now, self.questionnaire.thresholds.group)
