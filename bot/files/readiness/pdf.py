"""The report of an assessment as a PDF: A4 pages, as many as it takes. Every word is handed in."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import matplotlib as mpl
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace
from fpdf.prefs import ViewerPreferences

from bot.files.charts.canvas import BLUE, INK, QUIET, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.files.readiness.report import Passage, Report, Row

# Millimetres, as everything here but the sizes of letters.
_MARGIN, _BOTTOM, _FOOT = 18.0, 22.0, 14.0
_RADAR, _INDENT = 118.0, 4.0
# A line's height in letters', and a point in millimetres.
_LEADING, _POINT = 1.4, 25.4 / 72
# A passage of up to so many lines stays on one page; of a longer one, its beginning does.
_TOGETHER = 10
_FAMILY = "dejavu"
_FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
# What stands for the number of pages until it is known: no text holds it, for it has no glyph.
_COUNT = "\x1a\x1a"
# The table's columns in hundredths of its width, the space above and below its texts, and its lines.
_COLUMNS, _PADDING, _LINE = (52, 16, 16, 16), 0.8, "#dddddd"


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text looks, what it is to a reader who hears it, and the space around it."""

    tag: str
    size: float
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 0

    @property
    def line(self) -> float:
        return self.size * _POINT * _LEADING


_TITLE = _Style("/H1", 24, bold=True, after=1)
_VERDICT = _Style("/H2", 17, bold=True, colour=BLUE, after=2)
_HEADING = _Style("/H2", 16, bold=True, before=5, after=2.5)
_NAME = _Style("/H3", 11, bold=True, after=0.5)
_ABOUT = _Style("/P", 11, colour=QUIET, after=6)
_TEXT = _Style("/P", 11, after=3.5)
_NOTE = _Style("/P", 9.5, colour=QUIET, after=2)
_CELL = _Style("/P", 11)


def report_pdf(report: Report) -> bytes:
    """Return the report as a PDF, the same bytes for the same report."""
    pages = _Pages(report)
    writer = _Writer(pages)
    writer.write(report.title, _TITLE)
    writer.write(report.about, _ABOUT)
    writer.section(report.verdict, _VERDICT, needed=3 * _TEXT.line)
    writer.write(report.explanation, _TEXT)
    writer.write(report.confidence, _NOTE)
    writer.write(report.ours, _NOTE)
    writer.picture(report.radar, report.radar_alt)
    writer.passages(report.blockers_title, report.blockers, report.no_blockers)
    writer.table(report.rows_title, (report.header, *report.rows), report.working)
    writer.passages(report.plan_title, report.plan, report.no_plan)
    return bytes(pages.output() or b"")


class _Pages(FPDF):
    """A4 pages with their number at the foot.

    All that stands on them is tagged: once a picture is, for its alternative text, a screen reader leaves
    out what is not.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(format="A4")
        self._foot = report.foot
        self._open = ""
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=_BOTTOM)
        self.c_margin = 0
        folder = Path(mpl.get_data_path(), "fonts", "ttf")
        for style, name in _FONTS.items():
            self.add_font(_FAMILY, style, folder / name)
        # Its transparency, of which it has none, would be a second picture.
        self.allow_images_transparency = False
        # There are fewer bold letters than others.
        self.set_fallback_fonts([_FAMILY], exact_match=False)
        self.alias_nb_pages(_COUNT)
        self.set_title(printable(report.title))
        self.set_subject(printable(report.about))
        self.set_lang(report.tag)
        self.set_creation_date(report.at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    def header(self) -> None:
        """Go on with what the page before ended in."""
        if self._open:
            self._begin(self._open)

    def footer(self) -> None:
        """Say which page it is, outside of what is read aloud."""
        if self._open:
            self._out("EMC")
        self._out("/Artifact BMC")
        self.dress(_NOTE)
        self.set_y(-_FOOT)
        self.cell(w=self.epw, h=_NOTE.line, text=self._foot(str(self.page_no()), _COUNT), align=Align.C)
        self._out("EMC")

    @contextmanager
    def tagged(self, tag: str) -> Iterator[None]:
        """Say what is written meanwhile is; it may take several pages."""
        self._begin(tag)
        yield
        self._out("EMC")
        self._open = ""

    def _begin(self, tag: str) -> None:
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=tag, mcid=number)
        self._out(f"{tag} <</MCID {number}>> BDC")
        self._open = tag

    def dress(self, style: _Style) -> None:
        """Take a style's letters and colour."""
        self.set_font(_FAMILY, "B" if style.bold else "", style.size)
        self.set_text_color(style.colour)


class _Writer:
    """Writes down the pages, and leaves no heading alone at the foot of one."""

    def __init__(self, pages: _Pages) -> None:
        self._pages = pages

    def write(self, text: str, style: _Style, indent: float = 0) -> None:
        """Write a text over the width of the page, and on the next pages where it is long."""
        with self._pages.tagged(style.tag):
            self._lines(text, style, indent)
        self._pages.y += style.after

    def _lines(self, text: str, style: _Style, indent: float, *, dry: bool = False) -> float:
        """Write a text, or only measure it, and return its height."""
        pages = self._pages
        pages.dress(style)
        pages.x = pages.l_margin + indent
        height = pages.multi_cell(
            w=pages.epw - indent, h=style.line, text=printable(text), align=Align.L, dry_run=dry,
            output=MethodReturnValue.HEIGHT, new_x=XPos.LMARGIN, new_y=YPos.NEXT,
        )  # fmt: skip
        return cast("float", height)

    def _height(self, text: str, style: _Style, indent: float = 0) -> float:
        return self._lines(text, style, indent, dry=True)

    def _room(self, height: float) -> None:
        """Begin a page where this one has less than `height` left."""
        if self._pages.will_page_break(height):
            self._pages.add_page()

    def section(self, title: str, style: _Style = _HEADING, needed: float = 0) -> None:
        """Write a heading that `needed` millimetres have to follow on its page."""
        self._room(style.before + self._height(title, style) + style.after + needed)
        if self._pages.y > self._pages.t_margin:
            self._pages.y += style.before
        self._pages.start_section(printable(title))
        self.write(title, style)

    def picture(self, png: bytes, alt: str) -> None:
        """Show a picture in the middle, on the next page where this one is too full."""
        pages = self._pages
        pages.image(io.BytesIO(png), x=(pages.w - _RADAR) / 2, w=_RADAR, alt_text=alt)

    def passages(self, title: str, passages: Sequence[Passage], nothing: str) -> None:
        """Write passages under a heading, or that there is nothing."""
        first = self._needed(passages[0]) if passages else self._height(nothing, _TEXT)
        self.section(title, needed=first)
        if not passages:
            self.write(nothing, _TEXT)
        for passage in passages:
            self._room(self._needed(passage))
            self.write(passage.name, _NAME)
            self.write(passage.text, _TEXT, _INDENT)

    def _needed(self, passage: Passage) -> float:
        text = self._height(passage.text, _TEXT, _INDENT)
        return self._height(passage.name, _NAME) + _NAME.after + min(text, _TOGETHER * _TEXT.line)

    def table(self, title: str, rows: Sequence[Row], note: str) -> None:
        """Write rows, of which the first is the header, and what there is to note about them."""
        pages = self._pages
        noted = _NOTE.after + self._height(note, _NOTE)
        self.section(title, needed=len(rows) * (_CELL.line + 2 * _PADDING) + noted)
        pages.dress(_CELL)
        pages.set_draw_color(_LINE)
        with (
            pages.tagged("/P"),
            pages.table(
                borders_layout=TableBordersLayout.HORIZONTAL_LINES,
                col_widths=_COLUMNS,
                headings_style=FontFace(emphasis="BOLD", color=QUIET),
                line_height=_CELL.line,
                padding=(_PADDING, 0),
                text_align=(Align.L, Align.R, Align.R, Align.R),
            ) as table,
        ):
            for row in rows:
                table.row([printable(text) for text in (row.name, row.level, row.weight, row.points)])
        pages.y += _NOTE.after
        if note:
            self.write(note, _NOTE)
