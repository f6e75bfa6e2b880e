"""The nouns of a conversation: what comes in, and what was understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from actions.cases.acts import CaseAct, CaseChoice
from actions.language import Language as Language  # noqa: PLC0414, TC001  everybody takes it from here
from actions.readiness.acts import ReadinessAct, ReadinessChoice

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
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """Found the answer on `topic` helpful, or not."""

    topic: str
    helpful: bool


class View(StrEnum):
    """How much of an answer is shown: the answer alone, with its reasons, or with who said what."""

    SHORT = "short"
    WHY = "why"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Explain:
    """Wants another view of the answer on `topic`; `named` are the entities its question named."""

    topic: str
    view: View
    named: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowRoles:
    """Wants the table of who does what: all of it, or one activity's row, or one actor's column."""

    activity: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class AskRoles:
    """Ordered the table of who does what; `text` may name an activity or an actor, in any words."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class AskEscalations:
    """A manager wants to see how requests are answered."""


@dataclass(frozen=True, slots=True)
class ShowEscalations:
    """The picture, or the sheet, of how requests are answered."""

    sheet: bool = False


class Use(StrEnum):
    """What can be done with a scenario; the last two open a form, which is the surface's business."""

    SHOW = "show"
    COMPARE = "compare"
    EXPORT = "export"
    SHARE = "share"
    EDIT = "edit"
    ASSUME = "assume"


@dataclass(frozen=True, slots=True)
class UseScenario:
    """Wants something done with `scenario`; `other` is what to compare it with, or where to share it."""

    use: Use
    scenario: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Calculate:
    """Filled the form of a calculator; `raw` is what was typed, by field."""

    calculator: str
    name: str
    raw: tuple[tuple[str, str], ...]
    invoked_in: str = ""


Choice = (
    AskTopic
    | ListTopics
    | TalkToHuman
    | Rate
    | Explain
    | ShowRoles
    | UseScenario
    | ShowEscalations
    | CaseChoice
    | ReadinessChoice
)
Act = Said | AskRoles | AskEscalations | Calculate | Choice | CaseAct | ReadinessAct


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person did, from any surface.

    `key` is the same for every delivery of the same act: it is what makes one reply out of two
    events. `person` and `conversation` are opaque ids of the surface. `language` is what the surface
    believes of the person (a Slack locale), or None. `press` identifies one press of a button, which after
    a moment may be meant again; empty for the rest. Of a message, `ref` is its id, `files` what is attached,
    and `addressed` whether it is said to Relais rather than to whoever is in the conversation.
    """

    key: str
    person: str
    conversation: str
    act: Act
    language: Language | None = None
    press: str = ""
    ref: str = ""
    files: tuple[str, ...] = ()
    addressed: bool = True

    @property
    def once(self) -> str:
        """What tells this act from every other one, a later press of the same button included."""
        return f"{self.key}:{self.press}"


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
