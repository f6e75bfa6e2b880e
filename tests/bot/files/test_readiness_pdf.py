"""The report of an assessment as a PDF: nothing is left out, whatever there is to say."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from actions.language import Language
from actions.readiness.records import UNIT_CHARACTERS, Assessment
from actions.readiness.trend import trend
from bot.files.readiness.pdf import report_pdf
from bot.files.readiness.pictures import radar_of
from bot.files.readiness.report import AssessmentReport, Passage, ReportRow, report
from tests.bot.files.test_charts import LANGUAGES
from tests.bot.files.test_readiness_charts import ASKED, NOW, points, words
from tests.fakes.words import ENGLISH, say

if TYPE_CHECKING:
    from actions.readiness.trend import Point

BLOCKED = {each.id: 1 for each in ASKED.contra_indications}
answers = st.fixed_dictionaries({each.id: st.none() | st.integers(1, each.best) for each in ASKED.questions})


@cache
def radar() -> bytes:
    """Return a picture; what it shows is of no matter to the pages."""
    return radar_of(points(3), words(Language.FR))


def written(held: tuple[Point, ...], language: Language) -> AssessmentReport:
    """Return the words of the report on a trend."""
    return report(held, words(language), radar())


def read(drawn: AssessmentReport) -> PdfReader:
    """Return the report as somebody opens it."""
    return PdfReader(io.BytesIO(report_pdf(drawn)))


def root(pdf: PdfReader) -> Any:  # noqa: ANN401  a PDF's dictionaries hold anything
    """Return the dictionary that leads to all that a PDF holds."""
    return pdf.root_object


def bare(text: str) -> str:
    """Return a text without its spaces, for lines may end at any of them."""
    return "".join(text.split())


def body(pdf: PdfReader) -> list[list[str]]:
    """Return the lines of each page but its foot."""
    return [page.extract_text().splitlines()[:-1] for page in pdf.pages]


def assert_whole(drawn: AssessmentReport, pdf: PdfReader) -> None:
    """Every word of the report stands in the PDF, and no heading or name is a page's last line."""
    pages = body(pdf)
    text = bare("".join("".join(lines) for lines in pages))
    passages = (*drawn.blockers, *drawn.plan)
    said = [drawn.title, drawn.about, drawn.verdict, drawn.explanation, drawn.confidence, drawn.ours]
    said += [drawn.rows_title, drawn.working, drawn.blockers_title, drawn.plan_title]
    said += [each.name + each.text for each in passages]
    said += [row.name + row.level + row.weight + row.points for row in (drawn.header, *drawn.rows)]
    said += [drawn.no_blockers] * (not drawn.blockers) + [drawn.no_plan] * (not drawn.plan)
    for each in said:
        assert bare(each) in text, each
    headings = {drawn.title, drawn.verdict, drawn.rows_title, drawn.blockers_title, drawn.plan_title}
    ends = {bare(each) for each in headings} | {bare(each.name) for each in passages}
    assert not ends & {bare(lines[-1]) for lines in pages}


def assert_tagged(pdf: PdfReader) -> None:
    """What a page marks is what the tree says of it, in its order: a screen reader leaves nothing out."""
    tree = root(pdf)["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    elements = dict(zip(tree[::2], tree[1::2], strict=True))
    for page in pdf.pages:
        contents = page.get_contents()
        assert contents is not None
        code = contents.get_data()
        marked = [int(number) for number in re.findall(rb"/MCID (\d+)", code)]
        told: Any = page["/StructParents"]
        assert marked == [each.get_object()["/K"][0] for each in elements[told]]
        assert len(re.findall(rb"\b(BDC|BMC)\b", code)) == len(re.findall(rb"\bEMC\b", code))
        outside = re.sub(rb"(?s)(BDC|BMC)\n.*?\nEMC", b"", code)
        assert b" Tj" not in outside


@LANGUAGES
def test_five_blockers_are_five_and_every_proposal_is_there(language: Language) -> None:
    """Where everything is to be done, everything is said, on as many pages as it takes."""
    drawn = written(points(1, **BLOCKED), language)
    assert len(drawn.blockers) == len(ASKED.contra_indications) == 5
    assert len(drawn.plan) == len([item for dimension in ASKED.dimensions for item in dimension.items])
    pdf = read(drawn)
    assert_whole(drawn, pdf)
    assert len(pdf.pages) == 4


# Without shrinking: at half a second a report, it would not end in a test's time.
@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(answers, st.sampled_from(Language))
def test_nothing_is_left_out_whatever_the_levels(levels: dict[str, int | None], language: Language) -> None:
    """Blockers, dimensions and proposals all stand in the report, none cut, and no heading alone."""
    held = trend((Assessment(1, "", "T1:UM1", NOW, tuple(levels.items())),), (), ASKED)
    drawn = written(held, language)
    pdf = read(drawn)
    assert_whole(drawn, pdf)
    assert_tagged(pdf)


@LANGUAGES
def test_a_reader_of_pdfs_finds_its_way(language: Language) -> None:
    """A4 pages in a language, with a title, bookmarks, a number at each foot and words for the picture."""
    drawn = written(points(3, **BLOCKED), language)
    pdf = read(drawn)
    assert root(pdf)["/Lang"] == {Language.FR: "fr-FR", Language.EN: "en-GB"}[language]
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.subject) == (drawn.title, drawn.about)
    assert pdf.metadata.creation_date == NOW
    sections = [drawn.verdict, drawn.blockers_title, drawn.rows_title, drawn.plan_title]
    assert [each.title for each in pdf.outline if not isinstance(each, list)] == sections
    for number, page in enumerate(pdf.pages, 1):
        assert [round(float(points) / 72 * 25.4) for points in page.mediabox[2:]] == [210, 297]
        foot = words(language).say("readiness_report_page", page=number, pages=len(pdf.pages))
        assert page.extract_text().splitlines()[-1] == foot
    alts = [each.get_object().get("/Alt") for each in root(pdf)["/StructTreeRoot"]["/K"][0]["/K"]]
    assert [alt for alt in alts if alt] == [drawn.radar_alt]
    assert drawn.verdict in drawn.radar_alt


def test_the_same_assessment_makes_the_same_bytes() -> None:
    """Nothing of the clock gets in, nor of chance."""
    first, second = (written(points(2, **BLOCKED), Language.FR) for _ in range(2))
    assert report_pdf(first) == report_pdf(second)


@pytest.mark.parametrize(
    "unit", ["W" * UNIT_CHARACTERS, "Œuvres « d’été » – 50 € · →▰ {nb} *ici*", "Été\u00a0?\u202f!"]
)
def test_units_are_written_as_they_are_called(unit: str) -> None:
    """A name may be long, without a space, or hold what means something to a program."""
    drawn = written(points(3), Language.FR)
    drawn = replace(drawn, about=drawn.about.replace(say("readiness_whole"), unit))
    assert unit in drawn.about
    pdf = read(drawn)
    assert_whole(drawn, pdf)


@pytest.mark.parametrize("section", ["about", "blockers"])
def test_no_heading_stands_alone_wherever_a_page_ends(section: str) -> None:
    """However far down what comes before ends, a heading has the beginning of its text with it."""
    drawn = written(points(2, legal_constraints=1), Language.FR)
    for lines in range(1, 46, 3):
        text = "\n".join(f"Ligne {n}" for n in range(lines))
        changed = {"about": text} if section == "about" else {"blockers": (Passage("Nom", text),)}
        moved = replace(drawn, plan=drawn.plan[:3], **changed)
        assert_whole(moved, read(moved))


def test_what_has_no_letter_is_left_out() -> None:
    """An emoji would come out as an empty box."""
    drawn = replace(written(points(3), Language.FR), about="Ondine 🚀 2026")
    assert "Ondine  2026" in "\n".join(body(read(drawn))[0])


def test_long_advice_goes_on_over_the_pages() -> None:
    """Text of several pages is neither cut nor kept waiting for a page that holds it."""
    drawn = written(points(3, **BLOCKED), Language.EN)
    advice = tuple(Passage(f"Name {n}", f"word{n} " * 700 + f"end{n}.") for n in range(4))
    drawn = replace(drawn, blockers=(*drawn.blockers, *advice), plan=advice)
    pdf = read(drawn)
    assert_whole(drawn, pdf)
    assert_tagged(pdf)
    assert len(pdf.pages) > 9
    assert all(len(lines) > 1 for lines in body(pdf))


def test_a_long_table_says_its_columns_on_every_page() -> None:
    """A table of several pages has its header at the top of each."""
    drawn = written(points(3), Language.EN)
    rows = tuple(ReportRow(f"Dimension {n} of a longer name than usual", "3", "1", "0.5") for n in range(90))
    drawn = replace(drawn, rows=rows)
    pdf = read(drawn)
    assert_whole(drawn, pdf)
    assert_tagged(pdf)
    table = [lines for lines in body(pdf) if any("Dimension" in line for line in lines)]
    assert len(table) > 2
    for lines in table:
        before = lines[: next(n for n, line in enumerate(lines) if "Dimension" in line)]
        header = [ENGLISH.say(f"readiness_report_{column}") for column in ("level", "weight", "points")]
        assert bare("".join(before)).endswith("".join(header))
