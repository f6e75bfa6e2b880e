"""The stored values of assessments, each with a number of its own.

Everything is about the organisation, a unit or a brand, never a person. Who filled an assessment is kept so
that results reach them; who gave which answer to a survey is not kept at all.

Stores write these values as JSON under the names of their fields, or under the `alias` of a field that has
one: documents live for two years and keep the names that they were first written with.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003  the stores read the annotations when the program runs
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from actions.language import Language  # noqa: TC001  as above

# The unit of assessments of the organisation as a whole.
WHOLE = ""
UNIT_CHARACTERS = 60
# Levels by question id as pairs, which a frozen value can hold; None for what the person does not know.
Pairs = tuple[tuple[str, int | None], ...]


class Origin(StrEnum):
    """What an assessment comes from."""

    FULL = "full"
    AGAIN = "again"  # weak items asked again at their date; the rest is as before
    DRILL = "drill"  # a rehearsal measured one item; the rest is as before


@dataclass(frozen=True, slots=True)
class Assessment:
    """Answers about `unit` at one moment; `asked` are the questions that were put this time.

    `after` is the number of the assessment it continues, 0 where it begins anew.
    """

    number: int
    unit: str
    by: str
    at: datetime
    answers: Pairs
    origin: Origin = Origin.FULL
    asked: tuple[str, ...] = ()
    after: int = 0

    @property
    def levels(self) -> dict[str, int | None]:
        """The answers by question."""
        return dict(self.answers)


@dataclass(frozen=True, slots=True)
class Draft:
    """An assessment that a person has begun: `page` is the one to show next, from 0.

    `survey` is the survey it answers, and `actions` the actions whose items it asks again; both empty for a
    manager's own. `department` is whose view it is, in a survey.
    """

    unit: str = WHOLE
    answers: Pairs = ()
    page: int = 0
    survey: int = 0
    department: str = ""
    actions: Annotated[tuple[int, ...], Field(alias="steps")] = ()


@dataclass(frozen=True, slots=True)
class SurveyResponse:
    """One person's answers to a survey, under the department they answer for, and nothing more of them."""

    department: str
    answers: Pairs


@dataclass(frozen=True, slots=True)
class Survey:
    """An invitation to answer what `assessment` asked.

    `answered` are marks of who has answered, so that nobody answers twice. They are in no relation to
    `responses`, which are kept sorted. No response is shown before `closed_at`, and none is added after: two
    showings that differ by one response would give it away.
    """

    number: int
    assessment: int
    unit: str
    by: str
    opened_at: datetime
    departments: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    responses: Annotated[tuple[SurveyResponse, ...], Field(alias="views")] = ()
    closed_at: datetime | None = None


class ActionState(StrEnum):
    """The states of an action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ReminderStage(StrEnum):
    """The reminders of an action, in their order: a week before its day, on the day, a week after."""

    SOON = "soon"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ActionItem:
    """An action on a weak item, accepted by a manager.

    `level` is the item's when it was accepted. `person` sees to it, for `department`; `case` is the number of
    the case opened there, 0 where none was. `reminded` are the reminders given. `asked_again` is the number
    of the assessment that asked the item again, 0 before.
    """

    number: int
    unit: str
    item: str
    level: int
    by: str
    at: datetime
    due: date
    department: str
    language: Language
    person: str = ""
    case: int = 0
    state: ActionState = ActionState.OPEN
    settled_at: datetime | None = None
    reminded: tuple[ReminderStage, ...] = ()
    asked_again: int = 0


class DrillEventKind(StrEnum):
    """What a department does in a rehearsal."""

    TAKEN = "taken"
    ANSWERED = "answered"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class DrillEvent:
    """One thing a department did in a rehearsal; `to` is the department it passed the incident on to.

    `act` is the mark of its act, by which a retry is distinguished from the act of another person.
    """

    kind: Annotated[DrillEventKind, Field(alias="deed")]
    department: str
    at: datetime
    to: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """A rehearsal: a fictional incident, the departments it was posted to, and what they did.

    `told` is True once its owner was told that it ended by itself.
    """

    number: int
    unit: str
    incident: str
    by: str
    language: Language
    at: datetime
    departments: tuple[str, ...]
    events: Annotated[tuple[DrillEvent, ...], Field(alias="moves")] = ()
    ended_at: datetime | None = None
    told: bool = False


def mark(number: int, who: str) -> str:
    """Return a hash of a person or an act at survey or rehearsal `number`, which does not reveal them."""
    return hashlib.blake2b(f"{number}:{who}".encode(), digest_size=12).hexdigest()
