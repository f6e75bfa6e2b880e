"""What surrounds cases: timers that are noted, and people who may leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass
class RecordedTimers:
    """`Scheduler` that only notes when cases are to be woken."""

    times: list[tuple[int, datetime]] = field(default_factory=list)

    async def set(self, number: int, at: datetime) -> None:
        """Note a timer."""
        self.times.append((number, at))


@dataclass
class Everybody:
    """`PeopleDirectory` where everybody is there but those who `left`."""

    left: set[str] = field(default_factory=set)

    async def is_active(self, person: str) -> bool:
        """Tell whether the person has not left."""
        return person not in self.left
