"""A form that 0.1.0 opened may be submitted to 0.2.0: it gives the act that the person meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from actions.cases.acts import Add, AnswerCase, NotOurs, OpenCase, RateCase, Reassign, Resolve, SuggestLesson
from actions.language import Language
from actions.readiness.acts import (
    AcceptAction,
    AnswerDrill,
    InviteToSurvey,
    PassDrill,
    ShareAssessment,
    StartDrill,
)
from bot.forms.calculators import read_calculator_form
from bot.forms.cases.layout import read_case_form
from bot.forms.readiness.layout import read_form, read_page
from bot.forms.readiness.submissions import submission
from bot.slack.blocks.form import submitted
from tests.fakes.forms import filled

FORMS: dict[str, Any] = json.loads(Path(__file__).with_name("forms_0_1_0.json").read_text("utf-8"))["forms"]
PERSON = "T1:UL1"
CASES = [
    ("add", {"text": "Also this."}, Add(1, "Also this.")),
    ("not_ours", {"department": "hr", "text": "Theirs."}, NotOurs(1, "legal", "hr", "Theirs.")),
    ("reassign", {"whom": "person:UL2"}, Reassign(1, "legal", person="T1:UL2")),
    ("reassign", {"whom": "department:marketing"}, Reassign(1, "legal", department="marketing")),
    ("remark", {"text": "Too late."}, RateCase(1, helpful=False, words="Too late.")),
    ("resolve", {"text": "Yes."}, Resolve(1, "legal", "Yes.")),
    ("tell", {"text": "Yes."}, AnswerCase(1, "legal", "Yes.")),
]
READINESS = [
    ("drill", {"incident": "employee_post"}, StartDrill("employee_post", Language.FR)),
    (
        "invite",
        {"departments": "hr marketing", "people": "@anne U9"},
        InviteToSurvey(1, ("marketing", "hr"), ("@anne", "U9")),
    ),
    ("pass", {"department": "hr"}, PassDrill(1, "communication", "hr")),
    ("reply", {"text": "We answer."}, AnswerDrill(1, "legal", "We answer.")),
    ("share", {"channel": "C1"}, ShareAssessment(1, "C1")),
]


@pytest.mark.parametrize(("form", "typed", "act"), CASES)
def test_a_form_about_a_case(form: str, typed: dict[str, str], act: object) -> None:
    """The act, with the person's team, which 0.1.0 left out."""
    sent = read_case_form(submitted(filled(FORMS[f"case_{form}"], **typed), PERSON))
    assert (sent.act, sent.missing) == (act, ())


def test_a_request() -> None:
    """What was typed, and where the answers go."""
    sent = read_case_form(submitted(filled(FORMS["case_escalate"], text="May we?"), PERSON))
    assert isinstance(sent.act, OpenCase)
    assert (sent.act.department, sent.act.question) == ("legal", "May we?")
    assert sent.origin == {"channel": "C1", "thread": "501.0"}


def test_a_lesson() -> None:
    """A lesson keeps its kind and its department."""
    typed = {"lesson": "routing", "department": "hr", "text": "HR decides."}
    sent = read_case_form(submitted(filled(FORMS["case_teach"], **typed), PERSON))
    assert isinstance(sent.act, SuggestLesson)
    assert (sent.act.lesson, sent.act.department) == ("routing", "hr")


@pytest.mark.parametrize(("form", "typed", "act"), READINESS)
def test_a_form_about_readiness(form: str, typed: dict[str, str], act: object) -> None:
    """The act; what was typed in a text field stays as it was typed."""
    sent = read_form(submitted(filled(FORMS[f"readiness_{form}"], **typed), PERSON))
    assert submission(sent.context, sent.fields) == act


def test_an_action_for_somebody() -> None:
    """The person who sees to it has their team."""
    typed = {"department": "hr", "person": "UM1", "due": "2026-12-01", "who": "ourselves"}
    sent = read_form(submitted(filled(FORMS["readiness_accept"], **typed), PERSON))
    act = submission(sent.context, sent.fields)
    assert isinstance(act, AcceptAction)
    assert (act.number, act.item, act.department, act.person) == (1, "means_budget", "hr", "T1:UM1")


@pytest.mark.parametrize(("form", "scope"), [("own", "own"), ("1", "1")])
def test_a_page_of_an_assessment(form: str, scope: str) -> None:
    """The answers of the page, by question."""
    page = read_page(submitted(filled(FORMS[f"readiness_page_{form}"], staff_conflict="2"), PERSON))
    assert (page.scope, page.page) == (scope, 0)
    assert dict(page.answers) == {"staff_conflict": 2}
    assert "few_customers" in page.missing


def test_an_estimate() -> None:
    """Its numbers, and the channel where its command was typed."""
    sent = read_calculator_form(submitted(filled(FORMS["calculator_staffing"], networks="3"), PERSON))
    assert sent.errors == {}
    assert sent.act.invoked_in == "C1"
