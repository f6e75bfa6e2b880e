"""Measures a rehearsal: the times until it was taken and answered, and how often it was passed on.

The times are working times of each department. The levels are ours, like those of every other item.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from actions.readiness.records import DrillEventKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from actions.readiness.records import Drill

# A rehearsal ends by itself after two days.
LONGEST = timedelta(days=2)
# Where all answer within this working time, the level is the highest.
_FAST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DepartmentTimes:
    """One department: working times until it took and answered, None for what it never did.

    `passed` are the departments it passed the incident on to.
    """

    department: str
    taken: timedelta | None
    answered: timedelta | None
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A rehearsal as far as it went; times are medians over the departments that did it, None where none did.

    `level` is the level of the rehearsed item, 1 to 5.
    """

    lines: tuple[DepartmentTimes, ...]
    taken: timedelta | None
    answered: timedelta | None
    hand_offs: int
    level: int


def measure(drill: Drill, elapsed: Callable[[str, datetime, datetime], timedelta]) -> Measured:
    """Measure `drill`; `elapsed(department, since, until)` is the working time between."""
    lines = tuple(_line(drill, department, elapsed) for department in concerned(drill))
    taken = [line.taken for line in lines if line.taken is not None]
    answered = [line.answered for line in lines if line.answered is not None]
    hand_offs = sum(len(line.passed) for line in lines)
    return Measured(lines, _median(taken), _median(answered), hand_offs, _level(lines))


def concerned(drill: Drill) -> tuple[str, ...]:
    """Return the departments that had the incident, first those it was posted to."""
    later = (event.to for event in drill.events if event.kind is DrillEventKind.PASSED)
    return tuple(dict.fromkeys((*drill.departments, *later)))


def _line(
    drill: Drill, department: str, elapsed: Callable[[str, datetime, datetime], timedelta]
) -> DepartmentTimes:
    arrived = next((event.at for event in drill.events if event.to == department), drill.at)
    since = drill.at if department in drill.departments else arrived
    own = [event for event in drill.events if event.department == department]

    def until(kind: DrillEventKind) -> timedelta | None:
        at = next((event.at for event in own if event.kind is kind), None)
        return elapsed(department, since, at) if at is not None else None

    passed = tuple(event.to for event in own if event.kind is DrillEventKind.PASSED)
    answered = until(DrillEventKind.ANSWERED)
    # A department that answers without taking has taken it by answering.
    taken = until(DrillEventKind.TAKEN)
    return DepartmentTimes(department, taken if taken is not None else answered, answered, passed)


def _median(times: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(time.total_seconds() for time in times)) if times else None


def _level(lines: tuple[DepartmentTimes, ...]) -> int:
    """Return 5 where all answered fast, 4 where all answered, 3 where all took it, 2 where some did, else 1.

    A department that passed the incident on counts as having answered and taken it.
    """
    done = [line.answered is not None or bool(line.passed) for line in lines]
    if all(done):
        slow = any(line.answered is not None and line.answered > _FAST for line in lines)
        return 4 if slow or not any(line.answered is not None for line in lines) else 5
    began = [line.taken is not None or bool(line.passed) for line in lines]
    return 3 if all(began) else 2 if any(began) else 1
