"""An act goes to the feature it belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

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
from actions.calculators.scenarios import Calculated, Calculator, Forgotten
from actions.cases.acts import CaseAct, CaseForm, FillCase, ListCases, OpenCase, Take
from actions.cases.outcome import CaseList, CaseOpened, CaseRefused
from actions.language import Language
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
from actions.readiness.outcome import Guide, ReadinessOutcome
from actions.reply import (
    Answer,
    AnswerRated,
    CaseReport,
    ChooseDepartment,
    Explained,
    Refuse,
    RolesTable,
    ShowTopics,
)
from tests.actions.dialogue.talk import begin
from tests.fakes.readiness import NamedManagers

if TYPE_CHECKING:
    from types import UnionType

    from actions.knowledge.library import Library

FEATURES: list[tuple[Act, type | UnionType]] = [
    (Said("blah"), Refuse),
    (AskTopic("moderation"), Answer),
    (ListTopics(), ShowTopics),
    (TalkToHuman(), ChooseDepartment),
    (Rate("moderation", helpful=True), AnswerRated),
    (Explain("moderation", View.WHY), Explained),
    (ShowRoles(), RolesTable),
    (AskRoles(), RolesTable),
    (Calculate(Calculator.STAFFING, "", ()), Calculated),
    (UseScenario(Use.SHOW, "gone"), Forgotten),
    (AskCaseReport(), CaseReport),
    (OpenCase("legal", "Whose is it?", Language.EN), CaseOpened),
    (ListCases(), CaseList),
    (Take(1, "legal"), CaseRefused),
    (OpenReadinessForm(ReadinessForm.START), Guide),
    (ShowReadinessGuide(), Guide),
    *(
        (act, ReadinessOutcome)
        for act in (
            ShowAssessment(),
            ShowPlan(),
            ListActions(),
            MarkActionDone(1),
            DropAction(1),
            CloseSurvey(1),
            CompareUnits(),
            ExportAssessment(),
            TakeDrill(1, "legal"),
            EndDrill(1),
            FinishAssessment("own"),
            AcceptAction(1, "means_budget", Language.EN),
            InviteToSurvey(1),
            ShareAssessment(1, "C1"),
            StartDrill("data_rumour", Language.EN),
            PassDrill(1, "legal", "it"),
            AnswerDrill(1, "legal", "We are looking into it."),
        )
    ),
    # The surface opens a form, and the command shows the report's picture: nothing is known of either here.
    (FillCase(CaseForm.TELL, 1, "legal"), ShowTopics),
    (ShowCaseReport(), ShowTopics),
]


@pytest.mark.parametrize(("act", "decision"), FEATURES, ids=[type(act).__name__ for act, _ in FEATURES])
async def test_an_act_goes_to_its_feature(library: Library, act: Act, decision: type | UnionType) -> None:
    """The decision is of the act's feature, in a manager's conversation where nothing came before."""
    talk = begin(library, {})
    talk.advisor = replace(talk.advisor, managers=NamedManagers(("p",)))
    assert isinstance((await talk(act)).reply.decision, decision)


def test_every_act_but_those_on_cases_is_in_the_table() -> None:
    """A new act of any feature is added to the table above; of those on cases some examples suffice."""
    assert set(get_args(Act)) - set(get_args(CaseAct)) <= {type(act) for act, _ in FEATURES}
