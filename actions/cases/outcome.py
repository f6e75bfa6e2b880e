"""The outcomes of acts on cases, from which a surface writes its messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.cases.case import Case
    from actions.cases.events import Event
    from actions.cases.rules import Why


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case was opened."""

    case: Case


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """`event` happened; `department` had the case before; `joined` where a new case was asked for."""

    case: Case
    event: Event
    department: str
    joined: bool = False


@dataclass(frozen=True, slots=True)
class CaseRefused:
    """Nothing happened, because of `why`; `case` is the one the act was about, where it exists."""

    why: Why
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class CaseList:
    """A person's cases, the latest first."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The requester wrote `text` in the conversation of a closed case: offer to reopen it with that text."""

    case: Case
    text: str


@dataclass(frozen=True, slots=True)
class CaseEdited:
    """The department edited the relayed message `ref` to `text`: offer to relay the correction."""

    case: Case
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing changed, and nobody gets a message."""


CaseOutcome = CaseOpened | CaseChanged | CaseRefused | CaseList | CaseClosed | CaseEdited | Silent
