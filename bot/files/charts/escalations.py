"""The report on cases as a chart: open cases per department, and first answers in time per week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from actions.cases.report import CaseCounts, DepartmentRow, OpenCounts, Report, Week

_ROOM = WIDTH - 2 * MARGIN
_TITLE_LINE = 46
_HEAD = 88  # the heading of a panel
_ROW, _BAR = 96, 34
_EMPTY = 60  # the sentence of a panel without data
_WEEKS = 300
_BELOW = 130  # the weeks' names, and the legend
_GAP = 14
# The height of a week's axis, in bars of 100 %: the ratio is written above them.
_TALLEST = 1.22
_SMALLEST = 13.0


@dataclass(frozen=True, slots=True)
class EscalationsLabels:
    """The texts of the picture; `departments` by id, `count` writes open cases, `share` a percentage."""

    title: str
    open: str
    weeks: str
    in_time: str
    late: str
    none_open: str
    none_answered: str
    departments: Mapping[str, str]
    count: Callable[[OpenCounts], str]
    week: Callable[[Week], str]
    ratio: Callable[[CaseCounts], str]
    share: Callable[[int], str]


def escalations_chart(report: Report, labels: EscalationsLabels) -> bytes:
    """Return the report as a PNG, whose height grows with the departments that have open cases."""
    return png(draw_escalations(report, labels))


def draw_escalations(report: Report, labels: EscalationsLabels) -> Figure:
    """Return the figure, for `escalations_chart` to render."""
    rows = [row for row in report.departments if row.now.open]
    answered = report.overall.total.answered > 0
    upper = len(rows) * _ROW or _EMPTY
    lower = _WEEKS if answered else _EMPTY
    below = _BELOW if answered else _BELOW - _EMPTY
    # Measured on another figure, since a text has the same width on each.
    title = wrap(new_figure(WIDTH), labels.title, TITLE, _ROOM, 2)
    above = 36 + _TITLE_LINE * len(title.splitlines())
    height = below + lower + _HEAD + upper + _HEAD + above
    figure = new_figure(height)
    write(figure, MARGIN, height - 30, title, TITLE, va="top", weight="bold", linespacing=1.1)
    _heading(figure, labels.weeks, below + lower)
    if answered:
        _weeks(figure, report, labels, below)
    else:
        _empty_panel(figure, labels.none_answered, below)
    base = below + lower + _HEAD
    _heading(figure, labels.open, base + upper)
    if rows:
        _departments(figure, rows, labels, base)
    else:
        _empty_panel(figure, labels.none_open, base)
    if rows or answered:
        in_time = Patch(facecolor=BLUE, label=labels.in_time)
        late = Patch(facecolor=ORANGE, edgecolor="white", hatch="//", label=labels.late)
        legend(figure, [in_time, late], columns=2)
    return figure


def _heading(figure: Figure, text: str, bottom: float) -> None:
    written = wrap(figure, text, BODY, _ROOM, 1)
    write(figure, MARGIN, bottom + 16, written, BODY, va="bottom", color=QUIET)


def _empty_panel(figure: Figure, text: str, bottom: float) -> None:
    write(figure, MARGIN, bottom + 12, wrap(figure, text, BODY, _ROOM, 1), BODY, va="bottom")


def _departments(figure: Figure, rows: list[DepartmentRow], labels: EscalationsLabels, bottom: float) -> None:
    """Draw one bar per department, with its name above and its count beside it."""
    axes = _axes(figure, bottom, len(rows) * _ROW)
    room = _ROOM - max(width_of(figure, labels.count(row.now), BODY) for row in rows) - 2 * _GAP
    scale = room / max(row.now.open for row in rows)
    for place, row in enumerate(rows):
        top = (len(rows) - place) * _ROW
        name = wrap(figure, labels.departments[row.department], BODY, _ROOM, 1)
        write(figure, MARGIN, bottom + top - 6, name, BODY, va="top")
        corner = top - _ROW + 12
        in_time = (row.now.open - row.now.late) * scale
        _bars(axes, (0, corner), (in_time, row.now.late * scale), upright=False)
        end = row.now.open * scale + _GAP
        text = labels.count(row.now)
        axes.text(end, corner + _BAR / 2, text, fontsize=BODY, color=INK, va="center", parse_math=False)


def _weeks(figure: Figure, report: Report, labels: EscalationsLabels, bottom: float) -> None:
    """Draw the share in time of each week, with its numbers; a week without answers gets a dash."""
    axes = _axes(figure, bottom, _WEEKS)
    whole = _WEEKS / _TALLEST
    left = max(width_of(figure, labels.share(percent), SMALL) for percent in (0, 50, 100)) + _GAP
    for percent in (0, 50, 100):
        y = whole * percent / 100
        axes.plot((left, _ROOM), (y, y), color=QUIET, linewidth=1, zorder=0)
        share = axes.text(left - _GAP, y, labels.share(percent), fontsize=SMALL, color=QUIET)
        share.set(ha="right", va="bottom" if percent == 0 else "center", parse_math=False)
    step = (_ROOM - left) / len(report.weeks)
    size = _fitting(figure, [labels.ratio(tally) for tally in report.overall.weeks], step - 8)
    names = _fitting(figure, [labels.week(week) for week in report.weeks], step - 8)
    for place, (week, tally) in enumerate(zip(report.weeks, report.overall.weeks, strict=True)):
        middle = left + step * (place + 0.5)
        name = axes.text(middle, -12, labels.week(week), fontsize=names, color=QUIET, ha="center", va="top")
        name.set(parse_math=False, clip_on=False)
        label, y = "–", 8.0
        if tally.answered:
            label, y = labels.ratio(tally), whole + 8
            in_time = whole * tally.in_time / tally.answered
            _bars(axes, (middle - step * 0.32, 0), (in_time, whole - in_time), upright=True, wide=step * 0.64)
        text = axes.text(middle, y, label, fontsize=size, color=INK, ha="center", va="bottom")
        text.set(parse_math=False)


def _fitting(figure: Figure, texts: list[str], width: float) -> float:
    """Return a font size at which each of `texts` fits into `width` pixels, at least _SMALLEST."""
    widest = max(width_of(figure, text, SMALL) for text in texts)
    return max(_SMALLEST, min(SMALL, SMALL * width / widest))


def _bars(
    axes: Axes,
    corner: tuple[float, float],
    lengths: tuple[float, float],
    *,
    upright: bool,
    wide: float = _BAR,
) -> None:
    """Draw the two parts (in time, late) of a bar, to the right or `upright`."""
    x, y = corner
    for length, colour, hatch in zip(lengths, (BLUE, ORANGE), ("", "//"), strict=True):
        if not length:
            continue
        across, up = (wide, length) if upright else (length, wide)
        patch = Rectangle((x, y), across, up, facecolor=colour, edgecolor="white", linewidth=0, hatch=hatch)
        axes.add_patch(patch)
        x, y = (x, y + length) if upright else (x + length, y)


def _axes(figure: Figure, bottom: float, height: float) -> Axes:
    """Return axes of the full width whose units are pixels."""
    tall = figure.get_figheight() * figure.dpi
    axes = figure.add_axes((MARGIN / WIDTH, bottom / tall, _ROOM / WIDTH, height / tall))
    axes.set(xlim=(0, _ROOM), ylim=(0, height), xticks=[], yticks=[])
    axes.set_facecolor("none")
    axes.spines[:].set_visible(False)
    return axes
