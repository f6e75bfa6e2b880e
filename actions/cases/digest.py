"""A department's morning digest: open and late cases, and those resolved since the last working day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from actions.cases.case import State
from actions.cases.reminders import hours_of, promise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actions.cases.case import Case
    from actions.knowledge.department import Department
    from actions.knowledge.library import Library

# A digest is posted within this time after the opening; a bot that was away longer skips it.
_WINDOW = timedelta(hours=2)
# How many days back the last opening is searched.
_LOOK_BACK = 14


@dataclass(frozen=True, slots=True)
class Digest:
    """What a department reads in the morning; `open` has the least time left first."""

    department: str
    day: str
    open: tuple[Case, ...]
    late: int
    resolved: int


def morning(department: Department, library: Library, now: datetime) -> datetime | None:
    """Return the opening of today, where it has just begun; None at any other time."""
    hours = hours_of(department, library)
    if hours is None:
        return None
    opening = hours.opening_of(now.astimezone(hours.zone).date())
    return opening if opening is not None and opening <= now < opening + _WINDOW else None


def digest(
    department: Department, cases: Iterable[Case], library: Library, opening: datetime
) -> Digest | None:
    """Return the digest of the morning that begins at `opening`; None where no case belongs in it."""
    mine = [case for case in cases if library.department(case.department).id == department.id]
    opened = sorted((c for c in mine if c.is_open), key=lambda c: promise(c, library, opening).due)
    owed = [c for c in opened if c.state is not State.ANSWERED]
    late = sum(promise(case, library, opening).due < opening for case in owed)
    since = _last_morning(department, library, opening)
    # A case resolved after the opening belongs to the next morning's digest.
    resolved = (c for c in mine if c.state is State.RESOLVED)
    settled = [c for c in resolved if c.closed_at is not None and since <= c.closed_at < opening]
    if not opened and not settled:
        return None
    day = _day(department, library, opening).isoformat()
    return Digest(department.id, day, tuple(opened), late, len(settled))


def _last_morning(department: Department, library: Library, opening: datetime) -> datetime:
    hours = hours_of(department, library)
    day = _day(department, library, opening)
    for days in range(1, _LOOK_BACK):
        before = hours.opening_of(day - timedelta(days=days)) if hours else None
        if before is not None:
            return before
    return opening - timedelta(days=1)


def _day(department: Department, library: Library, at: datetime) -> date:
    """Return the local day of the hours that count, which may be the default department's."""
    hours = hours_of(department, library) or department.opening
    return at.astimezone(hours.zone).date()
