"""Cases in memory, alarms that are noted, a clock that is told the time, and people who may leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from actions.cases.case import replay
from actions.cases.events import Added, Answered, Event, Opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.cases.case import Case


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
class MemoryCases:
    """`Cases` without Redis."""

    kept: dict[int, list[Event]] = field(default_factory=dict)
    due: dict[int, datetime] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)
    refs: dict[str, int] = field(default_factory=dict)
    rivals: list[Event] = field(default_factory=list)

    async def open(self, key: str, at: datetime, by: str, what: Opened) -> list[Event]:
        """Keep a new case, or find the one `key` opened."""
        for events in self.kept.values():
            if events[0].key == key:
                return list(events)
        number = len(self.kept) + 1
        self.kept[number] = [Event(key, at, by, replace(what, number=number))]
        self.due[number] = at
        return list(self.kept[number])

    async def events(self, number: int) -> list[Event]:
        """Return the events of a case."""
        return list(self.kept.get(number, []))

    async def append(self, case: Case, event: Event, wake_at: datetime | None) -> bool:
        """Add `event`, unless somebody was faster: a rival, where one waits."""
        if self.rivals:
            self.kept[case.number].append(self.rivals.pop(0))
            if not replay(self.kept[case.number]).is_open:
                self.due.pop(case.number, None)
        if len(self.kept[case.number]) != case.version:
            return False
        self.kept[case.number].append(event)
        if isinstance(event.payload, Added | Answered) and event.payload.ref:
            self.refs[event.payload.ref] = case.number
        if wake_at is None:
            self.due.pop(case.number, None)
        else:
            self.due[case.number] = wake_at
        return True

    async def snooze(self, number: int, wake_at: datetime) -> None:
        """Note when to look again."""
        if number in self.due:
            self.due[number] = wake_at

    async def of_person(self, person: str) -> Sequence[int]:
        """Return a person's cases."""
        return [n for n, events in sorted(self.kept.items(), reverse=True) if events[0].by == person]

    async def in_conversation(self, conversation: str) -> Sequence[int]:
        """Return a conversation's cases."""
        return [
            number
            for number, events in sorted(self.kept.items(), reverse=True)
            if replay(events).opened.conversation == conversation
        ]

    async def all_numbers(self) -> Sequence[int]:
        """Return all cases."""
        return sorted(self.kept, reverse=True)

    async def open_ones(self) -> dict[int, datetime]:
        """Return the open cases."""
        return dict(self.due)

    async def relayed(self, ref: str) -> int:
        """Return the case of a message that crossed."""
        return self.refs.get(ref, 0)

    async def keep_edit(self, ref: str, text: str) -> None:
        """Keep an edit."""
        self.edits[ref] = text

    async def edit(self, ref: str) -> str:
        """Return the edit kept."""
        return self.edits.get(ref, "")


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
