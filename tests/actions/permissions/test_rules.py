"""Every act has a rule, and the rule is the one that people were promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pytest

from actions.acts import (
    Act,
    AskCaseReport,
    AskRoles,
    AskTopic,
    Explain,
    ListTopics,
    Rate,
    Said,
    ShowCaseReport,
    ShowRoles,
    TalkToHuman,
    View,
)
from actions.calculators.acts import Calculate, Use, UseScenario
from actions.cases.acts import (
    Add,
    AnswerCase,
    Cancel,
    CaseForm,
    DeleteMessage,
    EditMessage,
    FillCase,
    ListCases,
    NotOurs,
    OpenCase,
    RateCase,
    Reassign,
    Reopen,
    Resolve,
    SendEdit,
    SuggestLesson,
    Take,
)
from actions.cases.events import Lesson
from actions.language import Language
from actions.permissions.rules import Rule, rule_for
from actions.readiness.acts import (
    AcceptAction,
    AnswerDrill,
    CloseSurvey,
    CompareUnits,
    DropAction,
    EndDrill,
    ExportAssessment,
    FinishAssessment,
    InviteToSurvey,
    ListActions,
    MarkActionDone,
    OpenReadinessForm,
    PassDrill,
    ReadinessForm,
    ShareAssessment,
    ShowAssessment,
    ShowPlan,
    ShowReadinessGuide,
    StartDrill,
    TakeDrill,
)

_FOR_ALL = {ReadinessForm.ANSWER, ReadinessForm.PASS, ReadinessForm.REPLY}
RULES: dict[Rule, tuple[Act, ...]] = {
    Rule.ADVISED: (
        Said("hello"),
        AskTopic("moderation"),
        ListTopics(),
        Rate("moderation", helpful=True),
        Explain("moderation", View.WHY),
        ShowRoles(),
        AskRoles(),
    ),
    Rule.EMPLOYEE: (
        TalkToHuman(),
        Calculate("staffing", "", ()),
        *(UseScenario(use, "a", "C1") for use in Use),
        OpenCase("legal", "May we?", Language.EN),
        ListCases(1),
        ShowReadinessGuide(),
    ),
    Rule.AUTHOR: (EditMessage("C1:1.0", "new"), DeleteMessage("C1:1.0")),
    Rule.REQUESTER: (
        Add(1, "more"),
        Cancel(1),
        RateCase(1, helpful=True),
        Reopen(1),
        FillCase(CaseForm.ADD, 1),
        FillCase(CaseForm.REMARK, 1, "legal"),
    ),
    Rule.DEPARTMENT: (
        Take(1, "legal"),
        AnswerCase(1, "legal", "Yes."),
        Reassign(1, "legal", "anne"),
        NotOurs(1, "legal", "hr", "theirs"),
        Resolve(1, "legal", "Done."),
        Reopen(1, "legal"),
        SuggestLesson(1, "legal", Lesson.TOPIC),
        SendEdit("C1:1.0"),
        *(
            FillCase(form, 1)
            for form in CaseForm
            if form not in {CaseForm.ADD, CaseForm.REMARK, CaseForm.EXCHANGE}
        ),
    ),
    Rule.PARTY: (FillCase(CaseForm.EXCHANGE, 1, "legal"),),
    Rule.MANAGER: (
        AskCaseReport(),
        ShowCaseReport(),
        *(ShowAssessment(1), ShowPlan(1), ListActions(), MarkActionDone(1), DropAction(1), CloseSurvey(1)),
        *(CompareUnits(), ExportAssessment(1), EndDrill(1)),
        *(FinishAssessment("own"), FinishAssessment("again-1")),
        *(AcceptAction(1, "means_budget", Language.FR), InviteToSurvey(1, ("legal",))),
        *(ShareAssessment(1, "C1"), StartDrill("employee_post", Language.FR)),
        *(OpenReadinessForm(form, 1) for form in ReadinessForm if form not in _FOR_ALL),
    ),
    Rule.INVITED: (FinishAssessment("3"), OpenReadinessForm(ReadinessForm.ANSWER, 3, "legal")),
    Rule.REHEARSING: (
        TakeDrill(1, "legal"),
        PassDrill(1, "legal", "it"),
        AnswerDrill(1, "legal", "We look."),
        OpenReadinessForm(ReadinessForm.PASS, 1, "legal"),
        OpenReadinessForm(ReadinessForm.REPLY, 1, "legal"),
    ),
}
EACH = [(act, rule) for rule, acts in RULES.items() for act in acts]


@pytest.mark.parametrize(("act", "rule"), EACH, ids=[f"{act.kind}-{n}" for n, (act, _) in enumerate(EACH)])
def test_an_act_has_the_rule_that_was_promised(act: Act, rule: Rule) -> None:
    """Whoever changes who may do something changes this table too."""
    assert rule_for(act) is rule


def test_every_act_of_the_union_is_in_the_table() -> None:
    """A new act is allowed to nobody in particular until somebody writes its rule."""
    assert {type(act) for act, _ in EACH} == set(get_args(Act))
    assert {act.form for act, _ in EACH if isinstance(act, FillCase)} == set(CaseForm)
    assert {act.form for act, _ in EACH if isinstance(act, OpenReadinessForm)} == set(ReadinessForm)


def test_an_act_without_a_rule_is_an_error() -> None:
    """An act that nobody wrote a rule for is not done."""

    @dataclass(frozen=True)
    class Forgotten:
        kind: str = "forgotten"

    with pytest.raises(AssertionError):
        rule_for(Forgotten())  # type: ignore[arg-type]  # no act of the union
