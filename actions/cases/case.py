"""The state of a case, computed from its events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from actions.cases.events import (
    Added,
    Amended,
    Answered,
    Cancelled,
    Event,
    Moved,
    Opened,
    Rated,
    Reassigned,
    Released,
    Reminded,
    ReminderStep,
    Reopened,
    Resolved,
    Taken,
    Taught,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class State(StrEnum):
    """The states of a case."""

    WAITING = "waiting"  # nobody has taken it
    TAKEN = "taken"  # somebody has, and the requester waits
    ANSWERED = "answered"  # the requester has an answer, and it is their turn
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


class Side(StrEnum):
    """The two sides of a case: who asks, and who answers."""

    DEPARTMENT = "department"
    REQUESTER = "requester"


CLOSED = frozenset({State.RESOLVED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class RelayedMessage:
    """A message both sides see; `text` is None once it was withdrawn."""

    by: str
    from_department: bool
    text: str | None
    ref: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands after `version` events.

    `since` is when the requester began to wait: the promise counts from there, whoever has the case.
    `earlier_departments` had the case since then and sent it on. `held_since` is when the present holder (or
    nobody) got it: reminders count from there, and `steps` are those given since.
    """

    opened: Opened
    requester: str
    opened_at: datetime
    department: str
    since: datetime
    held_since: datetime
    last_at: datetime
    version: int = 1
    state: State = State.WAITING
    holder: str = ""
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    earlier_departments: tuple[str, ...] = ()
    steps: tuple[ReminderStep, ...] = ()
    reminded_at: datetime | None = None
    bounces: int = 0
    relayed: tuple[RelayedMessage, ...] = ()
    outcome: str = ""
    helpful: bool | None = None
    remark: str = ""
    lesson: Taught | None = None

    @property
    def number(self) -> int:
        """The number people use for the case."""
        return self.opened.number

    @property
    def taught(self) -> bool:
        """Whether the department has said what Relais should have known."""
        return self.lesson is not None

    @property
    def answered_by(self) -> str:
        """Who of the department answered last, which need not be the holder."""
        return next((said.by for said in reversed(self.relayed) if said.from_department), self.holder)

    @property
    def is_open(self) -> bool:
        """Whether the case is neither resolved nor cancelled."""
        return self.state not in CLOSED


def replay(events: Iterable[Event]) -> Case:
    """Return the case after `events`.

    Raises:
        ValueError: the first event is not its opening, or there is none.
    """
    case: Case | None = None
    for event in events:
        case = apply(case, event)
    if case is None:
        raise ValueError("a case begins with its opening")
    return case


def apply(case: Case | None, event: Event) -> Case:
    """Return the case after one more event.

    Raises:
        ValueError: the first event is not the opening, or a later one is.
    """
    if isinstance(event.payload, Opened):
        if case is not None:
            raise ValueError("a case is opened once")
        at = event.at
        return Case(event.payload, event.by, at, event.payload.department, at, at, at)
    if case is None:
        raise ValueError("a case begins with its opening")
    after = _after(case, event)
    return replace(after, version=case.version + 1, last_at=max(case.last_at, event.at))


def _after(case: Case, event: Event) -> Case:  # noqa: C901, PLR0911, PLR0912  one flat branch a kind
    at, payload = event.at, event.payload
    match payload:
        case Added(text, ref, _):
            return _with_requester_message(case, at, _relayed(case, event, text, ref, from_department=False))
        case Answered(text, ref, _):
            return _answered(case, event, text, ref)
        case Amended(ref, text):
            return replace(case, relayed=_edited(case, ref, text))
        case Withdrawn(ref):
            return replace(case, relayed=_edited(case, ref, None))
        case Taken():
            return _with_holder(case, event.by, at)
        case Reassigned(person):
            return _with_holder(case, person, at)
        case Released():
            return _with_holder(case, "", at)
        case Moved(department, _, bounced):
            earlier = tuple(dict.fromkeys((*case.earlier_departments, case.department)))
            moved = replace(_with_holder(case, "", at), state=State.WAITING, earlier_departments=earlier)
            # An answered requester had no pending promise, so moving the case restarts it.
            if case.state is State.ANSWERED:
                moved = _waiting_since(moved, at)
            return replace(moved, department=department, bounces=case.bounces + int(bounced))
        case Resolved(line):
            return replace(case, state=State.RESOLVED, closed_at=at, outcome=line)
        case Cancelled():
            return replace(case, state=State.CANCELLED, closed_at=at)
        case Reopened(_):
            state = State.TAKEN if case.holder else State.WAITING
            fresh = replace(case, state=state, closed_at=None, outcome="", helpful=None, remark="")
            return replace(_waiting_since(fresh, at), held_since=at, steps=(), reminded_at=None)
        case Rated(helpful, words):
            return replace(case, helpful=helpful, remark=words)
        case Reminded(step):
            return replace(case, steps=(*case.steps, step), reminded_at=at)
        case Taught():
            return replace(case, lesson=payload)
        case Opened():
            raise ValueError("a case is opened once")
        case _:
            assert_never(payload)


def _answered(case: Case, event: Event, text: str, ref: str) -> Case:
    """Relay the department's answer; where nobody has the case, give it to who answers."""
    taken = _with_holder(case, case.holder or event.by, event.at)
    relayed = _relayed(case, event, text, ref, from_department=True)
    answered_at = case.answered_at or event.at
    return replace(
        _waiting_since(taken, event.at), relayed=relayed, state=State.ANSWERED, answered_at=answered_at
    )


def _with_holder(case: Case, holder: str, at: datetime) -> Case:
    """Give the case to `holder` (nobody where empty), and start the reminders from the first one again."""
    owed = State.TAKEN if holder else State.WAITING
    state = State.ANSWERED if case.state is State.ANSWERED else owed
    return replace(case, holder=holder, state=state, held_since=at, steps=(), reminded_at=None)


def _with_requester_message(case: Case, at: datetime, relayed: tuple[RelayedMessage, ...]) -> Case:
    """Add the requester's message; where the case was answered, they wait again from `at` on."""
    if case.state is not State.ANSWERED:
        return replace(case, relayed=relayed)
    owed = State.TAKEN if case.holder else State.WAITING
    return replace(_waiting_since(_with_holder(case, case.holder, at), at), state=owed, relayed=relayed)


def _waiting_since(case: Case, at: datetime) -> Case:
    """Count the promise from `at` on, for the present department alone."""
    return replace(case, since=at, earlier_departments=())


def _relayed(
    case: Case, event: Event, text: str, ref: str, *, from_department: bool
) -> tuple[RelayedMessage, ...]:
    return (*case.relayed, RelayedMessage(event.by, from_department, text, ref, event.at))


def _edited(case: Case, ref: str, text: str | None) -> tuple[RelayedMessage, ...]:
    return tuple(replace(each, text=text) if ref and each.ref == ref else each for each in case.relayed)
