"""What cases need from outside, as Protocols that `bot/` implements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from actions.cases.case import Case
    from actions.cases.events import Doer, Event, Opened


class Clock(Protocol):
    """Gives the present time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class CaseRepository(Protocol):
    """Stores cases as lists of events that only grow, with indexes to find them."""

    async def open(self, doer: Doer, at: datetime, opened: Opened) -> list[Event]:
        """Keep a new case under a number of its own; the same `doer.key` again gives the same case.

        `opened.number` is ignored; the events returned have the number.
        """
        ...

    async def events(self, number: int) -> list[Event]:
        """Return the events of a case, in their order; none where it has ended or never was."""
        ...

    async def append(self, case: Case, event: Event, wake_at: datetime | None) -> bool:
        """Add `event`, unless anything happened to the case since `case`; note when to look at it again.

        `wake_at` is None where the event closes it. Returns whether it was added.
        """
        ...

    async def snooze(self, number: int, wake_at: datetime) -> None:
        """Set when to look at an open case again, without an event."""
        ...

    async def of_person(self, person: str) -> Sequence[int]:
        """Return the numbers of a person's cases, the latest first."""
        ...

    async def in_conversation(self, conversation: str) -> Sequence[int]:
        """Return the numbers of the cases of a conversation, the latest first."""
        ...

    async def all_numbers(self) -> Sequence[int]:
        """Return the numbers of all cases, the latest first."""
        ...

    async def open_ones(self) -> dict[int, datetime]:
        """Return every open case, with when to look at it again."""
        ...

    async def relayed(self, ref: str) -> int:
        """Return the number of the case that the message `ref` was relayed in; 0 where it was not."""
        ...

    async def keep_edit(self, ref: str, text: str) -> None:
        """Keep an edit of the message `ref` that its author has not sent on yet."""
        ...

    async def edit(self, ref: str) -> str:
        """Return the edit kept of the message `ref`; empty where there is none."""
        ...


class Scheduler(Protocol):
    """Wakes cases at a set time, also after a restart."""

    async def set(self, number: int, at: datetime) -> None:
        """Wake the case at `at`; setting it again at the same time changes nothing."""
        ...


class PeopleDirectory(Protocol):
    """The people the surface knows."""

    async def is_active(self, person: str) -> bool:
        """Tell whether the person's account is active; True where the surface cannot tell."""
        ...
