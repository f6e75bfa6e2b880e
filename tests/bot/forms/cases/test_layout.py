"""The forms of cases come back as acts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import (
    Add,
    AnswerCase,
    CaseAct,
    CaseForm,
    FillCase,
    NotOurs,
    OpenCase,
    RateCase,
    Reassign,
    Resolve,
    SuggestLesson,
)
from actions.cases.events import Audience, Lesson, Urgency
from actions.language import Language
from bot.forms.cases.layout import Choices, Request, SubmittedCase, case_form, read_case_form, request_form
from bot.forms.form import OneOf, Submitted, TextField
from tests.fakes.words import STRINGS

if TYPE_CHECKING:
    from bot.forms.form import Form

SAY = STRINGS[Language.EN]
DEPARTMENTS = {"legal": "Legal", "hr": "Human Resources"}
PEOPLE = {"T1:U1": "Anne"}
HERE = {"channel": "C1", "thread": "1.0"}


def sent(form: Form, **typed: str) -> SubmittedCase:
    """Read a form with what was typed, and elsewhere with what it showed."""
    shown = {part.id: part.initial for part in form.parts if isinstance(part, TextField)}
    shown |= {part.id: part.chosen for part in form.parts if isinstance(part, OneOf)}
    assert typed.keys() <= shown.keys()
    return read_case_form(Submitted(form.carried, {**shown, **typed}))


def request(asked: Request) -> Form:
    """Return the form of a request."""
    return request_form(asked, DEPARTMENTS, SAY, Language.EN)


def form(name: CaseForm, *, helpful: bool = True) -> Form:
    """Return a form of the case 7, which legal has."""
    choices = Choices(DEPARTMENTS, PEOPLE)
    return case_form(FillCase(name, 7, "legal"), choices, SAY, Language.EN, helpful=helpful)


def test_a_request_comes_back_with_what_was_proposed() -> None:
    """Sent as it was opened, it asks what was proposed, of the conversation that it comes from."""
    asked = Request("legal", "May we?", urgent=True, topic="moderation", shared=True, origin=HERE)
    read = sent(request(asked))
    expected = OpenCase("legal", "May we?", Language.EN, Urgency.URGENT, Audience.HERE, "moderation")
    assert (read.act, read.origin, read.missing) == (expected, HERE, ())


def test_a_request_comes_back_with_what_was_changed() -> None:
    """Department, words, urgency, language and audience are the person's to choose."""
    asked = Request("legal", "May we?", shared=True, origin=HERE)
    typed = {"department": "hr", "text": " Who? ", "urgency": "low", "language": "fr", "audience": "private"}
    expected = OpenCase("hr", "Who?", Language.FR, Urgency.LOW, Audience.PRIVATE)
    assert sent(request(asked), **typed).act == expected


@pytest.mark.parametrize(("origin", "audience"), [(HERE, Audience.HERE), ({}, Audience.PRIVATE)])
def test_where_nobody_else_reads_nobody_asks_who_may(origin: dict[str, str], audience: Audience) -> None:
    """Without others there, answers go to the conversation if there is one, else to the person alone."""
    opened = request(Request("legal", "May we?", origin=origin))
    assert "audience" not in {getattr(part, "id", "") for part in opened.parts}
    act = sent(opened).act
    assert isinstance(act, OpenCase)
    assert act.audience is audience


ACTS: list[tuple[CaseForm, dict[str, str], CaseAct]] = [
    (CaseForm.TELL, {"text": " Yes. "}, AnswerCase(7, "legal", "Yes.")),
    (CaseForm.RESOLVE, {"text": "Done."}, Resolve(7, "legal", "Done.")),
    (CaseForm.REASSIGN, {"whom": "person:T1:U1"}, Reassign(7, "legal", person="T1:U1")),
    (CaseForm.REASSIGN, {"whom": "department:hr"}, Reassign(7, "legal", department="hr")),
    (CaseForm.NOT_OURS, {"department": "hr", "text": "No law."}, NotOurs(7, "legal", "hr", "No law.")),
    (CaseForm.TEACH, {"text": "It is so."}, SuggestLesson(7, "legal", Lesson.TOPIC, "It is so.")),
    (
        CaseForm.TEACH,
        {"lesson": "routing", "department": "hr"},
        SuggestLesson(7, "legal", Lesson.ROUTING, "", "hr"),
    ),
    (CaseForm.ADD, {"text": "And that."}, Add(7, "And that.")),
    (CaseForm.REMARK, {"text": "Short."}, RateCase(7, helpful=True, words="Short.")),
]


@pytest.mark.parametrize(("name", "typed", "act"), ACTS, ids=[type(act).__name__ for _, _, act in ACTS])
def test_a_form_comes_back_as_its_act(name: CaseForm, typed: dict[str, str], act: CaseAct) -> None:
    """It is about the case as the presser saw it, with blanks around words dropped."""
    assert sent(form(name), **typed).act == act


def test_every_form_but_the_original_is_in_the_table() -> None:
    """A new form is added to the table above; the original exchange is only read."""
    assert set(CaseForm) - {name for name, _, _ in ACTS} == {CaseForm.EXCHANGE}


def test_a_remark_keeps_the_opinion_it_goes_with() -> None:
    """Whoever found the answer of no help says why, and is not taken to have changed their mind."""
    act = sent(form(CaseForm.REMARK, helpful=False), text="Too short.").act
    assert act == RateCase(7, helpful=False, words="Too short.")


@pytest.mark.parametrize(
    ("name", "typed", "missing"),
    [
        (CaseForm.TELL, {"text": "  "}, ("text",)),
        (CaseForm.NOT_OURS, {"text": ""}, ("text", "department")),
        (CaseForm.REASSIGN, {}, ("whom",)),
        (CaseForm.TEACH, {"lesson": "routing"}, ("department",)),
        (CaseForm.TEACH, {}, ()),
    ],
)
def test_what_a_form_needs_is_told_by_field(
    name: CaseForm, typed: dict[str, str], missing: tuple[str, ...]
) -> None:
    """Nothing happens until it is there; of a lesson only a routing needs a department, and no words."""
    read = sent(form(name), **typed)
    assert read.missing == missing
    assert (read.act is None) == bool(missing)


def test_words_are_redacted() -> None:
    """A question, an answer and a reason are kept without telephone numbers and addresses."""
    text = "call 06 12 34 56 78, a@b.org"
    acts = (
        sent(request(replace(Request("legal", text), origin=HERE))).act,
        sent(form(CaseForm.TELL), text=text).act,
        sent(form(CaseForm.NOT_OURS), department="hr", text=text).act,
    )
    assert all("call [tel], [e-mail]" in str(act) for act in acts)


@pytest.mark.parametrize("question", ["word " * 3000, "w" * 7000, "short", ""])
def test_a_long_request_stands_whole_in_several_fields(question: str) -> None:
    """A field takes 3,000 characters; what was asked before comes back as it was, and can be changed."""
    asked = request(Request("legal", question.strip()))
    fields = [part for part in asked.parts if isinstance(part, TextField)]
    assert all(len(part.initial) <= 3000 for part in fields)
    assert len(fields) == max(1, -(-len(question.strip()) // 3000))
    read = sent(asked, text=fields[0].initial or "typed")
    assert isinstance(read.act, OpenCase)
    assert "".join(read.act.question.split()) == "".join((question or "typed").split())
