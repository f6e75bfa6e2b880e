"""What became of an act on a case, for a surface to tell."""

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
    """`event` happened to a case, which was at `department` before; `joined` where a new one was meant."""

    case: Case
    event: Event
    department: str
    joined: bool = False


@dataclass(frozen=True, slots=True)
class CaseRefused:
    """Nothing happened, and `why`; `case` is the one it was about, where there is one."""

    why: Why
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class CaseList:
    """Where a person's cases stand, the latest first."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The requester wrote `text` where their case is closed already: reopen it with that?"""

    case: Case
    text: str


@dataclass(frozen=True, slots=True)
class CaseEdited:
    """The department edited what it had sent: send the correction on? Nothing crosses by itself."""

    case: Case
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing to tell anybody."""


CaseOutcome = CaseOpened | CaseChanged | CaseRefused | CaseList | CaseClosed | CaseEdited | Silent
