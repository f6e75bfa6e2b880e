"""What cases tell those who answer for a department: how many, how late; and where they had to be sent on.

Counts only, by department and by ISO week of the department's zone: nobody who asked or answered is in a
report. Times are working time. What a department did that is no more counts for the one that takes its place.
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
# The row of all departments; no department is called that.
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
class Tally:
    """What happened: `opened` at the department, the rest while the case was with it.

    `in_time` and `late` are first answers: the first words the requester got, be they those it was resolved
    with. `bounces` are those it sent on as not its own.
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
class Standing:
    """What is open now: `late` where a promise has passed; `age` is the median, None where nothing is."""

    open: int = 0
    late: int = 0
    age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One department's, or all: `weeks` are those of the report, `total` their sum."""

    department: str
    now: Standing
    total: Tally
    weeks: tuple[Tally, ...]

    @property
    def tells(self) -> bool:
        """Whether there is anything to tell."""
        return self.now.open > 0 or self.total != Tally()


@dataclass(frozen=True, slots=True)
class Report:
    """The weeks, the earliest first, and a row a department, in the order of their file."""

    at: datetime
    weeks: tuple[Week, ...]
    overall: Row
    departments: tuple[Row, ...]


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
    """Sum `histories` up: what is open at `now`, and what happened in the last `weeks` weeks.

    The last week is that of the department where the day is furthest on.
    """
    held = [history for history in histories if history]
    last = max(_week(now, department) for department in library.departments.values()).monday
    shown = tuple(_week_of(last - timedelta(weeks=back)) for back in reversed(range(weeks)))
    counts: defaultdict[str, Counter[tuple[Week, str]]] = defaultdict(Counter)
    for history in held:
        for department, at, name in _happenings(history, library):
            for row in (department.id, _ALL):
                counts[row][_week(at, department), name] += 1
    cases = [case for case in map(replay, held) if case.is_open]
    at_each = {
        name: [case for case in cases if library.department(case.department).id == name]
        for name in library.departments
    } | {_ALL: cases}
    rows = {
        name: _row(name, _standing(there, library, now), counts[name], shown)
        for name, there in at_each.items()
    }
    return Report(now, shown, rows.pop(_ALL), tuple(rows.values()))


def routing(histories: Iterable[History], since: datetime | None = None) -> tuple[Bounce, ...]:
    """Return what departments sent on as not theirs, the latest day first; `since` leaves out the older."""
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
    """Return the first words the requester got: the case as it was before, and when; None where none came.

    A case may be resolved without another word: what they are told then is the answer.
    """
    case: Case | None = None
    for event in history:
        if case is not None and isinstance(event.payload, Answered | Resolved):
            return case, event.at
        case = apply(case, event)
    return None


def _happenings(history: History, library: Library) -> Iterator[tuple[Department, datetime, str]]:
    """Yield what counts: at which department, when, and as which part of a `Tally`."""
    case: Case | None = None
    for event in history:
        before, case = case, apply(case, event)
        name = _counted(before, event.payload)
        if name:
            yield library.department((before or case).department), event.at, name
    if (first := first_answer(history)) is not None:
        asked, at = first
        department = library.department(asked.department)
        in_time = _age(asked.since, at, department, library) <= target(asked, department)
        yield department, at, "in_time" if in_time else "late"


def _counted(before: Case | None, payload: EventPayload) -> str:
    """Return the part of a `Tally` that goes up by one, empty where none does."""
    match payload:
        case Opened() | Resolved() | Cancelled() | Reopened():
            return payload.kind
        case Moved(_, _, True):
            return "bounces"
        # A word of theirs may come after the rating, and is not another one.
        case Rated(helpful, _) if before is not None and before.helpful is None:
            return "helpful" if helpful else "not_helpful"
        case _:
            return ""


def _standing(cases: Sequence[Case], library: Library, now: datetime) -> Standing:
    """Return how the open `cases` stand; an answered one waits for the requester, and is not late."""
    late = sum(case.state is not State.ANSWERED and promise(case, library, now).due < now for case in cases)
    ages = [
        _age(case.opened_at, now, library.department(case.department), library).total_seconds()
        for case in cases
    ]
    return Standing(len(cases), late, timedelta(seconds=median(ages)) if ages else None)


def _age(since: datetime, until: datetime, department: Department, library: Library) -> timedelta:
    """Return the working time between; around the clock where nobody ever opens."""
    hours = hours_of(department, library)
    return hours.between(since, until) if hours else until - since


def _row(name: str, now: Standing, counts: Counter[tuple[Week, str]], shown: tuple[Week, ...]) -> Row:
    parts = [field.name for field in fields(Tally)]
    weeks = tuple(Tally(**{part: counts[week, part] for part in parts}) for week in shown)
    total = Tally(**{part: sum(counts[week, part] for week in shown) for part in parts})
    return Row(name, now, total, weeks)


def _week(at: datetime, department: Department) -> Week:
    return _week_of(at.astimezone(department.opening.zone).date())


def _week_of(day: date) -> Week:
    year, number, _ = day.isocalendar()
    return Week(year, number)
