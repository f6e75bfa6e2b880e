"""The acts on assessments, one type per act; the queue stores them as JSON.

`number` is always the number of what the act is about: an assessment, a survey, an action or a rehearsal. The
`kind` of each is unique among the acts of all features, since the queue reads them by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  the queue reads the annotations when the program runs
from enum import StrEnum
from typing import Literal

from actions.language import Language  # noqa: TC001  as above


@dataclass(frozen=True, slots=True)
class ShowReadinessGuide:
    """Asks what the command can do; `unknown_words` were typed after it and mean nothing."""

    unknown_words: str = ""
    kind: Literal["readiness_guide"] = "readiness_guide"


@dataclass(frozen=True, slots=True)
class ShowAssessment:
    """Asks for a result: by number, else the latest of `unit`, else the latest of all."""

    number: int = 0
    unit: str = ""
    kind: Literal["readiness_show"] = "readiness_show"


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """Asks for the actions proposed on an assessment's weak items; `number` 0 means the latest of all."""

    number: int = 0
    kind: Literal["readiness_plan"] = "readiness_plan"


@dataclass(frozen=True, slots=True)
class ListActions:
    """Asks for the actions that are open or were settled lately."""

    kind: Literal["readiness_list_actions"] = "readiness_list_actions"


@dataclass(frozen=True, slots=True)
class MarkActionDone:
    """Says that an action is done."""

    number: int
    kind: Literal["readiness_action_done"] = "readiness_action_done"


@dataclass(frozen=True, slots=True)
class DropAction:
    """Gives an action up."""

    number: int
    kind: Literal["readiness_drop_action"] = "readiness_drop_action"


@dataclass(frozen=True, slots=True)
class CloseSurvey:
    """Closes a survey, or asks again for the comparison of a closed one."""

    number: int
    kind: Literal["readiness_close_survey"] = "readiness_close_survey"


@dataclass(frozen=True, slots=True)
class CompareUnits:
    """Asks for the latest assessment of each unit, side by side."""

    kind: Literal["readiness_compare_units"] = "readiness_compare_units"


@dataclass(frozen=True, slots=True)
class ExportAssessment:
    """Asks for the files of an assessment, chosen as in `ShowAssessment`."""

    number: int = 0
    unit: str = ""
    kind: Literal["readiness_export"] = "readiness_export"


@dataclass(frozen=True, slots=True)
class TakeDrill:
    """Takes the incident of a rehearsal, for `department`."""

    number: int
    department: str
    kind: Literal["readiness_take_drill"] = "readiness_take_drill"


@dataclass(frozen=True, slots=True)
class EndDrill:
    """Ends a rehearsal."""

    number: int
    kind: Literal["readiness_end_drill"] = "readiness_end_drill"


class ReadinessForm(StrEnum):
    """The forms; the values stand in the buttons of messages that were posted long ago."""

    START = "start"
    RESTART = "restart"
    AGAIN = "again"  # the items of an action, asked again at its date
    ANSWER = "answer"  # a survey's
    INVITE = "invite"
    ACCEPT = "accept"
    SHARE = "share"
    DRILL = "drill"
    PASS = "pass"  # noqa: S105  what a department does with an incident, no password
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class OpenReadinessForm:
    """Asks for a form; `subject` is what else it starts from.

    For a start it is the unit, for an answer or what is done in a rehearsal the department, for an action the
    item's id, and for an invitation the people who were typed after the command.
    """

    form: ReadinessForm
    number: int = 0
    subject: str = ""
    kind: Literal["readiness_open_form"] = "readiness_open_form"


@dataclass(frozen=True, slots=True)
class FinishAssessment:
    """Sent the last page of what was begun under `scope` (see `actions.readiness.scopes`)."""

    scope: str
    kind: Literal["readiness_finish"] = "readiness_finish"


@dataclass(frozen=True, slots=True)
class AcceptAction:
    """Begins an action on `item`, for assessment `number`.

    An empty `department` means the item's own, and no `due` the usual day. `person` is who sees to it, empty
    where nobody is named. Where `hands_over`, a case with the words of `request` is opened at the department.
    """

    number: int
    item: str
    language: Language
    department: str = ""
    due: date | None = None
    person: str = ""
    hands_over: bool = False
    request: str = ""
    kind: Literal["readiness_accept_action"] = "readiness_accept_action"


@dataclass(frozen=True, slots=True)
class InviteToSurvey:
    """Asks `departments`, by id, and `people` what assessment `number` asked."""

    number: int
    departments: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    kind: Literal["readiness_invite"] = "readiness_invite"


@dataclass(frozen=True, slots=True)
class ShareAssessment:
    """Shares the result of assessment `number` with everybody in `channel`."""

    number: int
    channel: str
    kind: Literal["readiness_share"] = "readiness_share"


@dataclass(frozen=True, slots=True)
class StartDrill:
    """Starts a rehearsal of `incident`."""

    incident: str
    language: Language
    kind: Literal["readiness_start_drill"] = "readiness_start_drill"


@dataclass(frozen=True, slots=True)
class PassDrill:
    """Passes the incident of a rehearsal on from `department` to the department `to`."""

    number: int
    department: str
    to: str
    kind: Literal["readiness_pass_drill"] = "readiness_pass_drill"


@dataclass(frozen=True, slots=True)
class AnswerDrill:
    """Writes what `department` would answer in a rehearsal; `text` is redacted."""

    number: int
    department: str
    text: str
    kind: Literal["readiness_answer_drill"] = "readiness_answer_drill"


# The choices that fit on a button as one encoded line.
ReadinessChoice = (
    ShowReadinessGuide
    | ShowAssessment
    | ShowPlan
    | ListActions
    | MarkActionDone
    | DropAction
    | CloseSurvey
    | CompareUnits
    | ExportAssessment
    | TakeDrill
    | EndDrill
    | OpenReadinessForm
)
# The acts that are sent from a form.
ReadinessSubmission = (
    FinishAssessment | AcceptAction | InviteToSurvey | ShareAssessment | StartDrill | PassDrill | AnswerDrill
)
ReadinessAct = ReadinessChoice | ReadinessSubmission
