"""The comparison of a survey: per dimension, the manager's level and the others' mean on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from bot.files.charts.canvas import (
    BLUE,
    GREEN,
    MARGIN,
    ORANGE,
    QUIET,
    SMALL,
    WIDTH,
    head,
    legend,
    new_figure,
    png,
    wrap,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BEST = 5
_ROW, _ABOVE, _AXIS = 92, 120, 70
_MARKS = ("^", "v", "D", "P", "*", "X", "<", ">", "p", "h")
_ROOM = WIDTH - 2 * MARGIN


@dataclass(frozen=True, slots=True)
class GapRow:
    """A dimension; levels are 1 to 5, None where they are unknown or may not be shown."""

    name: str
    lead: float | None
    others: float | None
    groups: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GapLabels:
    """The texts of the chart; `hidden` is shown where the others' mean may not be."""

    title: str
    lead: str
    others: str
    scale: str
    hidden: str


def gap_chart(rows: Sequence[GapRow], labels: GapLabels) -> bytes:
    """Return the comparison as a PNG, whose height grows with its rows."""
    return png(draw_gap(rows, labels))


def draw_gap(rows: Sequence[GapRow], labels: GapLabels) -> Figure:
    """Return the figure, for `gap_chart` to render."""
    groups = list(dict.fromkeys(name for row in rows for name, _ in row.groups))
    below = _AXIS + 70 + 42 * ((2 + len(groups) + 1) // 2)
    height = below + _ROW * len(rows) + _ABOVE
    figure = new_figure(height)
    head(figure, labels.title)
    axes = figure.add_axes((MARGIN / WIDTH, below / height, _ROOM / WIDTH, _ROW * len(rows) / height))
    axes.set_xlim(0.8, _BEST + 0.2)
    axes.set_ylim(0, len(rows))
    axes.set_yticks([])
    axes.set_xticks(range(1, _BEST + 1))
    axes.tick_params(axis="x", labelsize=SMALL, labelcolor=QUIET, color=QUIET)
    axes.set_xlabel(labels.scale, fontsize=SMALL, color=QUIET, loc="left")
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.grid(axis="x", color="#e3e2e3")
    axes.set_axisbelow(True)
    for place, row in enumerate(rows):
        top = below + (len(rows) - place) * _ROW
        name = wrap(figure, row.name, SMALL, _ROOM, 1)
        text = write(figure, MARGIN, top - 8, name, SMALL, va="top")
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 2})
        _row(axes, row, len(rows) - place - 0.68, groups, labels)
    legend(figure, _handles(labels, groups), columns=2)
    return figure


def _row(axes: Axes, row: GapRow, y: float, groups: list[str], labels: GapLabels) -> None:
    if row.others is None:
        axes.text(_BEST + 0.15, y, labels.hidden, fontsize=SMALL - 2, color=QUIET, ha="right", va="center")
    elif row.lead is not None:
        axes.plot([row.lead, row.others], [y, y], color=QUIET, linewidth=5, zorder=2)
    for name, level in row.groups:
        mark = _MARKS[groups.index(name) % len(_MARKS)]
        axes.plot(level, y, marker=mark, markersize=11, color=GREEN, markeredgecolor="white", zorder=3)
    if row.lead is not None:
        axes.plot(row.lead, y, marker="o", markersize=20, color=BLUE, zorder=4)
    if row.others is not None:
        axes.plot(row.others, y, marker="s", markersize=12, color=ORANGE, zorder=4)


def _handles(labels: GapLabels, groups: list[str]) -> list[Artist]:
    lead = Line2D([], [], linestyle="", marker="o", markersize=16, color=BLUE, label=labels.lead)
    others = Line2D([], [], linestyle="", marker="s", markersize=14, color=ORANGE, label=labels.others)
    drawn = [
        Line2D([], [], linestyle="", marker=_MARKS[n % len(_MARKS)], markersize=12, color=GREEN, label=name)
        for n, name in enumerate(groups)
    ]
    return [lead, others, *drawn]
