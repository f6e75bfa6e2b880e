"""Two staffing scenarios as stacked bars, by who does the work."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from matplotlib.patches import Patch, Rectangle

from actions.calculators.staffing import ACTORS
from bot.files.charts.canvas import (
    BLUE,
    BODY,
    GREEN,
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

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from actions.calculators.staffing import Estimate

HEIGHT = 880
_COLOURS = {"brand": BLUE, "agency": ORANGE, "provider": GREEN}
_INKS = {"brand": "white", "agency": INK, "provider": INK}
_HATCHES = {"brand": "", "agency": "//", "provider": ".."}
_BAR = 84
_AXES = (MARGIN, 225, WIDTH - 2 * MARGIN, 500)
_BASES = (330, 84)  # lower edges of the bars, in pixels from the axes' lower edge
# A share that is not given is drawn as a dashed block of this part of the axis.
_UNKNOWN = 0.12


@dataclass(frozen=True, slots=True)
class StaffingLabels:
    """The texts of the chart; `actors` by id, `number` writes an FTE, `total` an estimate's total."""

    title: str
    axis: str
    actors: Mapping[str, str]
    not_given: str
    number: Callable[[Fraction], str]
    total: Callable[[Estimate], str]


def staffing_comparison(a: Estimate, b: Estimate, names: tuple[str, str], labels: StaffingLabels) -> bytes:
    """Return the two estimates as a PNG, split into in-house, agency and provider."""
    return png(draw_staffing_comparison(a, b, names, labels))


def draw_staffing_comparison(
    a: Estimate, b: Estimate, names: tuple[str, str], labels: StaffingLabels
) -> Figure:
    """Return the figure, for `staffing_comparison` to render."""
    figure = new_figure(HEIGHT)
    room = WIDTH - 2 * MARGIN
    title = wrap(figure, labels.title, TITLE, room, 2)
    write(figure, MARGIN, HEIGHT - 30, title, TITLE, va="top", weight="bold")
    axes = _axes(figure, _longest((a, b)), labels)
    for estimate, name, base in zip((a, b), names, _BASES, strict=True):
        _bar(axes, estimate, base, labels)
        bottom = _AXES[1] + base
        text = wrap(figure, name, BODY, room, 1)
        write(figure, MARGIN, bottom + _BAR + 14, text, BODY, va="bottom")
        total = wrap(figure, labels.total(estimate), BODY, room, 2)
        write(figure, MARGIN, bottom - 12, total, BODY, va="top", linespacing=1.05)
    _legend(figure, a, b, labels)
    return figure


def _longest(estimates: tuple[Estimate, Estimate]) -> float:
    known = max(float(estimate.total.fte) for estimate in estimates) or 1.0
    blocks = max(len(estimate.total.unknown) for estimate in estimates)
    return known / (1 - _UNKNOWN * min(blocks, 4)) * 1.03


def _axes(figure: Figure, longest: float, labels: StaffingLabels) -> Axes:
    left, bottom, width, height = _AXES
    axes = figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT))
    axes.set_xlim(0, longest)
    axes.set_ylim(0, height)
    axes.set_yticks([])
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.locator_params(axis="x", nbins=4)
    ticks = [tick for tick in axes.get_xticks() if 0 <= tick <= longest * 0.97]
    axes.set_xticks(ticks, [labels.number(Fraction(tick).limit_denominator(1000)) for tick in ticks])
    axes.tick_params(axis="x", labelsize=SMALL, labelcolor=QUIET, color=QUIET)
    for text in axes.get_xticklabels()[:1]:
        text.set_horizontalalignment("left")
    axes.set_xlabel(labels.axis, fontsize=SMALL, color=QUIET, loc="left")
    return axes


def _bar(axes: Axes, estimate: Estimate, base: float, labels: StaffingLabels) -> None:
    left = 0.0
    for actor, tally in estimate.by_actor().items():
        if tally.fte:
            _known(axes, actor, (left, base), float(tally.fte), labels.number(tally.fte))
            left += float(tally.fte)
        for _ in tally.unknown:
            left += _unknown(axes, actor, (left, base))


def _known(axes: Axes, actor: str, corner: tuple[float, float], width: float, text: str) -> None:
    colour = _COLOURS[actor]
    axes.add_patch(Rectangle(corner, width, _BAR, facecolor=colour, edgecolor="white", hatch=_HATCHES[actor]))
    room = width / axes.get_xlim()[1] * _AXES[2]
    figure = cast("Figure", axes.get_figure(root=True))
    size = next((size for size in (BODY, SMALL) if width_of(figure, text, size) + 12 <= room), None)
    if size is not None:  # else it is left out, and the total is written below
        label = _middle(axes, corner, width, text, size)
        label.set_color(_INKS[actor])
        # A coloured box keeps the hatch from crossing the number.
        label.set_bbox({"facecolor": colour, "edgecolor": "none", "pad": 4})


def _unknown(axes: Axes, actor: str, corner: tuple[float, float]) -> float:
    """Draw a share that is not given, and return its width."""
    width = axes.get_xlim()[1] * _UNKNOWN
    block = Rectangle((corner[0] + width * 0.06, corner[1] + 2), width * 0.88, _BAR - 4, facecolor="white")
    block.set(edgecolor=_COLOURS[actor], linestyle="--", linewidth=3)
    axes.add_patch(block)
    _middle(axes, corner, width, "?", BODY)
    return width


def _middle(axes: Axes, corner: tuple[float, float], width: float, text: str, size: float) -> Text:
    x, y = corner[0] + width / 2, corner[1] + _BAR / 2
    return axes.text(x, y, text, fontsize=size, color=INK, ha="center", va="center", parse_math=False)


def _legend(figure: Figure, a: Estimate, b: Estimate, labels: StaffingLabels) -> None:
    tallies = [estimate.by_actor() for estimate in (a, b)]
    actors = [actor for actor in ACTORS if any(each[actor].fte or each[actor].unknown for each in tallies)]
    handles = [
        Patch(facecolor=_COLOURS[actor], edgecolor="white", hatch=_HATCHES[actor], label=labels.actors[actor])
        for actor in actors
    ]
    if a.total.unknown or b.total.unknown:
        handles.append(
            Patch(facecolor="white", edgecolor=QUIET, linestyle="--", linewidth=2, label=labels.not_given)
        )
    legend(figure, list(handles), columns=2)
