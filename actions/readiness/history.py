"""Finds assessments and the trend of a unit, and adds assessments that continue an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.readiness.records import WHOLE, Assessment, Origin
from actions.readiness.trend import Point, in_time, of_unit, trend

if TYPE_CHECKING:
    from actions.cases.ports import Clock
    from actions.hours import Hours
    from actions.knowledge.library import Library
    from actions.knowledge.questionnaire import Questionnaire
    from actions.readiness.ports import ReadinessStore
    from actions.readiness.records import Pairs, Survey


@dataclass(frozen=True, slots=True)
class History:
    """Reads the assessments in `store`, and adds those that continue an earlier one."""

    library: Library
    store: ReadinessStore
    clock: Clock

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire, as it is now."""
        return self.library.questionnaire

    def hours(self, department: str) -> Hours:
        """Return the opening hours of a department, the default one's where it is not known."""
        return self.library.department(department).opening

    async def latest(self, unit: str) -> Assessment | None:
        """Return the latest assessment of a unit, None where there is none."""
        assessments = [each for each in await self.store.assessments.all() if each.unit == unit]
        return max(assessments, key=in_time, default=None)

    async def find(self, number: int = 0, unit: str = "") -> Assessment | None:
        """Return an assessment: by number, else the latest of the unit typed, else the latest of all."""
        if number:
            return await self.store.assessments.get(number)
        typed = unit.strip().casefold()
        assessments = await self.store.assessments.all()
        matching = [each for each in assessments if not typed or each.unit.casefold() == typed]
        return max(matching, key=in_time, default=None)

    async def points(self, number: int) -> tuple[Point, ...]:
        """Return the trend of an assessment's unit up to it; empty where the assessment has ended."""
        assessment = await self.store.assessments.get(number)
        if assessment is None:
            return ()
        of_its_unit = of_unit(await self.store.assessments.all(), assessment.unit)
        until = [each for each in of_its_unit if in_time(each) <= in_time(assessment)]
        return trend(until, await self.store.actions.all(), self.questionnaire)

    async def units(self) -> tuple[Point, ...]:
        """Return the latest point of each unit, the whole organisation first."""
        assessments, actions = await self.store.assessments.all(), await self.store.actions.all()
        units = sorted({each.unit for each in assessments}, key=lambda unit: (unit != WHOLE, unit.casefold()))
        return tuple(trend(of_unit(assessments, unit), actions, self.questionnaire)[-1] for unit in units)

    async def survey_of(self, assessment: int) -> Survey | None:
        """Return the survey that asks others the same as an assessment, None where there is none."""
        surveys = await self.store.surveys.all()
        return next((survey for survey in surveys if survey.assessment == assessment), None)

    async def add_continued(
        self, key: str, person: str, unit: str, answers: Pairs, origin: Origin
    ) -> Assessment:
        """Add an assessment that changes some answers of the unit's latest one and keeps the rest.

        `key` is that of the act: the same key gives the same assessment.
        """
        latest = await self.latest(unit)
        levels = (latest.levels if latest else {}) | dict(answers)
        question_ids = tuple(name for name, _ in answers)
        after = latest.number if latest else 0
        now = self.clock.now()
        assessment = Assessment(0, unit, person, now, tuple(levels.items()), origin, question_ids, after)
        return await self.store.assessments.add(key, assessment)
