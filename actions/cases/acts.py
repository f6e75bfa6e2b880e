"""The acts on a case; `seen` is the department on whose card or queue the button was pressed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from actions.cases.events import Audience, Lesson, Urgency
from actions.language import Language  # noqa: TC001  the queue reads it when the program runs


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Hands a question to a department; `topic` is what it is about, where that is known."""

    department: str
    question: str
    language: Language
    urgency: Urgency = Urgency.NORMAL
    audience: Audience = Audience.HERE
    topic: str = ""
    kind: Literal["open"] = "open"


@dataclass(frozen=True, slots=True)
class Take:
    """Takes the case."""

    number: int
    seen: str
    kind: Literal["take"] = "take"


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """Answers the requester; `ref` is the message that is sent on, where one is."""

    number: int
    seen: str
    text: str
    ref: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["tell"] = "tell"


@dataclass(frozen=True, slots=True)
class Reassign:
    """Gives the case to `person`, or to `department`."""

    number: int
    seen: str
    person: str = ""
    department: str = ""
    kind: Literal["reassign"] = "reassign"


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Sends the case on to `department`, with a reason."""

    number: int
    seen: str
    department: str
    reason: str
    kind: Literal["not_ours"] = "not_ours"


@dataclass(frozen=True, slots=True)
class Resolve:
    """Settles the case; the requester gets `line`."""

    number: int
    seen: str
    line: str
    kind: Literal["resolve"] = "resolve"


@dataclass(frozen=True, slots=True)
class Reopen:
    """Opens a closed case again; `seen` is empty where the requester does it."""

    number: int
    seen: str = ""
    words: str = ""
    kind: Literal["reopen"] = "reopen"


@dataclass(frozen=True, slots=True)
class Add:
    """The requester adds a message."""

    number: int
    text: str
    ref: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["add"] = "add"


@dataclass(frozen=True, slots=True)
class Cancel:
    """The requester no longer needs an answer."""

    number: int
    kind: Literal["cancel"] = "cancel"


@dataclass(frozen=True, slots=True)
class RateCase:
    """The requester rates the outcome, with an optional remark in `words`."""

    number: int
    helpful: bool
    words: str = ""
    kind: Literal["judge"] = "judge"


@dataclass(frozen=True, slots=True)
class SuggestLesson:
    """Says what Relais should have known; `department` is where such a request belongs."""

    number: int
    seen: str
    lesson: Lesson
    words: str = ""
    department: str = ""
    kind: Literal["teach"] = "teach"


@dataclass(frozen=True, slots=True)
class EditMessage:
    """Edited the message `ref`, which may have been relayed."""

    ref: str
    text: str
    kind: Literal["amend"] = "amend"


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Deleted the message `ref`, which may have been relayed."""

    ref: str
    kind: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True)
class ListCases:
    """Asks where their cases stand; `number` where they name one, else 0."""

    number: int = 0
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class SendEdit:
    """Relays the department's edit of its message `ref`, which is never done without this act."""

    ref: str
    kind: Literal["send_edit"] = "send_edit"


class CaseForm(StrEnum):
    """The forms of a case; most come back as an act of the same name."""

    TELL = "tell"
    REASSIGN = "reassign"
    NOT_OURS = "not_ours"
    RESOLVE = "resolve"
    TEACH = "teach"
    ADD = "add"
    REMARK = "remark"  # the remark that goes with a rating
    EXCHANGE = "exchange"  # only shows the messages so far, in the case's language


@dataclass(frozen=True, slots=True)
class FillCase:
    """Asks for a form of a case; `seen` is empty for the requester."""

    form: CaseForm
    number: int
    seen: str = ""
    kind: Literal["fill"] = "fill"


OnCase = Take | AnswerCase | Reassign | NotOurs | Resolve | Reopen | Add | Cancel | RateCase | SuggestLesson
CaseAct = OpenCase | OnCase | EditMessage | DeleteMessage | SendEdit | ListCases
# The choices that fit on a button as one encoded line.
CaseChoice = Take | Reopen | Cancel | RateCase | SendEdit | ListCases | FillCase
