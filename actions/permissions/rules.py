"""The rule for each act: who may do it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from actions.acts import (
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
)
from actions.calculators.acts import Calculate, Use, UseScenario
from actions.cases.acts import (
    Add,
    AnswerCase,
    Cancel,
    CaseAct,
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
from actions.readiness.acts import (
    AnswerDrill,
    FinishAssessment,
    OpenReadinessForm,
    PassDrill,
    ReadinessAct,
    ReadinessForm,
    ShareAssessment,
    ShowReadinessGuide,
    TakeDrill,
)
from actions.readiness.scopes import survey_number

if TYPE_CHECKING:
    from actions.acts import Act


class Rule(StrEnum):
    """Who may do an act."""

    ADVISED = "advised"  # everybody whom Relais advises
    EMPLOYEE = "employee"
    AUTHOR = "author"  # only the author of a message can edit it: the surface sees to that
    REQUESTER = "requester"
    DEPARTMENT = "department"  # a member of the department that has the case
    PARTY = "party"  # the requester, or a member of the department
    MANAGER = "manager"
    INVITED = "invited"  # whom a survey asks
    REHEARSING = "rehearsing"  # a member of the department that the act is done for


# The forms that are the requester's.
_REQUESTERS_FORMS = frozenset({CaseForm.ADD, CaseForm.REMARK})


def rule_for(act: Act) -> Rule:
    """Return the rule for `act`."""
    match act:
        case Said() | AskTopic() | ListTopics() | Rate() | Explain() | ShowRoles() | AskRoles():
            return Rule.ADVISED
        case TalkToHuman() | Calculate() | UseScenario():
            return Rule.EMPLOYEE
        case AskCaseReport() | ShowCaseReport():
            return Rule.MANAGER
        case _ if isinstance(act, CaseAct):
            return _on_case(act)
        case FillCase(form):
            if form is CaseForm.EXCHANGE:
                return Rule.PARTY
            return Rule.REQUESTER if form in _REQUESTERS_FORMS else Rule.DEPARTMENT
        case _ if isinstance(act, ReadinessAct):
            return _on_assessment(act)
        case _:
            assert_never(act)


def _on_case(act: CaseAct) -> Rule:
    match act:
        case OpenCase() | ListCases():
            return Rule.EMPLOYEE
        case Add() | Cancel() | RateCase():
            return Rule.REQUESTER
        case Reopen(_, seen):
            return Rule.DEPARTMENT if seen else Rule.REQUESTER
        case Take() | AnswerCase() | Reassign() | NotOurs() | Resolve() | SuggestLesson() | SendEdit():
            return Rule.DEPARTMENT
        case EditMessage() | DeleteMessage():
            return Rule.AUTHOR
        case _:
            assert_never(act)


def _on_assessment(act: ReadinessAct) -> Rule:
    """Return the rule for an act on an assessment: a manager's, where nothing else is said."""
    match act:
        case ShowReadinessGuide():
            return Rule.EMPLOYEE
        case TakeDrill() | PassDrill() | AnswerDrill():
            return Rule.REHEARSING
        case OpenReadinessForm(ReadinessForm.PASS | ReadinessForm.REPLY):
            return Rule.REHEARSING
        case OpenReadinessForm(ReadinessForm.ANSWER):
            return Rule.INVITED
        case FinishAssessment(scope) if survey_number(scope) > 0:
            return Rule.INVITED
        case _:
            return Rule.MANAGER


def shared_in(act: Act) -> str:
    """Return the channel in which `act` lets others read a result; empty for any other act."""
    match act:
        case UseScenario(Use.SHARE, _, channel) | ShareAssessment(_, channel):
            return channel
        case _:
            return ""
