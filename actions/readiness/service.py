"""Acts on assessments: who may, what is read, what is kept, and what is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.readiness import action_items as progress
from actions.readiness import drills as rehearsal
from actions.readiness import surveys
from actions.readiness.acts import OPEN_TO_ALL, FillReadiness, ReadinessAct, UseReadiness, Verb
from actions.readiness.observed import WINDOW, observed
from actions.readiness.outcome import (
    Assessed,
    Guide,
    Planned,
    ReadinessExported,
    ReadinessOutcome,
    ReadinessRefused,
    ResultShared,
    UnitsCompared,
    Why,
)
from actions.readiness.proposals import proposals
from actions.readiness.records import WHOLE, Assessment, Origin
from actions.readiness.trend import Point, in_time, of_unit, trend

if TYPE_CHECKING:
    from actions.cases.ports import Clock
    from actions.cases.service import CaseService
    from actions.knowledge.library import Library
    from actions.knowledge.questionnaire import Questionnaire
    from actions.model import Inbound
    from actions.readiness.observed import Observed
    from actions.readiness.ports import ManagerDirectory, ReadinessStore
    from actions.readiness.records import Draft, Pairs, Survey

# What a person's own assessment is begun under; a survey's is begun under its number.
OWN = "own"
AGAIN = "again"


@dataclass(frozen=True, slots=True)
class ReadinessService:
    """Where assessments are worked on."""

    library: Library
    archive: ReadinessStore
    board: ManagerDirectory
    clock: Clock
    cases: CaseService | None = None

    @property
    def asked(self) -> Questionnaire:
        """The questionnaire."""
        return self.library.questionnaire

    async def refused(self, person: str, verb: Verb) -> ReadinessRefused | None:
        """Return why this person may not; None where they may."""
        if verb in OPEN_TO_ALL or await self.board.manages(person):
            return None
        return ReadinessRefused(Why.NOT_MANAGER, await self.board.managers())

    async def do(self, inbound: Inbound, act: ReadinessAct) -> ReadinessOutcome:
        """Do what a person did; doing the same act again tells the same and changes nothing."""
        if (refused := await self._may_not(inbound.person, act)) is not None:
            return refused
        if isinstance(act, FillReadiness):
            return await self._filled(inbound, act)
        match act.verb:
            case Verb.DONE | Verb.DROP:
                return await progress.settle(self, act)
            case Verb.STEPS:
                return await progress.listed(self)
            case Verb.CLOSE:
                return await surveys.close(self, act.ref)
            case Verb.TAKE | Verb.END:
                return await rehearsal.act_on(self, inbound, act)
            case Verb.SHOW | Verb.PLAN | Verb.COMPARE | Verb.EXPORT:
                return await self._read(act)
            case _:
                # A form's name comes here where the surface could not open it: what can be done is told.
                return Guide(act.other if act.verb is Verb.HELP else "")

    async def _may_not(self, person: str, act: ReadinessAct) -> ReadinessRefused | None:
        """A survey is answered by whoever was asked; everything else of a form is a manager's."""
        if isinstance(act, FillReadiness) and act.verb is Verb.FINISH and act.other.isdecimal():
            return None
        return await self.refused(person, act.verb)

    async def _filled(self, inbound: Inbound, act: FillReadiness) -> ReadinessOutcome:
        match act.verb:
            case Verb.FINISH:
                return await self._finish(inbound, act.other)
            case Verb.ACCEPT:
                return await progress.accept(self, inbound, act)
            case Verb.INVITE:
                return await surveys.invite(self, inbound, act)
            case Verb.DRILL | Verb.PASS | Verb.REPLY:
                return await rehearsal.filled(self, inbound, act)
            case Verb.SHARE:
                points = await self.points(act.ref)
                return ResultShared(points, act.field("channel")) if points else ReadinessRefused(Why.GONE)
            case _:
                return Guide()

    async def _finish(self, inbound: Inbound, scope: str) -> ReadinessOutcome:
        """Keep what a person has answered; a second attempt finds it kept."""
        draft = await self.archive.drafts.draft(inbound.person, scope)
        if scope.isdecimal():
            return await surveys.answer(self, inbound, int(scope), draft)
        kept = await self.archive.assessments.find(inbound.once)
        if kept is None:
            if draft is None:
                return ReadinessRefused(Why.EXPIRED)
            kept = await self._keep(inbound, draft)
        if draft is not None:
            await progress.answered(self, kept, draft.steps)
            await self.archive.drafts.drop_draft(inbound.person, scope)
        return Assessed(await self.points(kept.number), await self.survey_of(kept.number))

    async def _keep(self, inbound: Inbound, draft: Draft) -> Assessment:
        """Keep an assessment; one that asks a few items again takes the rest from the last one."""
        asked = tuple(name for name, _ in draft.answers)
        if not draft.steps:
            what = Assessment(0, draft.unit, inbound.person, self.clock.now(), draft.answers, asked=asked)
            return await self.archive.assessments.add(inbound.once, what)
        return await self.continued(inbound.once, inbound.person, draft.unit, draft.answers, Origin.AGAIN)

    async def continued(self, key: str, person: str, unit: str, answers: Pairs, origin: Origin) -> Assessment:
        """Keep an assessment that changes some answers of the unit's last one."""
        last = await self.last(unit)
        before = last.levels if last else {}
        levels = tuple((before | dict(answers)).items())
        asked = tuple(name for name, _ in answers)
        after = last.number if last else 0
        what = Assessment(0, unit, person, self.clock.now(), levels, origin, asked, after)
        return await self.archive.assessments.add(key, what)

    async def last(self, unit: str) -> Assessment | None:
        """Return the latest assessment of a unit."""
        held = [each for each in await self.archive.assessments.all() if each.unit == unit]
        return max(held, key=in_time, default=None)

    async def points(self, number: int) -> tuple[Point, ...]:
        """Return the trend of an assessment's unit up to it; none where it has ended."""
        found = await self.archive.assessments.get(number)
        if found is None:
            return ()
        held = of_unit(await self.archive.assessments.all(), found.unit)
        upto = [each for each in held if in_time(each) <= in_time(found)]
        return trend(upto, await self.archive.steps.all(), self.asked)

    async def survey_of(self, assessment: int) -> Survey | None:
        """Return the survey that asks others the same as an assessment."""
        return next((s for s in await self.archive.surveys.all() if s.assessment == assessment), None)

    async def found(self, act: UseReadiness) -> Assessment | None:
        """Return the assessment meant: by number, else the last of the unit named, else the last of all."""
        if act.ref:
            return await self.archive.assessments.get(act.ref)
        held, unit = await self.archive.assessments.all(), act.other.strip().casefold()
        meant = [each for each in held if not unit or each.unit.casefold() == unit]
        return max(meant, key=in_time, default=None)

    async def _read(self, act: UseReadiness) -> ReadinessOutcome:
        if act.verb is Verb.COMPARE:
            return await self._compare()
        assessment = await self.found(act)
        if assessment is None:
            return ReadinessRefused(Why.GONE if act.ref else Why.NOTHING)
        points = await self.points(assessment.number)
        if act.verb is Verb.PLAN:
            steps = await self.archive.steps.all()
            mine = tuple(step for step in steps if step.unit == assessment.unit)
            return Planned(assessment, proposals(assessment, mine, self.asked), mine)
        if act.verb is Verb.EXPORT:
            return ReadinessExported(points)
        return Assessed(points, await self.survey_of(assessment.number))

    async def units(self) -> tuple[Point, ...]:
        """Return the latest of each unit, the whole organisation first."""
        held, steps = await self.archive.assessments.all(), await self.archive.steps.all()
        units = sorted({each.unit for each in held}, key=lambda unit: (unit != WHOLE, unit.casefold()))
        return tuple(trend(of_unit(held, unit), steps, self.asked)[-1] for unit in units)

    async def _compare(self) -> ReadinessOutcome:
        """Lay units side by side, and what is lived beside what the first declares."""
        latest = await self.units()
        if not latest:
            return ReadinessRefused(Why.NOTHING)
        return UnitsCompared(latest, await self._observed(latest[0]))

    async def _observed(self, point: Point) -> tuple[Observed, ...]:
        now = self.clock.now()
        topics = {topic for dimension in self.asked.dimensions for topic in dimension.topics}
        counts = {
            topic: await self.archive.answer_counts.count(topic, now - WINDOW) for topic in sorted(topics)
        }
        cases = []
        if self.cases is not None:
            found = [await self.cases.case(n) for n in await self.cases.store.all_numbers()]
            cases = [case for case in found if case is not None]
        return observed(point.result, counts, cases, now, self.asked.thresholds.group)
