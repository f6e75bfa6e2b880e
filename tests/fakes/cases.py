"""What surrounds cases: a clock that is told the time, timers that are noted, and people who may leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class TestClock:
    """Stands still until it is moved."""

    __test__ = False
    at: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in Paris

    def now(self) -> datetime:
        """Return the present."""
        return self.at

    def pass_(self, time: timedelta) -> None:
        """Let `time` pass."""
        self.at += time


@dataclass
class RecordedTimers:
    """`Scheduler` that only notes them."""

    times: list[tuple[int, datetime]] = field(default_factory=list)

    async def set(self, number: int, at: datetime) -> None:
        """Note an alarm."""
        self.times.append((number, at))


@dataclass
class Everybody:
    """`PeopleDirectory` where everybody is there but those who `left`."""

    left: set[str] = field(default_factory=set)

    async def is_active(self, person: str) -> bool:
        """Tell whether the person has not left."""
        return person not in self.left
