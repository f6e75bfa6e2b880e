"""Cases in memory, alarms that are noted, a clock that is told the time, and people who may leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from actions.cases.case import replay
from bot.stores.memory_cases import MemoryCases

if TYPE_CHECKING:
    from actions.cases.case import Case
    from actions.cases.events import Event


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
class RivalledCases(MemoryCases):
    """Cases in memory in which `rivals`, events of others, come first when one is added."""

    rivals: list[Event] = field(default_factory=list)

    async def append(self, case: Case, event: Event, wake_at: datetime | None) -> bool:
        """Add `event`, unless a rival waits: then that one is added."""
        if self.rivals:
            self.kept[case.number].append(self.rivals.pop(0))
            if not replay(self.kept[case.number]).is_open:
                self.due.pop(case.number, None)
        return await super().append(case, event, wake_at)


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
