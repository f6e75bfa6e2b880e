"""The sensitivity of the net of avoided calls, as a tornado chart: one bar per input, the widest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from bot.files.charts.canvas import (
    BLUE,
    BODY,
    INK,
    MARGIN,
    ORANGE,
    QUIET,
    SMALL,
    TITLE,
    WIDTH,
    legend,
    new_figure,
    png,
    width_of,
    wrap,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from actions.calculators.deflection import Bar, Deflection

_ROW = 126
_BAR = 44
_BELOW = 190  # the axis with its label, and the legend
_ABOVE = 150  # the title
_GAP = 12
# The bars get at least this part of the width, however long the labels.
_LEAST_FOR_BARS = 0.3


@dataclass(frozen=True, slots=True)
class DeflectionLabels:
    """The texts of the chart; `names` by input, `value` writes an input's value, `axis_number` a net."""

    title: str
    axis: str
    base: str
    low: str
    high: str
    names: Mapping[str, str]
    value: Callable[[str, Fraction], str]
    axis_number: Callable[[float], str]


def deflection_sensitivity(result: Deflection, labels: DeflectionLabels) -> bytes:
    """Return the sensitivity as a PNG: a tornado around the net."""
    return png(draw_deflection_sensitivity(result, labels))


def draw_deflection_sensitivity(result: Deflection, labels: DeflectionLabels) -> Figure:
    """Return the figure, for `deflection_sensitivity` to render."""
    rows = len(result.sensitivity)
    height = _BELOW + _ROW * rows + _ABOVE
    figure = new_figure(height)
    title = wrap(figure, labels.title, TITLE, WIDTH - 2 * MARGIN, 3)
    write(figure, MARGIN, height - 26, title, TITLE, va="top", weight="bold", linespacing=1.1)
    axes = _axes(figure, result, labels, height)
    for row, bar in enumerate(result.sensitivity):
        top = (rows - row) * _ROW
        name = wrap(figure, labels.names[bar.quantity], BODY, WIDTH - 2 * MARGIN, 1)
        text = write(figure, MARGIN, _BELOW + top - 6, name, BODY, va="top")
        # A white box keeps the axis's lines from crossing the names.
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 2})
        _row(axes, bar, float(result.net.value), top - _ROW + 30, labels)
    return _with_legend(figure, labels)


def _ends(bar: Bar) -> tuple[float, float]:
    left, right = sorted((float(bar.net_low.value), float(bar.net_high.value)))
    return left, right


def _end_labels(bar: Bar, labels: DeflectionLabels) -> tuple[str, str]:
    """Return the input's value at the left and at the right end."""
    low, high = labels.value(bar.quantity, bar.low), labels.value(bar.quantity, bar.high)
    return (low, high) if bar.net_low.value <= bar.net_high.value else (high, low)


def _axes(figure: Figure, result: Deflection, labels: DeflectionLabels, height: int) -> Axes:
    width, rows = WIDTH - 2 * MARGIN, len(result.sensitivity) * _ROW
    axes = figure.add_axes((MARGIN / WIDTH, _BELOW / height, width / WIDTH, rows / height))
    axes.set_xlim(*_limits(figure, result, labels, width))
    axes.set_ylim(0, rows)
    axes.set_yticks([])
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.locator_params(axis="x", nbins=5)
    low, high = axes.get_xlim()
    inset = (high - low) * 0.05
    ticks = [tick for tick in axes.get_xticks() if low + inset <= tick <= high - inset]
    axes.set_xticks(ticks, [labels.axis_number(tick) for tick in ticks])
    axes.tick_params(axis="x", labelsize=SMALL, labelcolor=QUIET, color=QUIET)
    axes.set_xlabel(labels.axis, fontsize=SMALL, color=QUIET, loc="left")
    axes.axvline(0, color=INK, linewidth=2.5, zorder=1)
    axes.axvline(float(result.net.value), color=QUIET, linewidth=2.5, linestyle=":", zorder=1)
    return axes


def _limits(
    figure: Figure, result: Deflection, labels: DeflectionLabels, width: float
) -> tuple[float, float]:
    """Return the axis's limits, with space on both sides for the longest values."""
    ends = [end for bar in result.sensitivity for end in _ends(bar)]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    texts = [_end_labels(bar, labels) for bar in result.sensitivity]
    left = max(width_of(figure, text, SMALL) for text, _ in texts) + 2 * _GAP
    right = max(width_of(figure, text, SMALL) for _, text in texts) + 2 * _GAP
    scale = span / max(width - left - right, width * _LEAST_FOR_BARS)
    return low - left * scale, high + right * scale


def _row(axes: Axes, bar: Bar, net: float, base: float, labels: DeflectionLabels) -> None:
    left, right = _ends(bar)
    rising = bar.net_low.value <= bar.net_high.value
    colours = (ORANGE, BLUE) if rising else (BLUE, ORANGE)
    hatches = ("//", "") if rising else ("", "//")
    sides = ((left, net), (net, right))
    for (start, end), colour, hatch in zip(sides, colours, hatches, strict=True):
        patch = Rectangle((start, base), end - start, _BAR, facecolor=colour, edgecolor="white", linewidth=0)
        patch.set(hatch=hatch, zorder=2)
        axes.add_patch(patch)
    gap = _GAP * (axes.get_xlim()[1] - axes.get_xlim()[0]) / (WIDTH - 2 * MARGIN)
    low, high = _end_labels(bar, labels)
    for x, text, side in ((left - gap, low, "right"), (right + gap, high, "left")):
        label = axes.text(x, base + _BAR / 2, text, fontsize=SMALL, color=INK, va="center", parse_math=False)
        label.set(ha=side, zorder=3, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})


def _with_legend(figure: Figure, labels: DeflectionLabels) -> Figure:
    handles: list[Artist] = [
        Patch(facecolor=ORANGE, edgecolor="white", hatch="//", label=labels.low),
        Patch(facecolor=BLUE, label=labels.high),
        Line2D([], [], color=QUIET, linewidth=2.5, linestyle=":", label=labels.base),
    ]
    legend(figure, handles, columns=3)
    return figure
