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
    """Where a case stands."""

    WAITING = "waiting"  # nobody has taken it
    TAKEN = "taken"  # somebody has, and the requester waits
    ANSWERED = "answered"  # the requester has an answer, and the word
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


class Side(StrEnum):
    """The two sides of a case: who asks, and who answers."""

    DEPARTMENT = "department"
    REQUESTER = "requester"


CLOSED = frozenset({State.RESOLVED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class RelayedMessage:
    """A message both sides see: whose it is, and its words (None once withdrawn)."""

    by: str
    from_department: bool
    text: str | None
    ref: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands after `version` events.

    `since` is when the requester began to wait for the department: the promise counts from there, whoever
    has the case, and `asked` are the departments that had it since and sent it on. `held_since` is when its
    present holder, or nobody, got it: reminders count from there, and `steps` are those given since.
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
    asked: tuple[str, ...] = ()
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
        """What people call it by."""
        return self.opened.number

    @property
    def taught(self) -> bool:
        """Whether the department has said what Relais should have known."""
        return self.lesson is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
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
            return _waits(case, at, _relayed(case, event, text, ref, from_department=False))
        case Answered(text, ref, _):
            relayed = _relayed(case, event, text, ref, from_department=True)
            held = replace(_from_now(_held(case, case.holder or event.by, at), at), relayed=relayed)
            return replace(held, state=State.ANSWERED, answered_at=case.answered_at or at)
        case Amended(ref, text):
            return replace(case, relayed=_edited(case, ref, text))
        case Withdrawn(ref):
            return replace(case, relayed=_edited(case, ref, None))
        case Taken():
            return _held(case, event.by, at)
        case Reassigned(person):
            return _held(case, person, at)
        case Released():
            return _held(case, "", at)
        case Moved(department, _, bounced):
            asked = tuple(dict.fromkeys((*case.asked, case.department)))
            held = replace(_held(case, "", at), state=State.WAITING, asked=asked)
            # Who had the word was promised nothing; now they wait again.
            begun = _from_now(held, at) if case.state is State.ANSWERED else held
            return replace(begun, department=department, bounces=case.bounces + int(bounced))
        case Resolved(line):
            return replace(case, state=State.RESOLVED, closed_at=at, outcome=line)
        case Cancelled():
            return replace(case, state=State.CANCELLED, closed_at=at)
        case Reopened(_):
            state = State.TAKEN if case.holder else State.WAITING
            fresh = replace(case, state=state, closed_at=None, outcome="", helpful=None, remark="")
            return replace(_from_now(fresh, at), held_since=at, steps=(), reminded_at=None)
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


def _held(case: Case, holder: str, at: datetime) -> Case:
    """Give the case to `holder`; who gets it has all the time of a reminder before the first one."""
    owed = State.TAKEN if holder else State.WAITING
    state = State.ANSWERED if case.state is State.ANSWERED else owed
    return replace(case, holder=holder, state=state, held_since=at, steps=(), reminded_at=None)


def _waits(case: Case, at: datetime, relayed: tuple[RelayedMessage, ...]) -> Case:
    """The requester has spoken: where they had the word, they wait again from now on."""
    if case.state is not State.ANSWERED:
        return replace(case, relayed=relayed)
    owed = State.TAKEN if case.holder else State.WAITING
    return replace(_from_now(_held(case, case.holder, at), at), state=owed, relayed=relayed)


def _from_now(case: Case, at: datetime) -> Case:
    """What is promised counts from `at`, and only for who has the case."""
    return replace(case, since=at, asked=())


def _relayed(
    case: Case, event: Event, text: str, ref: str, *, from_department: bool
) -> tuple[RelayedMessage, ...]:
    return (*case.relayed, RelayedMessage(event.by, from_department, text, ref, event.at))


def _edited(case: Case, ref: str, text: str | None) -> tuple[RelayedMessage, ...]:
    return tuple(replace(each, text=text) if ref and each.ref == ref else each for each in case.relayed)
