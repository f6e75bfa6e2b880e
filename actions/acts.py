"""The acts of people: those of the dialogue, and the union of every feature's.

Every act has a `kind`, which is stored in the queue and never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from actions.calculators.acts import CalculatorAct, UseScenario
from actions.cases.acts import CaseAct, CaseChoice
from actions.model import Entity  # noqa: TC001  the queue reads the annotations when the program runs
from actions.readiness.acts import ReadinessAct, ReadinessChoice


@dataclass(frozen=True, slots=True)
class Said:
    """A message; `text` is redacted and without the markup of its surface."""

    text: str
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class AskTopic:
    """Pressed a related or an offered question, which is answered as if it had been typed."""

    topic: str
    kind: Literal["ask_topic"] = "ask_topic"


@dataclass(frozen=True, slots=True)
class ListTopics:
    """Asks for the list of topics; `page` is 0 for its beginning."""

    page: int = 0
    kind: Literal["list_topics"] = "list_topics"


@dataclass(frozen=True, slots=True)
class TalkToHuman:
    """Asks for a person; `department` is empty until it is known."""

    department: str = ""
    urgent: bool = False
    kind: Literal["talk_to_human"] = "talk_to_human"


@dataclass(frozen=True, slots=True)
class Rate:
    """Found the answer on `topic` helpful, or not."""

    topic: str
    helpful: bool
    kind: Literal["rate"] = "rate"


class View(StrEnum):
    """How much of an answer is shown: the answer alone, with its reasons, or with its sources."""

    SHORT = "short"
    WHY = "why"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Explain:
    """Asks for another view of the answer on `topic`; `named` are the entities its question named."""

    topic: str
    view: View
    named: tuple[Entity, ...] = ()
    kind: Literal["explain"] = "explain"


@dataclass(frozen=True, slots=True)
class ShowRoles:
    """Asks for the table of responsibilities: all of it, one activity's row, or one actor's column."""

    activity: str = ""
    actor: str = ""
    kind: Literal["show_roles"] = "show_roles"


@dataclass(frozen=True, slots=True)
class AskRoles:
    """Typed the command for the table of responsibilities; `text` may name an activity or an actor."""

    text: str = ""
    kind: Literal["ask_roles"] = "ask_roles"


@dataclass(frozen=True, slots=True)
class AskCaseReport:
    """Asks for the report on cases, which is for managers."""

    kind: Literal["ask_case_report"] = "ask_case_report"


@dataclass(frozen=True, slots=True)
class ShowCaseReport:
    """Asks for the report on cases as a picture, or as a sheet."""

    sheet: bool = False
    kind: Literal["show_case_report"] = "show_case_report"


# What a button can carry: the acts of the dialogue, then those of every feature.
DialogueChoice = AskTopic | ListTopics | TalkToHuman | Rate | Explain | ShowRoles
Choice = DialogueChoice | UseScenario | ShowCaseReport | CaseChoice | ReadinessChoice
Act = Said | AskRoles | AskCaseReport | CalculatorAct | Choice | CaseAct | ReadinessAct
