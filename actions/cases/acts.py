"""What people do with a case; `seen` is the department whose card or queue they did it on."""

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
    """Takes it."""

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
    """Gives it to `person`, or to `department`."""

    number: int
    seen: str
    person: str = ""
    department: str = ""
    kind: Literal["reassign"] = "reassign"


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Sends it on to `department`, and says why."""

    number: int
    seen: str
    department: str
    reason: str
    kind: Literal["not_ours"] = "not_ours"


@dataclass(frozen=True, slots=True)
class Resolve:
    """Settles it; `line` is what the requester is told."""

    number: int
    seen: str
    line: str
    kind: Literal["resolve"] = "resolve"


@dataclass(frozen=True, slots=True)
class Reopen:
    """It was not settled; `seen` is empty where the requester says so."""

    number: int
    seen: str = ""
    words: str = ""
    kind: Literal["reopen"] = "reopen"


@dataclass(frozen=True, slots=True)
class Add:
    """The requester says more."""

    number: int
    text: str
    ref: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["add"] = "add"


@dataclass(frozen=True, slots=True)
class Cancel:
    """The requester no longer needs it."""

    number: int
    kind: Literal["cancel"] = "cancel"


@dataclass(frozen=True, slots=True)
class RateCase:
    """The requester found it helpful, or not, and may say a word."""

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
    """Edited the message `ref` that may have crossed."""

    ref: str
    text: str
    kind: Literal["amend"] = "amend"


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Deleted the message `ref` that may have crossed."""

    ref: str
    kind: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True)
class ListCases:
    """Asks where their requests stand; `number` where they name one."""

    number: int = 0
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class SendEdit:
    """Sends on the department's edit of its message `ref`: nothing internal crosses without that."""

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
    REMARK = "remark"  # the word that goes with a rating
    EXCHANGE = "exchange"  # only shows what was said, in its own language


@dataclass(frozen=True, slots=True)
class FillCase:
    """Wants a form of a case; `seen` is empty for the requester."""

    form: CaseForm
    number: int
    seen: str = ""
    kind: Literal["fill"] = "fill"


OnCase = Take | AnswerCase | Reassign | NotOurs | Resolve | Reopen | Add | Cancel | RateCase | SuggestLesson
CaseAct = OpenCase | OnCase | EditMessage | DeleteMessage | SendEdit | ListCases
# What a button can carry whole.
CaseChoice = Take | Reopen | Cancel | RateCase | SendEdit | ListCases | FillCase
