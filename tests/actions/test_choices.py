"""A choice goes onto a button as one line, and comes back from it."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from actions.acts import (
    AskTopic,
    Choice,
    Explain,
    ListTopics,
    Rate,
    ShowCaseReport,
    ShowRoles,
    TalkToHuman,
    View,
)
from actions.calculators.acts import Use, UseScenario
from actions.cases.acts import Cancel, CaseForm, FillCase, ListCases, RateCase, Reopen, SendEdit, Take
from actions.choices import decode, encode
from actions.model import Entity
from actions.readiness.acts import (
    CloseSurvey,
    CompareUnits,
    DropAction,
    EndDrill,
    ExportAssessment,
    ListActions,
    MarkActionDone,
    OpenReadinessForm,
    ReadinessForm,
    ShowAssessment,
    ShowPlan,
    ShowReadinessGuide,
    TakeDrill,
)

names = st.from_regex(r"[a-z][a-z_]{0,30}", fullmatch=True)
names_or_none = st.one_of(st.just(""), names)
numbers = st.integers(0, 10**9)
named = st.lists(st.builds(lambda value: Entity("activity", value, value), names), max_size=6).map(tuple)
CHOICES: dict[type, st.SearchStrategy[Choice]] = {
    AskTopic: st.builds(AskTopic, names),
    ListTopics: st.builds(ListTopics),
    TalkToHuman: st.builds(TalkToHuman, names_or_none, st.booleans()),
    Rate: st.builds(Rate, names, helpful=st.booleans()),
    Explain: st.builds(Explain, names, st.sampled_from(View), named),
    ShowRoles: st.builds(ShowRoles, names_or_none, names_or_none),
    UseScenario: st.builds(UseScenario, st.sampled_from(Use), names, names_or_none),
    ShowCaseReport: st.builds(ShowCaseReport, st.booleans()),
    Take: st.builds(Take, numbers, names),
    Reopen: st.builds(Reopen, numbers, names_or_none),
    Cancel: st.builds(Cancel, numbers),
    RateCase: st.builds(RateCase, numbers, st.booleans()),
    SendEdit: st.builds(SendEdit, st.text()),
    ListCases: st.builds(ListCases, numbers),
    FillCase: st.builds(FillCase, st.sampled_from(CaseForm), numbers, names_or_none),
    ShowReadinessGuide: st.builds(ShowReadinessGuide, st.text()),
    ShowAssessment: st.builds(ShowAssessment, numbers, st.text()),
    ShowPlan: st.builds(ShowPlan, numbers),
    ListActions: st.builds(ListActions),
    MarkActionDone: st.builds(MarkActionDone, numbers),
    DropAction: st.builds(DropAction, numbers),
    CloseSurvey: st.builds(CloseSurvey, numbers),
    CompareUnits: st.builds(CompareUnits),
    ExportAssessment: st.builds(ExportAssessment, numbers, st.text()),
    TakeDrill: st.builds(TakeDrill, numbers, names),
    EndDrill: st.builds(EndDrill, numbers),
    OpenReadinessForm: st.builds(OpenReadinessForm, st.sampled_from(ReadinessForm), numbers, st.text()),
}
FIRST_WORDS = ("topic", "human", "rate", "explain", "roles", "scenario", "escalations", "readiness", "case")


def test_every_choice_is_drawn() -> None:
    """The tests below draw every choice there is."""
    assert set(CHOICES) == set(get_args(Choice))


@given(st.one_of(*CHOICES.values()))
def test_a_choice_comes_back_from_its_button(choice: Choice) -> None:
    """The line of a choice is read as the same choice."""
    assert decode(encode(choice)) == choice


@given(st.text(), st.tuples(st.sampled_from(FIRST_WORDS), st.text()).map(":".join))
def test_any_line_is_read_or_refused(anything: str, alike: str) -> None:
    """A line that is not ours gives no choice, or one whose own line is read alike; none raises."""
    for line in (anything, alike):
        if (choice := decode(line)) is not None:
            again = decode(encode(choice))
            assert again is not None
            assert encode(again) == encode(choice)
