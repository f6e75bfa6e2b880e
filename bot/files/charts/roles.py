"""The responsibility table as a picture for an upright phone.

A verdict is a word on a colour, so that it can be read without colours. They are Okabe and Ito's (2008),
lightened.
"""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from actions.knowledge.responsibility import RoleVerdict

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from actions.language import Language
    from actions.reply import RolesTable
    from bot.strings import Strings

# In inches, at 120 dots an inch: 1,080 pixels wide.
_WIDTH, _ROW, _HEAD, _FOOT, _DPI = 9.0, 0.78, 1.55, 0.75, 120
_NAME_SHARE = 0.32
_COLOURS = {
    RoleVerdict.DO: "#b7e0cf",
    RoleVerdict.MAY: "#d3ebf8",
    RoleVerdict.WITH: "#fbf3b0",
    RoleVerdict.NOT: "#f3c3a4",
    RoleVerdict.DISPUTED: "#e9cfe0",
    RoleVerdict.SILENT: "#efefef",
}
_INK = "#1d2733"


def roles_picture(table: RolesTable, say: Strings, language: Language) -> bytes:
    """Return `table` as a PNG, 1,080 pixels wide; its height grows with the rows."""
    rows, columns = len(table.activities), len(table.actors)
    height = _HEAD + _ROW * rows + _FOOT
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, _WIDTH), ylim=(height, 0))
    axes.axis("off")
    left, wide = 0.3, _WIDTH - 0.6
    name = wide * _NAME_SHARE
    cell = (wide - name) / columns
    axes.text(left, 0.5, say("roles_all"), size=21, weight="bold", color=_INK, va="center")
    for column, actor in enumerate(table.actors):
        middle = left + name + cell * (column + 0.5)
        label = textwrap.fill(say(f"actor_{actor}"), 11)
        axes.text(middle, 1.2, label, size=15, weight="bold", color=_INK, ha="center", va="center")
    for row, activity in enumerate(table.activities):
        top = _HEAD + _ROW * row
        label = textwrap.fill(activity.name.in_(language), 18)
        axes.text(left, top + _ROW / 2, label, size=15, color=_INK, va="center", linespacing=1.05)
        for column, actor in enumerate(table.actors):
            verdict = activity.cell(actor).verdict
            word = say("short_silent" if verdict is RoleVerdict.SILENT else f"group_{verdict}")
            _cell(axes, (left + name + cell * column, top), cell, word, _COLOURS[verdict])
    note = textwrap.fill(say("roles_note"), 92)
    axes.text(left, height - _FOOT / 2, note, size=11.5, color="#55606b", va="center")
    target = io.BytesIO()
    figure.savefig(target, format="png")
    return target.getvalue()


def _cell(axes: Axes, corner: tuple[float, float], width: float, word: str, colour: str) -> None:
    x, y = corner
    box = Rectangle((x + 0.04, y + 0.04), width - 0.08, _ROW - 0.08, facecolor=colour, edgecolor="none")
    axes.add_patch(box)
    axes.text(
        x + width / 2,
        y + _ROW / 2,
        textwrap.fill(word, 13),
        size=13,
        color=_INK,
        ha="center",
        va="center",
        linespacing=1.0,
    )
