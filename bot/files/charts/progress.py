"""The score over time in the bands of the verdicts, and units side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from bot.files.charts.canvas import (
    BLUE,
    BODY,
    INK,
    MARGIN,
    QUIET,
    SMALL,
    WIDTH,
    head,
    new_figure,
    pixel_axes,
    png,
    wrap,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROOM = WIDTH - 2 * MARGIN
_ABOVE, _PLOT, _AXIS, _NOTE = 120, 560, 90, 34
_MOST_POINTS, _MOST_NOTES = 12, 8
_BANDS = ("#f3e3d3", "#f8f1dc", "#e9f1f5", "#d9ecdf")
_BEST = 5
_SCORE_ROW, _CELL_ROW, _HEAD = 84, 60, 64
# Levels differ in lightness, so that they are distinct in grey too.
_SHADES = ("#f2f6f9", "#cfe0ec", "#9fc2da", "#5f9bc3", "#0072B2")
_DARK = 4


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """An assessment: its day as a text, and its score, 0 to 100."""

    day: str
    score: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The data of the chart: `bands` are verdicts with their first and last score, the worst first.

    `notes` are written under it, one per line.
    """

    title: str
    points: tuple[TrendPoint, ...]
    bands: tuple[tuple[str, float, float], ...]
    notes: tuple[str, ...] = ()


def trend_chart(trend: Trend) -> bytes:
    """Return the score over time as a PNG; the latest twelve points."""
    return png(draw_trend(trend))


def draw_trend(trend: Trend) -> Figure:
    """Return the figure, for `trend_chart` to render."""
    points = trend.points[-_MOST_POINTS:]
    notes = [wrap(new_figure(WIDTH), note, SMALL, _ROOM, 2) for note in trend.notes[:_MOST_NOTES]]
    below = _AXIS + 20 + _NOTE * sum(len(note.splitlines()) for note in notes)
    height = below + _PLOT + _ABOVE
    figure = new_figure(height)
    head(figure, trend.title)
    axes = figure.add_axes(((MARGIN + 46) / WIDTH, below / height, (_ROOM - 46) / WIDTH, _PLOT / height))
    axes.set_ylim(0, 100)
    # The verdicts' names are written left of the first point.
    span = len(points) - 0.5
    axes.set_xlim(-span * 0.62, span)
    for (name, low, high), colour in zip(trend.bands, _BANDS, strict=False):
        axes.axhspan(low, high, color=colour, linewidth=0, zorder=0)
        axes.text(
            0.01,
            high - 1.5,
            name,
            transform=axes.get_yaxis_transform(),
            fontsize=SMALL - 4,
            color=QUIET,
            va="top",
            parse_math=False,
        )
    _line(axes, points)
    axes.tick_params(axis="y", labelsize=SMALL, labelcolor=QUIET, color=QUIET)
    axes.spines[["top", "right"]].set_visible(False)
    bottom = below - _AXIS - 10
    for note in notes:
        write(figure, MARGIN, bottom, note, SMALL, va="top", linespacing=1.1)
        bottom -= _NOTE * len(note.splitlines())
    return figure


def _line(axes: Axes, points: Sequence[TrendPoint]) -> None:
    places, scores = range(len(points)), [point.score for point in points]
    axes.plot(places, scores, color=BLUE, linewidth=4, marker="o", markersize=14, zorder=3)
    for place, score in zip(places, scores, strict=True):
        over = score < 88  # noqa: PLR2004  room for the number above
        axes.annotate(
            f"{score:.0f}",
            (place, score),
            textcoords="offset points",
            fontsize=BODY,
            color=INK,
            xytext=(0, 14 if over else -16),
            ha="center",
            va="bottom" if over else "top",
            weight="bold",
            zorder=4,
        )
    step = max(1, -(-len(points) // 3))
    labelled = [place for place in places if (len(points) - 1 - place) % step == 0]
    axes.set_xticks(labelled, [points[place].day for place in labelled], fontsize=SMALL - 3, color=QUIET)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its score, 0 to 100, and its levels, 1 to 5; None where they are not known."""

    name: str
    score: float | None
    levels: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class UnitsLabels:
    """The texts of the chart; `dimensions` name the levels, `number` writes one."""

    title: str
    score: str
    levels: str
    dimensions: tuple[str, ...]
    number: Callable[[float], str]


def units_chart(units: Sequence[Unit], labels: UnitsLabels) -> bytes:
    """Return the first six units side by side as a PNG: a bar per score, then a grid of levels."""
    return png(draw_units(units, labels))


def draw_units(units: Sequence[Unit], labels: UnitsLabels) -> Figure:
    """Return the figure, for `units_chart` to render."""
    compared = units[:6]
    grid = _CELL_ROW * len(labels.dimensions)
    names = 110
    height = MARGIN + grid + names + _HEAD + _SCORE_ROW * len(compared) + _HEAD + _ABOVE - 40
    figure = new_figure(height)
    head(figure, labels.title)
    axes = pixel_axes(figure)
    top = MARGIN + grid + names + _HEAD + _SCORE_ROW * len(compared)
    write(figure, MARGIN, top + 14, labels.score, SMALL, color=QUIET, va="bottom")
    for place, unit in enumerate(compared):
        _score(figure, axes, unit, top - _SCORE_ROW * (place + 1))
    write(figure, MARGIN, MARGIN + grid + names + 14, labels.levels, SMALL, color=QUIET, va="bottom")
    _grid(figure, axes, compared, labels, MARGIN + grid)
    return figure


def _score(figure: Figure, axes: Axes, unit: Unit, base: float) -> None:
    write(figure, MARGIN, base + 76, wrap(figure, unit.name, SMALL, _ROOM, 1), SMALL, va="top")
    length = (_ROOM - 90) * (unit.score or 0) / 100
    axes.add_patch(Rectangle((MARGIN, base + 10), _ROOM - 90, 28, facecolor="#ececec", linewidth=0))
    axes.add_patch(Rectangle((MARGIN, base + 10), length, 28, facecolor=BLUE, linewidth=0))
    text = "–" if unit.score is None else f"{unit.score:.0f}"
    write(figure, WIDTH - MARGIN, base + 24, text, BODY, ha="right", va="center")


def _grid(figure: Figure, axes: Axes, units: Sequence[Unit], labels: UnitsLabels, top: float) -> None:
    left = 400
    width = min(200.0, (WIDTH - MARGIN - left) / len(units))
    for column, unit in enumerate(units):
        name = wrap(figure, unit.name, SMALL - 5, width - 6, 3)
        middle = left + width * (column + 0.5)
        write(figure, middle, top + 10, name, SMALL - 5, ha="center", va="bottom", linespacing=1.05)
    for row, dimension in enumerate(labels.dimensions):
        base = top - _CELL_ROW * (row + 1)
        name = wrap(figure, dimension, SMALL - 1, left - MARGIN - 12, 1)
        write(figure, MARGIN, base + _CELL_ROW / 2, name, SMALL - 1, va="center")
        for column, unit in enumerate(units):
            level = unit.levels[row]
            shade = 0 if level is None else min(_BEST - 1, max(0, round(level) - 1))
            corner = left + width * column + 3, base + 3
            colour = "white" if level is None else _SHADES[shade]
            axes.add_patch(Rectangle(corner, width - 6, _CELL_ROW - 6, facecolor=colour, linewidth=0))
            text = "–" if level is None else labels.number(level)
            dark = level is not None and shade + 1 >= _DARK + 1
            write(
                figure,
                left + width * (column + 0.5),
                base + _CELL_ROW / 2,
                text,
                SMALL,
                ha="center",
                va="center",
                color="white" if dark else INK,
            )
