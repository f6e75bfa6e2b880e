"""The decision about an act, and the reply that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from actions.calculators.scenarios import CalculatorOutcome
from actions.cases.outcome import CaseOutcome
from actions.permissions.denial import NotAllowed
from actions.readiness.outcome import ReadinessOutcome

if TYPE_CHECKING:
    from actions.acts import View
    from actions.cases.report import Report
    from actions.knowledge.responsibility import Activity, Actor
    from actions.knowledge.topic import Topic
    from actions.language import Language
    from actions.model import Entity


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer from a topic; `entities` are what the question names, or inherits from the turn before.

    `instead` are the other questions it may have been, likeliest first; empty where there is no doubt.
    """

    topic: Topic
    entities: tuple[Entity, ...] = ()
    instead: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """Answer two or three questions of one message, in one reply, in their order."""

    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The same answer again, in its place, in another view."""

    topic: Topic
    view: View
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """Give the sources of the last answer (« qui le dit ? »): who, when, and how far to trust them."""

    topic: Topic
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Updated:
    """Say what public sources added since the last answer was written (« toujours vrai ? »)."""

    topic: Topic
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class RolesTable:
    """Show who does what: these rows and columns of the responsibility table."""

    activities: tuple[Activity, ...]
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """Say what was corrected since the version a conversation got, and give the answer again."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class Clarify:
    """Ask back which question was meant; `after_no` when an answer has just been turned down."""

    topics: tuple[Topic, ...]
    after_no: bool = False


@dataclass(frozen=True, slots=True)
class OfferHuman:
    """Offer a person of `department`, after several replies in a row that did not help."""

    department: str


@dataclass(frozen=True, slots=True)
class ChooseDepartment:
    """Ask which department a person is wanted from."""


@dataclass(frozen=True, slots=True)
class Escalate:
    """Offer to hand over to a department; `topic` is what it is about, where that is known."""

    department: str
    topic: Topic | None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say plainly that this is not in the knowledge; `near` are the questions in it that come closest."""

    near: tuple[Topic, ...] = ()


class Courtesy(StrEnum):
    """What people say besides questions; each value is an intent of the taxonomy."""

    GREET = "greet"
    HELP = "help"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AFFIRM = "affirm"
    DENY = "deny"
    ESCALATION_STATUS = "escalation_status"
    START_READINESS = "start_readiness"
    FEEDBACK_NEGATIVE = "feedback_negative"
    FEEDBACK_POSITIVE = "feedback_positive"
    BOT_CHALLENGE = "bot_challenge"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Courteous:
    """Return a courtesy; `topics` are offered with it."""

    courtesy: Courtesy
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    """Speak `language` from now on."""

    language: Language


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """Show everything that can be asked; `page` counts on where that is more than one message."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class AnswerRated:
    """Confirm a rating of an answer."""

    topic: Topic
    helpful: bool


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Say that the model does not answer, and offer every topic as a button meanwhile."""


@dataclass(frozen=True, slots=True)
class CaseReport:
    """Show managers the report on cases."""

    report: Report


@dataclass(frozen=True, slots=True)
class Failed:
    """Say that an error happened; `code` finds its trace in the log."""

    code: str


@dataclass(frozen=True, slots=True)
class OneMoment:
    """Say that the reply takes a moment; it is written over by the reply."""


@dataclass(frozen=True, slots=True)
class TooManyQuestions:
    """Say that the person asked too often within a minute."""


Decision = (
    Answer
    | Answers
    | OfferHuman
    | Explained
    | Cited
    | Updated
    | RolesTable
    | CalculatorOutcome
    | Corrected
    | Clarify
    | ChooseDepartment
    | Escalate
    | Refuse
    | Courteous
    | SwitchLanguage
    | ShowTopics
    | AnswerRated
    | Unavailable
    | NotAllowed
    | Failed
    | OneMoment
    | TooManyQuestions
    | CaseOutcome
    | CaseReport
    | ReadinessOutcome
)


def topics_of(decision: Decision) -> tuple[Topic, ...]:
    """Return the topics whose answer the decision shows."""
    match decision:
        case Answer(topic) | Explained(topic) | Corrected(topic):
            return (topic,)
        case Answers(topics):
            return topics
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The one reply to one act, before any surface gives it a form.

    `introduce` is set on the first reply to a person, which says that an automatic advisor speaks
    (EU AI Act, article 50). `question` is the person's own redacted words, where a department will
    need them. `read_in_part` where the message was longer than what is read of a question.
    """

    language: Language
    decision: Decision
    introduce: bool = False
    question: str = ""
    read_in_part: bool = False
