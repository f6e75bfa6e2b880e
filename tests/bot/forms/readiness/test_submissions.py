"""The assessment's single forms come back as acts."""

from __future__ import annotations

from datetime import date

import pytest

from actions.language import Language
from actions.readiness.acts import (
    AcceptAction,
    AnswerDrill,
    InviteToSurvey,
    PassDrill,
    ReadinessAct,
    ReadinessForm,
    ShareAssessment,
    StartDrill,
)
from bot.forms.readiness.layout import FormContext
from bot.forms.readiness.submissions import submission

ACCEPTED = {
    "words": " Un budget ",
    "department": "legal",
    "person": "T1:U1",
    "due": "2026-12-24",
    "who": "ourselves",
}
ACTION = AcceptAction(
    7, "legal", Language.FR, "legal", date(2026, 12, 24), "T1:U1", hands_over=False, request="Un budget"
)
ACTS: list[tuple[ReadinessForm, dict[str, str], ReadinessAct]] = [
    (ReadinessForm.ACCEPT, ACCEPTED, ACTION),
    (
        ReadinessForm.INVITE,
        {"departments": "legal hr", "people": "T1:U1 T1:U2"},
        InviteToSurvey(7, ("legal", "hr"), ("T1:U1", "T1:U2")),
    ),
    (ReadinessForm.SHARE, {"channel": "C1"}, ShareAssessment(7, "C1")),
    (ReadinessForm.DRILL, {"incident": "employee_post"}, StartDrill("employee_post", Language.FR)),
    (ReadinessForm.PASS, {"department": "hr"}, PassDrill(7, "legal", "hr")),
    (ReadinessForm.REPLY, {"text": " Nous vérifions. "}, AnswerDrill(7, "legal", "Nous vérifions.")),
]
PAGED = {ReadinessForm.START, ReadinessForm.RESTART, ReadinessForm.AGAIN, ReadinessForm.ANSWER}


def submitted(form: ReadinessForm, given: dict[str, str]) -> ReadinessAct:
    """Return the act of a form about number 7 and legal."""
    return submission(FormContext(form, Language.FR, 7, "legal"), given)


@pytest.mark.parametrize(("form", "given", "act"), ACTS, ids=[form for form, _, _ in ACTS])
def test_a_form_comes_back_as_its_act(form: ReadinessForm, given: dict[str, str], act: ReadinessAct) -> None:
    """Days, several people and blanks around words are read; the rest is as it was given."""
    assert submitted(form, given) == act


def test_every_single_form_is_in_the_table() -> None:
    """A new form is added to the table above; those of pages submit no act of their own."""
    assert set(ReadinessForm) - {form for form, _, _ in ACTS} == PAGED
    for form in PAGED:
        with pytest.raises(ValueError, match=form):
            submitted(form, {})


def test_the_department_gets_a_case_where_it_acts() -> None:
    """« Le service » hands the action over; one's own people get none."""
    act = submitted(ReadinessForm.ACCEPT, {**ACCEPTED, "who": "department"})
    assert isinstance(act, AcceptAction)
    assert act.hands_over


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30"])
def test_a_day_that_is_none_is_left_open(day: str) -> None:
    """The usual day is taken for it when the action is accepted."""
    act = submitted(ReadinessForm.ACCEPT, {**ACCEPTED, "due": day})
    assert isinstance(act, AcceptAction)
    assert act.due is None


@pytest.mark.parametrize(("form", "act"), [(form, act) for form, _, act in ACTS])
def test_what_is_missing_counts_as_empty(form: ReadinessForm, act: ReadinessAct) -> None:
    """A form of an earlier version may lack a field; it is read all the same."""
    assert isinstance(submitted(form, {}), type(act))
