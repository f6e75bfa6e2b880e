"""The levels of all dimensions as a radar chart, the latest over the ones before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from bot.files.charts.canvas import (
    BLUE,
    INK,
    ORANGE,
    QUIET,
    SMALL,
    WIDTH,
    head,
    legend,
    new_figure,
    pixel_axes,
    png,
    wrap,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BEST = 5
_RADIUS, _ROUND, _BELOW, _ABOVE = 310, 100, 90, 100
_NAME_WIDTH, _RING = 250, "#c9c8c9"

Levels = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class RadarLabels:
    """The texts of the chart: `series` names the series, the latest first; `unknown` a missing level."""

    title: str
    series: tuple[str, ...]
    unknown: str


def radar_chart(names: Sequence[str], series: Sequence[Levels], labels: RadarLabels) -> bytes:
    """Return the radar as a PNG; levels run from 1 to 5, and None breaks the line."""
    return png(draw_radar(names, series, labels))


def draw_radar(names: Sequence[str], series: Sequence[Levels], labels: RadarLabels) -> Figure:
    """Return the figure, for `radar_chart` to render."""
    height = _BELOW + 2 * (_RADIUS + _ROUND) + _ABOVE
    figure = new_figure(height)
    head(figure, labels.title)
    middle = WIDTH / 2, _BELOW + _RADIUS + _ROUND
    axes = pixel_axes(figure)
    count = len(names)
    for level in range(1, BEST + 1):
        ring = [_at(middle, place, count, level) for place in range(count)]
        axes.add_patch(Polygon(ring, fill=False, edgecolor=_RING, linewidth=2 if level == BEST else 1))
        x, y = _at(middle, 0, count, level)
        axes.text(x + 8, y, str(level), fontsize=SMALL - 4, color=QUIET, va="center", parse_math=False)
    for place, name in enumerate(names):
        axes.plot(*zip(middle, _at(middle, place, count, BEST), strict=True), color=_RING, linewidth=1)
        _name(figure, name, middle, place, count)
    for place, levels in reversed(list(enumerate(series))):
        _line(axes, middle, levels, now=place == 0)
    unknown = any(level is None for level in series[0])
    legend(figure, _handles(labels, unknown=unknown), columns=3)
    return figure


def _at(middle: tuple[float, float], place: int, count: int, level: float) -> tuple[float, float]:
    """Return the point of a level; the first dimension is at the top, the others follow clockwise."""
    angle = math.pi / 2 - 2 * math.pi * place / count
    reach = _RADIUS * level / BEST
    return middle[0] + reach * math.cos(angle), middle[1] + reach * math.sin(angle)


def _name(figure: Figure, name: str, middle: tuple[float, float], place: int, count: int) -> None:
    angle = math.pi / 2 - 2 * math.pi * place / count
    x, y = (c + (_RADIUS + 24) * f for c, f in zip(middle, (math.cos(angle), math.sin(angle)), strict=True))
    side = "center" if abs(math.cos(angle)) < 0.2 else "left" if math.cos(angle) > 0 else "right"  # noqa: PLR2004  nearly upright
    room = min(_NAME_WIDTH, (WIDTH - x if side == "left" else x) - 12) if side != "center" else _NAME_WIDTH
    text = wrap(figure, name, SMALL, room, 3)
    stands = "bottom" if math.sin(angle) > 0.9 else "top" if math.sin(angle) < -0.9 else "center"  # noqa: PLR2004  as above
    write(figure, x, y, text, SMALL, ha=side, va=stands, linespacing=1.05)


def _line(axes: Axes, middle: tuple[float, float], levels: Levels, *, now: bool) -> None:
    """Draw one series; it is filled where every level is known, and broken at unknown ones."""
    count = len(levels)
    colour, style, mark = (BLUE, "-", "o") if now else (ORANGE, "--", "s")
    points = [None if level is None else _at(middle, p, count, level) for p, level in enumerate(levels)]
    if now and all(points):
        axes.add_patch(Polygon([p for p in points if p], facecolor=BLUE, alpha=0.12, edgecolor="none"))
    for place, point in enumerate(points):
        following = points[(place + 1) % count]
        if point and following:
            ends = zip(point, following, strict=True)
            axes.plot(*ends, color=colour, linestyle=style, linewidth=4 if now else 3)
        if point:
            axes.plot(*point, marker=mark, markersize=13 if now else 11, color=colour)
        elif now:
            x, y = _at(middle, place, count, BEST)
            axes.plot(x, y, marker="X", markersize=12, markerfacecolor="white", markeredgecolor=INK)


def _handles(labels: RadarLabels, *, unknown: bool) -> list[Artist]:
    now = Line2D([], [], color=BLUE, linestyle="-", marker="o", markersize=11, linewidth=4)
    before = Line2D([], [], color=ORANGE, linestyle="--", marker="s", markersize=11, linewidth=3)
    drawn = list(zip((now, before), labels.series, strict=False))
    if unknown:
        nothing = Line2D([], [], linestyle="", marker="X", markersize=12, markerfacecolor="white")
        nothing.set_markeredgecolor(INK)
        drawn.append((nothing, labels.unknown))
    for line, name in drawn:
        line.set_label(name)
    return [line for line, _ in drawn]
