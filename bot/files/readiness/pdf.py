"""Writes the report of an assessment as a PDF of A4 pages."""

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

    from bot.files.readiness.report import AssessmentReport, Passage, ReportRow

# Lengths are in millimetres, and font sizes in points.
_MARGIN, _BOTTOM, _FOOT = 18.0, 22.0, 14.0
_RADAR, _INDENT = 118.0, 4.0
# The line height in font sizes, and a point in millimetres.
_LEADING, _POINT = 1.4, 25.4 / 72
# A passage of up to so many lines stays on one page; of a longer one, so many lines do.
_TOGETHER = 10
_FAMILY = "dejavu"
_FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
# The placeholder of the number of pages; `printable` drops these characters from all other texts.
_COUNT = "\x1a\x1a"
# The table's columns in percent of its width, the space above and below its texts, its lines' colour.
_COLUMNS, _PADDING, _LINE = (52, 16, 16, 16), 0.8, "#dddddd"


@dataclass(frozen=True, slots=True)
class _Style:
    """The tag of a text for screen readers, its font, and the space before and after it."""

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


def report_pdf(report: AssessmentReport) -> bytes:
    """Return the report as a PDF; the same report gives the same bytes."""
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

    All content is tagged: once a picture has a tag (for its text alternative), a screen reader skips content
    without one.
    """

    def __init__(self, report: AssessmentReport) -> None:
        super().__init__(format="A4")
        self._foot = report.foot
        self._open = ""
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=_BOTTOM)
        self.c_margin = 0
        folder = Path(mpl.get_data_path(), "fonts", "ttf")
        for style, name in _FONTS.items():
            self.add_font(_FAMILY, style, folder / name)
        # A transparency mask, which the radar does not need, would be a second picture in the PDF.
        self.allow_images_transparency = False
        # The bold font has fewer glyphs than the regular one.
        self.set_fallback_fonts([_FAMILY], exact_match=False)
        self.alias_nb_pages(_COUNT)
        self.set_title(printable(report.title))
        self.set_subject(printable(report.about))
        self.set_lang(report.tag)
        self.set_creation_date(report.at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    def header(self) -> None:
        """Open the tag again that the page before ended in."""
        if self._open:
            self._begin(self._open)

    def footer(self) -> None:
        """Write the page number, as an artifact that screen readers skip."""
        if self._open:
            self._out("EMC")
        self._out("/Artifact BMC")
        self.set_style(_NOTE)
        self.set_y(-_FOOT)
        self.cell(w=self.epw, h=_NOTE.line, text=self._foot(str(self.page_no()), _COUNT), align=Align.C)
        self._out("EMC")

    @contextmanager
    def tagged(self, tag: str) -> Iterator[None]:
        """Tag what is written meanwhile, also over several pages."""
        self._begin(tag)
        yield
        self._out("EMC")
        self._open = ""

    def _begin(self, tag: str) -> None:
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=tag, mcid=number)
        self._out(f"{tag} <</MCID {number}>> BDC")
        self._open = tag

    def set_style(self, style: _Style) -> None:
        """Set a style's font and colour."""
        self.set_font(_FAMILY, "B" if style.bold else "", style.size)
        self.set_text_color(style.colour)


class _Writer:
    """Writes on the pages, and keeps headings together with what follows."""

    def __init__(self, pages: _Pages) -> None:
        self._pages = pages

    def write(self, text: str, style: _Style, indent: float = 0) -> None:
        """Write a text over the width of the page, and on further pages where it is long."""
        with self._pages.tagged(style.tag):
            self._lines(text, style, indent)
        self._pages.y += style.after

    def _lines(self, text: str, style: _Style, indent: float, *, dry: bool = False) -> float:
        """Write a text, or only measure it, and return its height."""
        pages = self._pages
        pages.set_style(style)
        pages.x = pages.l_margin + indent
        height = pages.multi_cell(
            w=pages.epw - indent,
            h=style.line,
            text=printable(text),
            align=Align.L,
            dry_run=dry,
            output=MethodReturnValue.HEIGHT,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        return cast("float", height)

    def _height(self, text: str, style: _Style, indent: float = 0) -> float:
        return self._lines(text, style, indent, dry=True)

    def _ensure_room(self, height: float) -> None:
        """Begin a page where this one has less than `height` left."""
        if self._pages.will_page_break(height):
            self._pages.add_page()

    def section(self, title: str, style: _Style = _HEADING, needed: float = 0) -> None:
        """Write a heading that `needed` millimetres have to follow on its page."""
        self._ensure_room(style.before + self._height(title, style) + style.after + needed)
        if self._pages.y > self._pages.t_margin:
            self._pages.y += style.before
        self._pages.start_section(printable(title))
        self.write(title, style)

    def picture(self, png: bytes, alt: str) -> None:
        """Write a picture in the middle, on the next page where this one has no room for it."""
        pages = self._pages
        pages.image(io.BytesIO(png), x=(pages.w - _RADAR) / 2, w=_RADAR, alt_text=alt)

    def passages(self, title: str, passages: Sequence[Passage], nothing: str) -> None:
        """Write passages under a heading, or `nothing` where there are none."""
        first = self._height_to_keep(passages[0]) if passages else self._height(nothing, _TEXT)
        self.section(title, needed=first)
        if not passages:
            self.write(nothing, _TEXT)
        for passage in passages:
            self._ensure_room(self._height_to_keep(passage))
            self.write(passage.name, _NAME)
            self.write(passage.text, _TEXT, _INDENT)

    def _height_to_keep(self, passage: Passage) -> float:
        text = self._height(passage.text, _TEXT, _INDENT)
        return self._height(passage.name, _NAME) + _NAME.after + min(text, _TOGETHER * _TEXT.line)

    def table(self, title: str, rows: Sequence[ReportRow], note: str) -> None:
        """Write a table, whose first row is the header, and a note under it."""
        pages = self._pages
        note_height = _NOTE.after + self._height(note, _NOTE)
        self.section(title, needed=len(rows) * (_CELL.line + 2 * _PADDING) + note_height)
        pages.set_style(_CELL)
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
