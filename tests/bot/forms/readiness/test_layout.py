"""The assessment's forms, and what is read from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from actions.language import Language
from actions.readiness.acts import ReadinessForm
from actions.readiness.pages import pages
from actions.readiness.records import Draft
from bot.forms.form import Back, Form, OneOf, Submitted, TextField
from bot.forms.readiness.layout import FormContext, ShownPage, page_form, read_form, read_page, single_form
from bot.pages.page import Paragraph
from tests.fakes.words import FRENCH, STRINGS, say

if TYPE_CHECKING:
    from actions.knowledge.library import Library

SAY = STRINGS[Language.FR]
DEPARTMENTS = {"legal": "Juridique", "hr": "Ressources humaines"}


@pytest.fixture
def first(library: Library) -> ShownPage:
    """The first page of an assessment of one's own, with one answer given before and one unknown."""
    asked = pages(library.questionnaire)
    answers = ((asked[0].questions[0].id, 2), (asked[0].questions[1].id, None))
    return ShownPage("own", Draft("Ondine", answers), asked, DEPARTMENTS)


def drawn(shown: ShownPage) -> Form:
    """Return a page as a form."""
    return page_form(shown, SAY, Language.FR)


def on_page(shown: ShownPage, page: int) -> ShownPage:
    """Return another page of the same."""
    return replace(shown, draft=replace(shown.draft, page=page))


def sent(form: Form, **typed: str) -> Submitted:
    """Return a form as it came back: with what was typed, elsewhere with what it showed."""
    shown = {part.id: part.initial for part in form.parts if isinstance(part, TextField)}
    shown |= {part.id: part.chosen for part in form.parts if isinstance(part, OneOf)}
    return Submitted(form.carried, {**shown, **typed})


def test_a_page_marks_what_was_answered_before(first: ShownPage) -> None:
    """« Je ne sais pas » is an answer too; what was not asked before is not marked."""
    chosen = [part.chosen for part in drawn(first).parts if isinstance(part, OneOf)]
    assert chosen == ["2", "0", "", "", ""]


def test_a_page_comes_back_with_its_answers(first: ShownPage) -> None:
    """Levels come as numbers, what is unknown as None; a question without an answer is told."""
    asked = [question.id for question in first.pages[0].questions]
    read = read_page(sent(drawn(first), **{asked[2]: "3", asked[3]: "0"}))
    assert dict(read.answers) == {asked[0]: 2, asked[1]: None, asked[2]: 3, asked[3]: None}
    assert read.missing == (asked[4],)
    assert (read.scope, read.page, read.language, read.unit) == ("own", 0, Language.FR, "Ondine")


@pytest.mark.parametrize("typed", ["9", "-1", "four", "²"])
def test_a_level_that_is_none_is_unknown(first: ShownPage, typed: str) -> None:
    """Whatever a changed form may send, nothing is made up of it."""
    question = first.pages[0].questions[0].id
    assert dict(read_page(sent(drawn(first), **{question: typed})).answers)[question] is None


def test_a_units_name_is_redacted_and_put_on_one_line(first: ShownPage) -> None:
    """It stands in results that others read."""
    assert read_page(sent(drawn(first), unit=" Ondine \n 06 12 34 56 78 ")).unit == "Ondine [tel]"


def test_only_the_first_page_asks_what_it_is_about(first: ShownPage) -> None:
    """Later pages have a way back in its place, and leave the unit as it is."""
    later = drawn(on_page(first, 1))
    assert [part.page for part in later.parts if isinstance(part, Back)] == [1]
    assert not any(isinstance(part, TextField) for part in later.parts)
    assert read_page(sent(later)).unit is None


def test_a_view_for_a_survey_asks_whose_it_is(first: ShownPage) -> None:
    """It asks for the department, which is marked, in the place of the unit, which is the survey's."""
    shown = replace(first, scope="3", draft=Draft(survey=3, department="hr"))
    whose = next(part for part in drawn(shown).parts if isinstance(part, OneOf))
    assert (whose.id, whose.chosen, dict(whose.options)) == ("department", "hr", DEPARTMENTS)
    read = read_page(sent(drawn(shown), department="legal"))
    assert (read.department, read.unit, read.scope) == ("legal", None, "3")


def test_the_last_page_ends_and_the_others_go_on(first: ShownPage) -> None:
    """The button says what comes next; beyond the last page is the last one."""
    count = len(first.pages)
    labels = [drawn(on_page(first, number)).submit for number in range(count)]
    assert labels == [say("readiness_next_page")] * (count - 1) + [say("readiness_finish")]
    beyond = drawn(on_page(first, count + 3))
    texts = [part.text for part in beyond.parts if isinstance(part, Paragraph)]
    assert FRENCH.says(texts[0], "readiness_progress", page=count, pages=count)


def test_a_single_form_comes_back_with_what_it_is_about() -> None:
    """What words people type are redacted, and what they choose is not touched."""
    where = {"channel": "C1", "thread": "1.0", "message": "2.0"}
    context = FormContext(ReadinessForm.REPLY, Language.FR, 3, "legal", where)
    form = single_form(context, [TextField("text", "?"), OneOf("department", "?", DEPARTMENTS)], SAY)
    read = read_form(sent(form, text="appelez le 06 12 34 56 78", department="hr"))
    assert read.context == context
    assert dict(read.fields) == {"text": "appelez le [tel]", "department": "hr"}
