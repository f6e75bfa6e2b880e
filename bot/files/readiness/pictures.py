"""Draws the files of assessments: pictures for a phone, a PDF report, a sheet and JSON."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from actions.knowledge.verdict import Verdict
from actions.numbers import format_number
from actions.readiness.files import ReadinessFile, ReadinessFileKind
from actions.readiness.surveys import gap_of
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


def readiness_pictures(points: tuple[Point, ...]) -> tuple[ReadinessFile, ...]:
    """Return the pictures of a result: the radar, and the trend from the second assessment on."""
    number, radar = points[-1].assessment.number, ReadinessFileKind.RADAR
    kinds = (radar, ReadinessFileKind.TREND) if len(points) > 1 else (radar,)
    return tuple(ReadinessFile(kind, number) for kind in kinds)


@dataclass(frozen=True, slots=True)
class ReadinessFiles:
    """Draws files in one language."""

    readiness: ReadinessService
    say: Strings
    language: Language

    @property
    def words(self) -> ReadinessWords:
        """The wording in that language."""
        return ReadinessWords(self.readiness.library, self.say, self.language)

    async def draw(self, file: ReadinessFile) -> File:
        """Draw the file.

        Raises:
            NoSuchFileError: its assessment or survey has expired.
        """
        match file.kind:
            case ReadinessFileKind.GAP:
                return await self._gap(file.number)
            case ReadinessFileKind.UNITS:
                return await self._units()
            case ReadinessFileKind.RADAR:
                return await self._radar(await self._points(file.number))
            case ReadinessFileKind.TREND:
                return await self._trend(await self._points(file.number))
            case ReadinessFileKind.PDF:
                return await self._report(await self._points(file.number))
            case ReadinessFileKind.CSV | ReadinessFileKind.JSON:
                return await self._data(await self._points(file.number), file.kind)
            case _:
                assert_never(file.kind)

    async def _points(self, number: int) -> tuple[Point, ...]:
        points = await self.readiness.history.points(number)
        if not points:
            raise NoSuchFileError(str(number))
        return points

    async def _data(self, points: tuple[Point, ...], kind: ReadinessFileKind) -> File:
        write = to_csv if kind is ReadinessFileKind.CSV else to_json
        content = await asyncio.to_thread(write, points, self.words)
        title = self.say("readiness_file_data", unit=self._unit(points))
        return File(content, f"relais-readiness.{kind}", title, title)

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
        thresholds = self.readiness.questionnaire.thresholds
        edges = (0, thresholds.prepare, thresholds.conditions, thresholds.go, 100)
        names = [self.words.verdict(verdict) for verdict in Verdict]
        bands = tuple(zip(names, edges[:-1], edges[1:], strict=True))
        trend_points = tuple(
            TrendPoint(self.words.short_day(p.assessment), float(p.result.score or 0)) for p in known
        )
        notes = tuple(self.words.move(move) for move in points[-1].moves)
        content = await asyncio.to_thread(trend_chart, Trend(title, trend_points, bands, notes))
        scores = [self.say("readiness_trend_point", day=p.day, score=round(p.score)) for p in trend_points]
        alt = self.say("readiness_trend_alt", points=self.words.names(scores))
        return File(content, "relais-readiness-trend.png", title, alt)

    async def _report(self, points: tuple[Point, ...]) -> File:
        picture = await asyncio.to_thread(radar_of, points, self.words)
        content = await asyncio.to_thread(report_pdf, report(points, self.words, picture))
        title = self.say("readiness_file_report", unit=self._unit(points))
        return File(content, "relais-readiness.pdf", title, title)

    async def _gap(self, number: int) -> File:
        survey = await self.readiness.store.surveys.get(number)
        if survey is None or survey.closed_at is None:
            raise NoSuchFileError(str(number))
        gap = await gap_of(self.readiness.history, survey)
        title = self.say("readiness_gap_title")
        content = await asyncio.to_thread(gap_chart, self._gap_rows(gap), self._gap_labels())
        levels = [
            self.say(
                "readiness_gap_alt_line",
                name=row.dimension.name.in_(self.language),
                lead=self.words.level(row.lead),
                others=self.words.level(row.others),
            )
            for row in gap.rows
            if row.others is not None
        ]
        alt = self.say("readiness_gap_alt", levels=self.words.names(levels))
        return File(content, "relais-readiness-gap.png", title, alt)

    def _gap_rows(self, gap: Gap) -> list[GapRow]:
        return [
            GapRow(
                row.dimension.name.in_(self.language),
                _number(row.lead),
                _number(row.others),
                tuple((self.words.department(name), float(level)) for name, level in row.departments),
            )
            for row in gap.rows
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
        points = await self.readiness.history.units()
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
            dimensions=tuple(
                each.name.in_(self.language) for each in self.readiness.questionnaire.dimensions
            ),
            number=lambda level: format_number(Fraction(level), self.language, 1),
        )
        content = await asyncio.to_thread(units_chart, units, labels)
        scores = [
            say(
                "readiness_trend_point", day=unit.name, score="?" if unit.score is None else round(unit.score)
            )
            for unit in units
        ]
        alt = say("readiness_units_alt", points=self.words.names(scores))
        return File(content, "relais-readiness-units.png", title, alt)


def radar_of(points: tuple[Point, ...], words: ReadinessWords) -> bytes:
    """Return the radar of the last assessment, over the one before where there is one."""
    latest_two = tuple(reversed(points))[:2]
    names = [standing.dimension.name.in_(words.language) for standing in points[-1].result.standings]
    series = [tuple(_number(standing.level) for standing in point.result.standings) for point in latest_two]
    days = tuple(words.day(point.assessment) for point in latest_two)
    labels = RadarLabels(words.headline(points[-1]), days, words.say("readiness_radar_unknown"))
    return radar_chart(names, series, labels)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
