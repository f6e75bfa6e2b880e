"""A rehearsal measured: how long until it was taken, until it was answered, and how often it changed hands.

The times are working times of each department. The level that it comes to is ours, like every other.
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

# A rehearsal that nobody ends is over after two days.
LONGEST = timedelta(days=2)
# Answered by all within this working time is as good as it gets.
_FAST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One department: None for what it never did; `passed` is whom it passed it on to."""

    department: str
    taken: timedelta | None
    answered: timedelta | None
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A rehearsal as far as it went; times are medians of the departments concerned, None where none did.

    `level` is what it makes of the rehearsed item, 1 to 5.
    """

    lines: tuple[Line, ...]
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
    """Return the departments that had it, first those it was posted to."""
    later = (move.to for move in drill.moves if move.deed is DrillEventKind.PASSED)
    return tuple(dict.fromkeys((*drill.departments, *later)))


def _line(drill: Drill, department: str, elapsed: Callable[[str, datetime, datetime], timedelta]) -> Line:
    arrived = next((m.at for m in drill.moves if m.to == department), drill.at)
    since = drill.at if department in drill.departments else arrived

    def until(deed: DrillEventKind) -> timedelta | None:
        at = next((m.at for m in drill.moves if m.deed is deed and m.department == department), None)
        return elapsed(department, since, at) if at is not None else None

    passed = tuple(
        m.to for m in drill.moves if m.deed is DrillEventKind.PASSED and m.department == department
    )
    answered = until(DrillEventKind.ANSWERED)
    # Whoever answers has taken it.
    taken = until(DrillEventKind.TAKEN)
    return Line(department, taken if taken is not None else answered, answered, passed)


def _median(times: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(time.total_seconds() for time in times)) if times else None


def _level(lines: tuple[Line, ...]) -> int:
    """Return 5 where all answered fast, 4 where all answered, 3 where all took it, 2 where some did, else 1.

    A department that passed it on has done its part.
    """
    done = [line.answered is not None or bool(line.passed) for line in lines]
    if all(done):
        slow = any(line.answered is not None and line.answered > _FAST for line in lines)
        return 4 if slow or not any(line.answered is not None for line in lines) else 5
    began = [line.taken is not None or bool(line.passed) for line in lines]
    return 3 if all(began) else 2 if any(began) else 1
