"""Draws the files of replies at the moment they are uploaded; the queue stores only their names."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actions.acts import ShowCaseReport, ShowRoles
from actions.calculators import staffing
from actions.calculators.acts import Use, UseScenario
from actions.calculators.calculate import find
from actions.calculators.scenarios import (
    Calculated,
    Calculator,
    Compared,
    Exported,
    Scenarios,
    Staffed,
    work_out,
)
from actions.choices import decode, encode
from actions.dialogue.buttons import roles
from actions.readiness.files import ReadinessFile, ReadinessFileKind
from actions.readiness.outcome import (
    Assessed,
    ReadinessExported,
    SurveyClosed,
    UnitsCompared,
)
from actions.reply import CaseReport, RolesTable
from bot.files.cases import escalations_csv, escalations_picture
from bot.files.charts import deflection_labels, deflection_sensitivity, staffing_comparison, staffing_labels
from bot.files.charts.roles import roles_picture
from bot.files.file import File, NoSuchFileError
from bot.files.readiness.pictures import ReadinessFiles, readiness_pictures
from bot.pages.calculators import CalculatorPages

if TYPE_CHECKING:
    from actions.calculators.deflection import Deflection
    from actions.cases.report import Report
    from actions.cases.service import CaseService
    from actions.language import Language
    from actions.readiness.service import ReadinessService
    from actions.reply import Reply
    from bot.pages.compose import Composer


# The subjects of files.
FileSubject = ShowRoles | ShowCaseReport | UseScenario | ReadinessFile


def file_ref(subject: FileSubject) -> str:
    """Return the name of a file for the queue; `Files.render_file` reads it."""
    return subject.encode() if isinstance(subject, ReadinessFile) else encode(subject)


def files_for(reply: Reply) -> tuple[str, ...]:
    """Return the names of the files of `reply`."""
    return tuple(file_ref(subject) for subject in _subjects(reply))


def _subjects(reply: Reply) -> tuple[FileSubject, ...]:
    match reply.decision:
        case Assessed(points):
            return readiness_pictures(points)
        case SurveyClosed(survey, gap) if gap.shown:
            return (ReadinessFile(ReadinessFileKind.GAP, survey.number),)
        case UnitsCompared():
            return (ReadinessFile(ReadinessFileKind.UNITS),)
        case ReadinessExported(points):
            number = points[-1].assessment.number
            kinds = (ReadinessFileKind.PDF, ReadinessFileKind.CSV, ReadinessFileKind.JSON)
            return tuple(ReadinessFile(kind, number) for kind in kinds)
        case CaseReport():
            return (ShowCaseReport(), ShowCaseReport(sheet=True))
        case RolesTable(activities, actors) if min(len(activities), len(actors)) > 1:
            return (ShowRoles(),)
        case Calculated(scenario, _, _, _, _) if scenario.calculator is Calculator.DEFLECTION:
            return (UseScenario(Use.SHOW, scenario.id),)
        case Compared(before, after, _):
            return (UseScenario(Use.COMPARE, before.id, after.id),)
        case Exported(scenario, _):
            return (UseScenario(Use.EXPORT, scenario.id),)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class Files:
    """Draws files, with the knowledge of `composer`."""

    composer: Composer
    scenarios: Scenarios
    cases: CaseService
    readiness: ReadinessService

    async def render_file(self, file_ref: str, person: str, language: Language) -> File:
        """Draw the file that `file_ref` names, for `person`.

        Raises:
            NoSuchFileError: its data has expired, or never existed.
        """
        say = self.composer.strings[language]
        match ReadinessFile.decode(file_ref) or decode(file_ref):
            case ReadinessFile() as file:
                return await ReadinessFiles(self.readiness, say, language).draw(file)
            case ShowRoles():
                table = roles("", "", self.composer.library)
                content = await asyncio.to_thread(roles_picture, table, say, language)
                return File(content, "relais-roles.png", say("roles_all"), say("roles_picture"))
            case ShowCaseReport(sheet):
                return await self._escalations(await self.cases.report(), language, sheet=sheet)
            case UseScenario(Use.SHOW, identifier):
                return await self._sensitivity(await self._result(person, identifier), language)
            case UseScenario(Use.COMPARE, before, after):
                return await self._comparison(person, (before, after), language)
            case UseScenario(Use.EXPORT, identifier):
                return await self._sheet(person, identifier, language)
            case _:
                raise NoSuchFileError(file_ref)

    async def _result(self, person: str, identifier: str) -> Staffed | Deflection:
        scenario = await find(person, identifier, self.scenarios)
        result = work_out(scenario, self.composer.library) if scenario else None
        if result is None:
            raise NoSuchFileError(identifier)
        return result

    async def _name(self, person: str, identifier: str, language: Language) -> str:
        scenario = await find(person, identifier, self.scenarios)
        return CalculatorPages(self.composer.topics).name(scenario, language) if scenario else ""

    async def _sensitivity(self, result: Any, language: Language) -> File:  # noqa: ANN401  either result
        if isinstance(result, Staffed):
            raise NoSuchFileError
        say = self.composer.strings[language]
        labels = deflection_labels(result, language)
        content = await asyncio.to_thread(deflection_sensitivity, result, labels)
        title = say("unnamed_deflection")
        return File(content, "relais-deflection.png", title, say("chart_sensitivity"))

    async def _escalations(self, report: Report, language: Language, *, sheet: bool) -> File:
        say, library = self.composer.strings[language], self.composer.library
        title, draw = say("escalations_title"), escalations_csv if sheet else escalations_picture
        content = await asyncio.to_thread(draw, report, library, say, language)
        name = f"relais-escalations.{'csv' if sheet else 'png'}"
        return File(content, name, title, title if sheet else say("escalations_caption"))

    async def _comparison(self, person: str, both: tuple[str, str], language: Language) -> File:
        results = [await self._result(person, identifier) for identifier in both]
        first, second = results
        if not isinstance(first, Staffed) or not isinstance(second, Staffed):
            raise NoSuchFileError
        names = (await self._name(person, both[0], language), await self._name(person, both[1], language))
        content = await asyncio.to_thread(
            staffing_comparison, first.estimate, second.estimate, names, staffing_labels(language)
        )
        say = self.composer.strings[language]
        title = say("compared", before=names[0], after=names[1])
        return File(content, "relais-staffing.png", title, say("chart_comparison"))

    async def _sheet(self, person: str, identifier: str, language: Language) -> File:
        result = await self._result(person, identifier)
        if not isinstance(result, Staffed):
            raise NoSuchFileError
        departments = self.composer.library.department_names(language)
        sheet = staffing.to_csv(result.estimate, language, departments)
        name = await self._name(person, identifier, language)
        # By the byte order mark of utf-8-sig spreadsheets recognise UTF-8.
        return File(sheet.encode("utf-8-sig"), "relais-staffing.csv", name, name)
