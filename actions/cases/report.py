"""Counts per department and week, and the cases that departments sent on as not theirs.

Weeks are ISO weeks in the department's time zone, and times are working time. A report names no person. The
events of a department that no longer exists count for the one that takes its place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from actions.cases.case import Case, State, apply, replay
from actions.cases.events import (
    Answered,
    Cancelled,
    Event,
    EventPayload,
    Moved,
    Opened,
    Rated,
    Reopened,
    Resolved,
)
from actions.cases.reminders import hours_of, promise, target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from actions.knowledge.department import Department
    from actions.knowledge.library import Library

History = list[Event]
# The key of the row of all departments; no department has this id.
_ALL = ""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of ISO 8601: its `year` is that of its Thursday."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        """The day it begins."""
        return date.fromisocalendar(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Counts of events: `opened` at the department, the rest while the case was with it.

    `in_time` and `late` are first answers; where a case is resolved without another answer, the line it is
    resolved with counts as one. `bounces` are the cases it sent on as not its own.
    """

    opened: int = 0
    resolved: int = 0
    cancelled: int = 0
    in_time: int = 0
    late: int = 0
    bounces: int = 0
    reopened: int = 0
    helpful: int = 0
    not_helpful: int = 0

    @property
    def answered(self) -> int:
        """First answers given."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """Counts of open cases, `late` ones past their promise; `age` is the median, None without open cases."""

    open: int = 0
    late: int = 0
    age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """The counts of one department, or of all; `weeks` are those of the report, `total` their sum."""

    department: str
    now: OpenCounts
    total: CaseCounts
    weeks: tuple[CaseCounts, ...]

    @property
    def has_data(self) -> bool:
        """Whether any count is above 0."""
        return self.now.open > 0 or self.total != CaseCounts()


@dataclass(frozen=True, slots=True)
class Report:
    """The weeks, the earliest first, and one row per department, in the order of their file."""

    at: datetime
    weeks: tuple[Week, ...]
    overall: DepartmentRow
    departments: tuple[DepartmentRow, ...]


@dataclass(frozen=True, slots=True)
class Bounce:
    """Requests that `left` sent on to `to` as not its own, on a `day` (UTC) and for a `reason`."""

    left: str
    to: str
    topic: str
    reason: str
    day: date
    count: int


def report(histories: Iterable[History], library: Library, now: datetime, weeks: int = 8) -> Report:
    """Count the open cases at `now`, and the events of the last `weeks` weeks.

    The last week is the one of the easternmost department.
    """
    stored = [history for history in histories if history]
    last = max(_week(now, department) for department in library.departments.values()).monday
    last_weeks = tuple(_week_of(last - timedelta(weeks=back)) for back in reversed(range(weeks)))
    counts: defaultdict[str, Counter[tuple[Week, str]]] = defaultdict(Counter)
    for history in stored:
        for department, at, name in _countable(history, library):
            for row in (department.id, _ALL):
                counts[row][_week(at, department), name] += 1
    cases = [case for case in map(replay, stored) if case.is_open]
    at_each = {
        name: [case for case in cases if library.department(case.department).id == name]
        for name in library.departments
    } | {_ALL: cases}
    rows = {
        name: _row(name, _open_counts(there, library, now), counts[name], last_weeks)
        for name, there in at_each.items()
    }
    return Report(now, last_weeks, rows.pop(_ALL), tuple(rows.values()))


def routing(histories: Iterable[History], since: datetime | None = None) -> tuple[Bounce, ...]:
    """Return the cases departments sent on as not theirs, the latest day first; none before `since`."""
    counts: Counter[tuple[date, str, str, str, str]] = Counter()
    for history in histories:
        case: Case | None = None
        for event in history:
            before, case = case, apply(case, event)
            payload = event.payload
            if before is None or not isinstance(payload, Moved) or not payload.bounced:
                continue
            if since is None or event.at >= since:
                day = event.at.astimezone(UTC).date()
                counts[day, before.department, payload.department, case.opened.topic, payload.reason] += 1
    return tuple(
        Bounce(left, to, topic, reason, day, count)
        for (day, left, to, topic, reason), count in sorted(
            counts.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1:])
        )
    )


def first_answer(history: Iterable[Event]) -> tuple[Case, datetime] | None:
    """Return the case as it was before its first answer, and when that was given; None without an answer.

    The line that a case is resolved with counts as an answer.
    """
    case: Case | None = None
    for event in history:
        if case is not None and isinstance(event.payload, Answered | Resolved):
            return case, event.at
        case = apply(case, event)
    return None


def _countable(history: History, library: Library) -> Iterator[tuple[Department, datetime, str]]:
    """Yield each countable event: the department, the time, and the field of `Tally` that it adds to."""
    case: Case | None = None
    for event in history:
        before, case = case, apply(case, event)
        name = _counted(before, event.payload)
        if name:
            yield library.department((before or case).department), event.at, name
    if (first := first_answer(history)) is not None:
        answered_case, at = first
        department = library.department(answered_case.department)
        in_time = _age(answered_case.since, at, department, library) <= target(answered_case, department)
        yield department, at, "in_time" if in_time else "late"


def _counted(before: Case | None, payload: EventPayload) -> str:
    """Return the field of `Tally` that the event adds to, empty where it adds to none."""
    match payload:
        case Opened() | Resolved() | Cancelled() | Reopened():
            return payload.kind
        case Moved(_, _, True):
            return "bounces"
        # A remark may come as a second event; only the first one is a rating.
        case Rated(helpful, _) if before is not None and before.helpful is None:
            return "helpful" if helpful else "not_helpful"
        case _:
            return ""


def _open_counts(cases: Sequence[Case], library: Library, now: datetime) -> OpenCounts:
    """Count the open `cases`; an answered one waits for the requester, so it is never late."""
    late = sum(case.state is not State.ANSWERED and promise(case, library, now).due < now for case in cases)
    ages = [
        _age(case.opened_at, now, library.department(case.department), library).total_seconds()
        for case in cases
    ]
    return OpenCounts(len(cases), late, timedelta(seconds=median(ages)) if ages else None)


def _age(since: datetime, until: datetime, department: Department, library: Library) -> timedelta:
    """Return the working time between, around the clock where no department ever opens."""
    hours = hours_of(department, library)
    return hours.between(since, until) if hours else until - since


def _row(
    name: str, now: OpenCounts, counts: Counter[tuple[Week, str]], last_weeks: tuple[Week, ...]
) -> DepartmentRow:
    parts = [field.name for field in fields(CaseCounts)]
    weeks = tuple(CaseCounts(**{part: counts[week, part] for part in parts}) for week in last_weeks)
    total = CaseCounts(**{part: sum(counts[week, part] for week in last_weeks) for part in parts})
    return DepartmentRow(name, now, total, weeks)


def _week(at: datetime, department: Department) -> Week:
    return _week_of(at.astimezone(department.opening.zone).date())


def _week_of(day: date) -> Week:
    year, number, _ = day.isocalendar()
    return Week(year, number)
