"""An assessment as files: pictures for a phone, a report as PDF, a sheet and JSON."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from actions.knowledge.verdict import Verdict
from actions.numbers import format_number
from actions.readiness.acts import UseReadiness, Verb
from actions.readiness.surveys import compared
from bot.files.charts.gap import GapLabels, GapRow, gap_chart
from bot.files.charts.progress import Trend, TrendPoint, Unit, UnitsLabels, trend_chart, units_chart
from bot.files.charts.radar import RadarLabels, radar_chart
from bot.files.file import File, NoSuchFileError
from bot.files.readiness.export import to_csv, to_json
from bot.files.readiness.pdf import report_pdf
from bot.files.readiness.report import report
from bot.pages.readiness.wording import ReadinessWords

if TYPE_CHECKING:
    from actions.language import Language
    from actions.readiness.gap import Gap
    from actions.readiness.service import ReadinessService
    from actions.readiness.trend import Point
    from bot.strings import Strings


def readiness_pictures(points: tuple[Point, ...]) -> tuple[UseReadiness, ...]:
    """Return the pictures that go with a result: the radar, and the trend where there is one."""
    number = points[-1].assessment.number
    kinds = ("radar", "trend") if len(points) > 1 else ("radar",)
    return tuple(UseReadiness(Verb.SHOW, number, kind) for kind in kinds)


@dataclass(frozen=True, slots=True)
class ReadinessFiles:
    """Draws them, in one language."""

    readiness: ReadinessService
    say: Strings
    language: Language

    @property
    def words(self) -> ReadinessWords:
        """What says things in that language."""
        return ReadinessWords(self.readiness.library, self.say, self.language)

    async def draw(self, choice: UseReadiness) -> File:
        """Draw what `choice` names: its `other` is the kind of file.

        Raises:
            NoSuchFileError: what it shows has ended.
        """
        if choice.verb is Verb.CLOSE:
            return await self._gap(choice.ref)
        if choice.verb is Verb.COMPARE:
            return await self._units()
        points = await self.readiness.points(choice.ref)
        if not points:
            raise NoSuchFileError(str(choice.ref))
        match choice.other:
            case "radar":
                return await self._radar(points)
            case "trend":
                return await self._trend(points)
            case "pdf":
                return await self._report(points)
            case "csv" | "json":
                write = to_csv if choice.other == "csv" else to_json
                content = await asyncio.to_thread(write, points, self.words)
                title = self.say("readiness_file_data", unit=self._unit(points))
                return File(content, f"relais-readiness.{choice.other}", title, title)
            case _:
                raise NoSuchFileError(choice.other)

    def _unit(self, points: tuple[Point, ...]) -> str:
        return self.words.unit(points[-1].assessment.unit)

    async def _radar(self, points: tuple[Point, ...]) -> File:
        content = await asyncio.to_thread(radar_of, points, self.words)
        title = self.say("readiness_file_radar", unit=self._unit(points))
        return File(content, "relais-readiness.png", title, self.words.radar(points[-1]))

    async def _trend(self, points: tuple[Point, ...]) -> File:
        known = [point for point in points if point.result.score is not None]
        if not known:
            raise NoSuchFileError("no score")
        title = self.say("readiness_trend_title", unit=self._unit(points))
        thresholds = self.readiness.asked.thresholds
        edges = (0, thresholds.prepare, thresholds.conditions, thresholds.go, 100)
        names = [self.words.verdict(verdict) for verdict in Verdict]
        bands = tuple(zip(names, edges[:-1], edges[1:], strict=True))
        drawn = tuple(
            TrendPoint(self.words.short_day(p.assessment), float(p.result.score or 0)) for p in known
        )
        notes = tuple(self.words.move(move) for move in points[-1].moves)
        content = await asyncio.to_thread(trend_chart, Trend(title, drawn, bands, notes))
        told = [self.say("readiness_trend_point", day=p.day, score=round(p.score)) for p in drawn]
        alt = self.say("readiness_trend_alt", points=self.words.names(told))
        return File(content, "relais-readiness-trend.png", title, alt)

    async def _report(self, points: tuple[Point, ...]) -> File:
        picture = await asyncio.to_thread(radar_of, points, self.words)
        content = await asyncio.to_thread(report_pdf, report(points, self.words, picture))
        title = self.say("readiness_file_report", unit=self._unit(points))
        return File(content, "relais-readiness.pdf", title, title)

    async def _gap(self, number: int) -> File:
        survey = await self.readiness.archive.surveys.get(number)
        if survey is None or survey.closed_at is None:
            raise NoSuchFileError(str(number))
        found = await compared(self.readiness, survey)
        title = self.say("readiness_gap_title")
        content = await asyncio.to_thread(gap_chart, self._gap_rows(found), self._gap_labels())
        told = [
            self.say(
                "readiness_gap_alt_line",
                name=row.dimension.name.in_(self.language),
                lead=self.words.level(row.lead),
                others=self.words.level(row.others),
            )
            for row in found.rows
            if row.others is not None
        ]
        alt = self.say("readiness_gap_alt", levels=self.words.names(told))
        return File(content, "relais-readiness-gap.png", title, alt)

    def _gap_rows(self, found: Gap) -> list[GapRow]:
        return [
            GapRow(
                row.dimension.name.in_(self.language),
                _number(row.lead),
                _number(row.others),
                tuple((self.words.department(name), float(level)) for name, level in row.departments),
            )
            for row in found.rows
        ]

    def _gap_labels(self) -> GapLabels:
        say = self.say
        return GapLabels(
            title=say("readiness_gap_title"),
            lead=say("readiness_gap_lead"),
            others=say("readiness_gap_others"),
            scale=say("readiness_gap_scale"),
            hidden=say("readiness_gap_too_few"),
        )

    async def _units(self) -> File:
        points = await self.readiness.units()
        if not points:
            raise NoSuchFileError("no unit")
        say, title = self.say, self.say("readiness_units_title")
        units = [
            Unit(
                self.words.unit(point.assessment.unit),
                _number(point.result.score),
                tuple(_number(standing.level) for standing in point.result.standings),
            )
            for point in points
        ]
        labels = UnitsLabels(
            title=title,
            score=say("readiness_units_score"),
            levels=say("readiness_units_levels"),
            dimensions=tuple(each.name.in_(self.language) for each in self.readiness.asked.dimensions),
            number=lambda level: format_number(Fraction(level), self.language, 1),
        )
        content = await asyncio.to_thread(units_chart, units, labels)
        told = [
            say(
                "readiness_trend_point", day=unit.name, score="?" if unit.score is None else round(unit.score)
            )
            for unit in units
        ]
        alt = say("readiness_units_alt", points=self.words.names(told))
        return File(content, "relais-readiness-units.png", title, alt)


def radar_of(points: tuple[Point, ...], words: ReadinessWords) -> bytes:
    """Return the radar of the last assessment, over the one before where there is one."""
    shown = tuple(reversed(points))[:2]
    names = [standing.dimension.name.in_(words.language) for standing in points[-1].result.standings]
    series = [tuple(_number(standing.level) for standing in point.result.standings) for point in shown]
    told = (words.day(points[-1].assessment), *(words.day(point.assessment) for point in shown[1:]))
    labels = RadarLabels(words.headline(points[-1]), told, words.say("readiness_radar_unknown"))
    return radar_chart(names, series, labels)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
