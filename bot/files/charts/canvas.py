"""Figures of a phone's width: measuring, wrapping and writing text on them, and saving them as PNG."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.text import Text

WIDTH = 1080
DPI = 100
MARGIN = 40
INK = "#1d1c1d"
QUIET = "#616061"
TITLE, BODY, SMALL = 27.0, 23.0, 20.0
# Colours of Okabe and Ito (2008), distinct for every kind of colour vision; hatches are distinct in grey.
BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
_FONT = FontProperties(family="DejaVu Sans")


def new_figure(height: int) -> Figure:
    """Return an empty figure of `height` pixels, without pyplot's global state."""
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure) -> bytes:
    """Return the figure as PNG; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def printable(text: str) -> str:
    """Drop characters that the font lacks, such as emoji, which would show as empty boxes."""
    return "".join(character for character in text if character == "\n" or _has_glyph(character))


@cache
def _has_glyph(character: str) -> bool:
    return bool(get_font(findfont(_FONT)).get_char_index(ord(character)))


def write(figure: Figure, x: float, y: float, text: str, size: float, **style: object) -> Text:
    """Write `text`, `x` and `y` pixels from the lower left corner; a $ does not begin a formula."""
    height = figure.get_figheight() * DPI
    artist = figure.text(
        x / WIDTH, y / height, printable(text), fontsize=size, fontfamily="DejaVu Sans", parse_math=False
    )
    artist.set_color(INK)
    artist.set(**style)
    return artist


def head(figure: Figure, text: str) -> None:
    """Write a title of up to two lines at the top of a figure."""
    height = figure.get_figheight() * DPI
    title = wrap(figure, text, TITLE, WIDTH - 2 * MARGIN, 2)
    write(figure, MARGIN, height - 30, title, TITLE, va="top", weight="bold", linespacing=1.1)


def pixel_axes(figure: Figure) -> Axes:
    """Return axes over the whole figure, in its pixels from the lower left corner."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, figure.get_figheight() * DPI)
    axes.axis("off")
    return axes


def width_of(figure: Figure, text: str, size: float) -> float:
    """Return the width of `text` on one line, in pixels; titles are measured in bold."""
    artist = write(figure, 0, 0, text, size, weight="bold" if size == TITLE else "normal")
    width: float = artist.get_window_extent().width
    artist.remove()
    return width


def wrap(figure: Figure, text: str, size: float, width: float, lines: int) -> str:
    """Break `text` between words to fit `width` pixels and `lines` lines; the rest is cut with an ellipsis.

    No-break spaces are kept together, unless the word is longer than a line.
    """
    broken: list[str] = []
    for word in printable(text).split(" "):
        for piece in _pieces(figure, word, size, width):
            longer = f"{broken[-1]} {piece}" if broken else piece
            if broken and width_of(figure, longer, size) <= width:
                broken[-1] = longer
            else:
                broken.append(piece)
    if len(broken) > lines:
        last = broken[lines - 1]
        while last and width_of(figure, f"{last}…", size) > width:
            last = last[:-1]
        broken = [*broken[: lines - 1], f"{last.rstrip()}…"]
    return "\n".join(broken)


def _pieces(figure: Figure, word: str, size: float, width: float) -> Iterable[str]:
    while word and width_of(figure, word, size) > width:
        fitting = max(1, int(len(word) * width / width_of(figure, word, size)))
        yield word[:fitting]
        word = word[fitting:]
    yield word


def legend(figure: Figure, handles: list[Artist], columns: int) -> None:
    """Put a legend at the foot of the figure."""
    drawn = figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(MARGIN / WIDTH, 0.012),
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
        handlelength=1.2,
        columnspacing=1.2,
        borderaxespad=0,
    )
    for text in drawn.get_texts():
        text.set_color(INK)
        text.set_parse_math(False)
