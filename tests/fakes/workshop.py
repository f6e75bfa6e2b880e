"""An office with everything around it in memory, and people who act in it, some of them faster."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from actions.cases.case import Case, replay
from actions.cases.service import CaseService
from actions.hours import Interval
from actions.model import Inbound
from tests.fakes.cases import Everybody, RecordedTimers, RivalledCases, TestClock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from actions.cases.acts import CaseAct
    from actions.cases.events import Event
    from actions.cases.outcome import CaseOutcome
    from actions.knowledge.library import Library

REQUESTER, ANNE, BRUNO = "requester", "anne", "bruno"


@dataclass
class RacedCases(RivalledCases):
    """Cases in memory; `rival` acts once before an event is added, `meanwhile` before a next time is."""

    rival: Callable[[], Awaitable[object]] | None = None
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def append(self, case: Case, event: Event, wake_at: datetime | None) -> bool:
        """Let the rival act first."""
        if self.rival is not None:
            rival, self.rival = self.rival, None
            await rival()
        return await super().append(case, event, wake_at)

    async def snooze(self, number: int, wake_at: datetime) -> None:
        """Let somebody act first."""
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        await super().snooze(number, wake_at)


@dataclass
class Workplace:
    """An office, what surrounds it, and a way to act in it; acts are numbered unless they bear a `key`."""

    library: Library
    store: RacedCases = field(default_factory=RacedCases)
    scheduler: RecordedTimers = field(default_factory=RecordedTimers)
    staff: Everybody = field(default_factory=Everybody)
    clock: TestClock = field(default_factory=TestClock)
    count: int = 0

    @property
    def cases(self) -> CaseService:
        """The office, with the knowledge of now."""
        return CaseService(self.library, self.store, self.scheduler, self.staff, self.clock)

    async def do(self, person: str, act: CaseAct, conversation: str = "thread", key: str = "") -> CaseOutcome:
        """Let a person do something."""
        self.count += 1
        return await self.cases.do(Inbound(key or f"act {self.count}", person, conversation, act), act)

    def case(self, number: int = 1) -> Case:
        """Return a case as it is kept."""
        return replay(self.store.kept[number])


def varied(library: Library) -> Library:
    """Return the knowledge with departments that are slow, far away, awake at night, and never open."""
    changes: dict[str, dict[str, object]] = {
        "legal": {"first_answer": 8.0, "resolution": 40.0},
        "it": {"time_zone": "Asia/Tokyo", "holidays": "JP", "first_answer": 1.0},
        "support": {"hours": ((Interval(22 * 60, 30 * 60),),) * 7, "first_answer": 3.0},
        "management": {"hours": ((),) * 7},
    }
    departments = {
        name: department.model_copy(update=changes.get(name, {}))
        for name, department in library.departments.items()
    }
    return replace(library, departments=departments)
