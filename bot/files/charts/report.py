"""An assessment on two pages, as a PDF in A4's proportions. Every word is handed in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.image import imread
from matplotlib.lines import Line2D

from bot.files.charts.canvas import BLUE, INK, MARGIN, QUIET, WIDTH, new_figure, wrap, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

HEIGHT = round(WIDTH * 297 / 210)
_EDGE = 2 * MARGIN
_ROOM = WIDTH - 2 * _EDGE
_HUGE, _LARGE, _TEXT, _NOTE = 30.0, 21.0, 15.0, 13.0
_RADAR = 560
_FOOT = 90
# Pixels a line takes, for a size in points at a hundred dots an inch.
_LINE = 1.9


@dataclass(frozen=True, slots=True)
class Row:
    """A dimension: its name, and its level, weight and points as they are written."""

    name: str
    level: str
    weight: str
    points: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to read under a name of its own."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """The words of the report; `radar` is a PNG, `header` names the columns of the rows.

    `more` says how many passages were left out, of those that there is no room for; `pages` are the feet.
    """

    title: str
    about: str
    verdict: str
    explanation: str
    confidence: str
    radar: bytes
    blockers_title: str
    blockers: tuple[Passage, ...]
    no_blockers: str
    rows_title: str
    header: Row
    rows: tuple[Row, ...]
    working: str
    plan_title: str
    plan: tuple[Passage, ...]
    ours: str
    more: tuple[str, ...]
    pages: tuple[str, str]


def report_pdf(report: Report) -> bytes:
    """Return the report as a PDF of two pages, the same bytes for the same report."""
    buffer = io.BytesIO()
    metadata = {"Title": report.title, "Creator": None, "Producer": None, "CreationDate": None}
    with PdfPages(buffer, metadata=metadata) as pdf:
        for page in draw_report(report):
            pdf.savefig(page)
    return buffer.getvalue()


def draw_report(report: Report) -> tuple[Figure, Figure]:
    """Return both pages, for `report_pdf` to render."""
    first = _Column(new_figure(HEIGHT))
    first.text(report.title, _HUGE, bold=True, lines=2)
    first.text(report.about, _TEXT, colour=QUIET)
    first.down(14)
    first.text(report.verdict, _LARGE, bold=True, colour=BLUE, lines=2)
    first.text(report.explanation, _TEXT, lines=6)
    first.text(report.confidence, _NOTE, colour=QUIET, lines=2)
    first.picture(report.radar)
    first.heading(report.blockers_title)
    if report.blockers:
        first.passages(report.blockers, report.more)
    else:
        first.text(report.no_blockers, _TEXT)
    second = _Column(new_figure(HEIGHT))
    second.heading(report.rows_title)
    second.table(report.header, report.rows)
    second.text(report.working, _NOTE, colour=QUIET, lines=3)
    second.heading(report.plan_title)
    second.passages(report.plan, report.more, foot=_FOOT + 60)
    second.at = _FOOT + 56
    second.text(report.ours, _NOTE, colour=QUIET, lines=3)
    for column, foot in zip((first, second), report.pages, strict=True):
        write(column.figure, WIDTH - _EDGE, MARGIN, foot, _NOTE, color=QUIET, ha="right")
    return first.figure, second.figure


class _Column:
    """Writes down a page, from the top."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.at = float(HEIGHT - _EDGE)

    def down(self, pixels: float) -> None:
        self.at -= pixels

    def text(  # noqa: PLR0913  what a text has
        self, text: str, size: float, *, bold: bool = False, colour: str = INK, lines: int = 1,
        indent: float = 0,
    ) -> None:  # fmt: skip
        # Bold letters are wider than those that are measured.
        width = (_ROOM - indent) * (0.88 if bold else 1)
        broken = wrap(self.figure, text, size, width, lines)
        weight = "bold" if bold else "normal"
        write(self.figure, _EDGE + indent, self.at, broken, size, va="top", weight=weight, color=colour,
              linespacing=1.25)  # fmt: skip
        self.down(len(broken.splitlines()) * size * _LINE + 6)

    def heading(self, text: str) -> None:
        self.down(18)
        self.text(text, _LARGE, bold=True)

    def picture(self, png: bytes) -> None:
        image = np.asarray(imread(io.BytesIO(png)))
        height = _RADAR
        width = height * image.shape[1] / image.shape[0]
        left = (WIDTH - width) / 2 / WIDTH
        axes = self.figure.add_axes((left, (self.at - height) / HEIGHT, width / WIDTH, height / HEIGHT))
        axes.imshow(image, interpolation="lanczos")
        axes.axis("off")
        self.down(height)

    def passages(self, passages: Iterable[Passage], more: tuple[str, ...], foot: float = _FOOT) -> None:
        """Write as many as there is room for, then how many more there are."""
        listed = list(passages)
        for place, passage in enumerate(listed):
            lines = wrap(self.figure, passage.text, _TEXT, _ROOM - 20, 6).count("\n") + 1
            needed = (lines + 1) * _TEXT * _LINE + 22
            left = len(listed) - place
            if self.at - needed - (_TEXT * _LINE if left > 1 else 0) < foot:
                self.text(more[left - 1], _TEXT, colour=QUIET)
                return
            self.text(passage.name, _TEXT, bold=True)
            self.text(passage.text, _TEXT, lines=6, indent=20)
            self.down(4)

    def table(self, header: Row, rows: Iterable[Row]) -> None:
        for row in (header, *rows):
            colour = QUIET if row is header else INK
            name = wrap(self.figure, row.name, _TEXT, _ROOM * 0.5, 1)
            write(self.figure, _EDGE, self.at, name, _TEXT, va="top", color=colour)
            for text, share in ((row.level, 0.68), (row.weight, 0.83), (row.points, 1.0)):
                x = _EDGE + _ROOM * share
                write(self.figure, x, self.at, text, _TEXT, va="top", ha="right", color=colour)
            self.down(_TEXT * _LINE + 3)
            y = (self.at + 4) / HEIGHT
            ends = (_EDGE / WIDTH, 1 - _EDGE / WIDTH)
            self.figure.add_artist(Line2D(ends, (y, y), color="#dddddd", linewidth=1))
        self.down(10)
