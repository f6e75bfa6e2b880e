"""The rules for acts on a case: each gives the event that happens, or the reason for a refusal.

Pure functions. That a person is of the department is checked before (`actions.permissions`), since it takes
asking the surface; that somebody is the requester is checked here too, since the case itself says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from actions.cases.acts import (
    Add,
    AnswerCase,
    Cancel,
    NotOurs,
    OnCase,
    RateCase,
    Reassign,
    Reopen,
    Resolve,
    SuggestLesson,
    Take,
)
from actions.cases.events import (
    Added,
    Amended,
    Answered,
    Cancelled,
    EventPayload,
    Moved,
    Rated,
    Reassigned,
    Reopened,
    Resolved,
    Taken,
    Taught,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import datetime

    from actions.cases.case import Case

# How long the requester may reopen what was closed.
REOPEN = timedelta(days=14)


class Why(StrEnum):
    """Why an act is refused; `bot/strings/` has a sentence for each under ``refused_…``."""

    GONE = "gone"  # no such case, or it has ended
    MOVED = "moved"  # another department has it now
    CLOSED = "closed"
    OPEN = "open"  # the act needs a closed case
    TAKEN = "taken"  # somebody else has it
    YOURS = "yours"  # you have it already
    THEIRS = "theirs"  # the person named has it already
    LEFT = "left"  # the person named has left the workspace
    SAME_DEPARTMENT = "same_department"
    UNKNOWN_DEPARTMENT = "unknown_department"
    EMPTY = "empty"  # nothing to send
    NO_REASON = "no_reason"
    NO_LINE = "no_line"
    NOT_YOURS = "not_yours"  # only the requester may
    TOO_LATE = "too_late"
    RATED = "rated"
    TAUGHT = "taught"
    BUSY = "busy"  # it changed at every attempt


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing happens, because of `why`."""

    why: Why


def apply_rules(
    case: Case, act: OnCase, by: str, at: datetime, departments: Container[str]
) -> EventPayload | Refused:
    """Return the event that `act` by the person `by` causes, or the refusal."""
    if isinstance(act, Add | Cancel | RateCase) and by != case.requester:
        return Refused(Why.NOT_YOURS)
    if (
        isinstance(act, Take | AnswerCase | Reassign | NotOurs | Resolve | SuggestLesson)
        and act.seen != case.department
    ):
        return Refused(Why.MOVED)
    if isinstance(act, Reopen):
        return _reopen(case, act, by, at)
    if isinstance(act, RateCase | SuggestLesson):
        return _after_closing(case, act)
    return _while_open(case, act, by, departments) if case.is_open else Refused(Why.CLOSED)


def rewrite(case: Case, ref: str, text: str | None) -> EventPayload | Refused:
    """Return the event of editing the message `ref` to `text`, or of withdrawing it (None).

    Only a relayed message that was not withdrawn can change; the same text again is refused.
    """
    relayed = next((each for each in case.relayed if ref and each.ref == ref), None)
    if relayed is None or relayed.text is None:
        return Refused(Why.GONE)
    if text is None:
        return Withdrawn(ref)
    return Refused(Why.EMPTY) if not text.strip() or text == relayed.text else Amended(ref, text)


def _while_open(
    case: Case,
    act: Take | AnswerCase | Reassign | NotOurs | Resolve | Add | Cancel,
    by: str,
    departments: Container[str],
) -> EventPayload | Refused:
    """Apply the rules of an act that needs an open case."""
    match act:
        case Take():
            return _take(case, by)
        case AnswerCase(_, _, text, ref, files):
            return Answered(text, ref, files) if text.strip() or files else Refused(Why.EMPTY)
        case Reassign(_, _, person, department):
            if person:
                return _assign(case, person, by)
            return _move(case, department, departments)
        case NotOurs(_, _, department, reason):
            if not reason.strip():
                return Refused(Why.NO_REASON)
            moved = _move(case, department, departments)
            return moved if isinstance(moved, Refused) else Moved(department, reason, bounced=True)
        case Resolve(_, _, line):
            return Resolved(line) if line.strip() else Refused(Why.NO_LINE)
        case Add(_, text, ref, files):
            return Added(text, ref, files) if text.strip() or files else Refused(Why.EMPTY)
        case Cancel():
            return Cancelled()
        case _:
            assert_never(act)


def _take(case: Case, by: str) -> EventPayload | Refused:
    if not case.holder:
        return Taken()
    return Refused(Why.YOURS if case.holder == by else Why.TAKEN)


def _assign(case: Case, person: str, by: str) -> EventPayload | Refused:
    if person == case.holder:
        return Refused(Why.YOURS if person == by else Why.THEIRS)
    return Reassigned(person)


def _move(case: Case, department: str, departments: Container[str]) -> Moved | Refused:
    if department == case.department:
        return Refused(Why.SAME_DEPARTMENT)
    return Moved(department) if department in departments else Refused(Why.UNKNOWN_DEPARTMENT)


def _reopen(case: Case, act: Reopen, by: str, at: datetime) -> EventPayload | Refused:
    if act.seen and act.seen != case.department:
        return Refused(Why.MOVED)
    if not act.seen and by != case.requester:
        return Refused(Why.NOT_YOURS)
    if case.closed_at is None:
        return Refused(Why.OPEN)
    if not act.seen and at > case.closed_at + REOPEN:
        return Refused(Why.TOO_LATE)
    return Reopened(act.words)


def _after_closing(case: Case, act: RateCase | SuggestLesson) -> EventPayload | Refused:
    """Apply the rules of an act that needs a closed case."""
    if case.is_open:
        return Refused(Why.OPEN)
    if isinstance(act, SuggestLesson):
        return Refused(Why.TAUGHT) if case.taught else Taught(act.lesson, act.words, act.department)
    rated = case.helpful is not None
    if rated and (case.remark or not act.words.strip() or act.helpful is not case.helpful):
        return Refused(Why.RATED)
    return Rated(act.helpful, act.words)
