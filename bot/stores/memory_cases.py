"""Cases in memory, for one process."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from actions.cases.case import replay
from actions.cases.events import Added, Answered, Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from actions.cases.case import Case
    from actions.cases.events import Doer, Opened


@dataclass(slots=True)
class MemoryCases:
    """`CaseRepository` in memory, for the terminal and for tests."""

    kept: dict[int, list[Event]] = field(default_factory=dict)
    due: dict[int, datetime] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)
    refs: dict[str, int] = field(default_factory=dict)

    async def open(self, doer: Doer, at: datetime, opened: Opened) -> list[Event]:
        """Store a new case, or return the one this act opened."""
        for events in self.kept.values():
            if events[0].key == doer.key:
                return list(events)
        number = len(self.kept) + 1
        self.kept[number] = [Event(doer.key, at, doer.person, replace(opened, number=number), doer.surface)]
        self.due[number] = at
        return list(self.kept[number])

    async def events(self, number: int) -> list[Event]:
        """Return the events of a case."""
        return list(self.kept.get(number, []))

    async def append(self, case: Case, event: Event, wake_at: datetime | None) -> bool:
        """Add `event` if the case is unchanged since `case`."""
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
        """Set when to look at an open case again."""
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
        """Return the case of a relayed message; 0 where there is none."""
        return self.refs.get(ref, 0)

    async def keep_edit(self, ref: str, text: str) -> None:
        """Keep an edit."""
        self.edits[ref] = text

    async def edit(self, ref: str) -> str:
        """Return the edit kept."""
        return self.edits.get(ref, "")
