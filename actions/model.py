"""The nouns of a conversation: what comes in, what was understood, what goes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.knowledge.topic import Topic


class Language(StrEnum):
    """The two languages Relais speaks; French and English are equals."""

    FR = "fr"
    EN = "en"


# --- What a person does -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A message; `text` is redacted already and bears no markup of its surface."""

    text: str


@dataclass(frozen=True, slots=True)
class AskTopic:
    """Pressed a related or an offered question: continues as if it had been said."""

    topic: str


@dataclass(frozen=True, slots=True)
class ListTopics:
    """Wants to see what can be asked."""


@dataclass(frozen=True, slots=True)
class TalkToHuman:
    """Wants a person; `department` is empty until it is known."""

    department: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """Found the answer on `topic` helpful, or not."""

    topic: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Explain:
    """Wants to see why on `topic` (or, with `more` false, no longer)."""

    topic: str
    more: bool


Choice = AskTopic | ListTopics | TalkToHuman | Rate | Explain
Act = Said | Choice


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person did, from any surface.

    `key` is the same for every delivery of the same act: it is what makes one reply out of two
    events. `person` and `conversation` are opaque ids of the surface. `language` is what the surface
    believes of the person (a Slack locale), or None.
    """

    key: str
    person: str
    conversation: str
    act: Act
    language: Language | None = None


# --- What was understood ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing named in a message: `name` and canonical `value` as in the taxonomy, `text` as written."""

    name: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """An intent and its calibrated confidence, 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the model made of a message; `ranking` is best first and never empty."""

    ranking: tuple[Ranked, ...]
    entities: tuple[Entity, ...] = ()

    @property
    def best(self) -> Ranked:
        """The most likely intent."""
        return self.ranking[0]

    def value(self, name: str) -> str | None:
        """Return the value of the first entity called `name`, if one was named."""
        return next((entity.value for entity in self.entities if entity.name == name), None)


# --- What is decided ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer from a topic."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class Explained:
    """The same answer again, in its place, with its reasons (or, with `more` false, without)."""

    topic: Topic
    more: bool


@dataclass(frozen=True, slots=True)
class Clarify:
    """Ask back which of two or three questions was meant."""

    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class ChooseDepartment:
    """A person is wanted, but from which department?"""


@dataclass(frozen=True, slots=True)
class Escalate:
    """Hand over to a department; `topic` is what it is about, where that is known."""

    department: str
    topic: Topic | None


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say plainly that this is not in the knowledge."""


class Courtesy(StrEnum):
    """What people say to an advisor besides questions; each value is an intent of the taxonomy."""

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
    """Return a courtesy; `topics` are the questions that fit beside it."""

    courtesy: Courtesy
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    """Speak `language` from now on."""

    language: Language


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """Show everything that can be asked."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Take note of an opinion on an answer."""

    topic: Topic
    helpful: bool


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The understanding is away: say so, and offer every topic as a button meanwhile."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Something broke; `code` finds the trace in the log."""

    code: str


Decision = (
    Answer
    | Explained
    | Clarify
    | ChooseDepartment
    | Escalate
    | Refuse
    | Courteous
    | SwitchLanguage
    | ShowTopics
    | Rated
    | Unavailable
    | Failed
)


# --- What goes out ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """The one reply to one act, before any surface gives it a form.

    `introduce` is set on the first reply to a person, which says that an automatic advisor speaks
    (EU AI Act, article 50). `question` is the person's own redacted words, where a department will
    need them.
    """

    language: Language
    decision: Decision
    introduce: bool = False
    question: str = ""
