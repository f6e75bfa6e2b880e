"""The ports of a process without a surface: no managers, everybody an active colleague, no timers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.permissions.organisation import Relation

if TYPE_CHECKING:
    from datetime import datetime


class Alone:
    """`Scheduler`, `PeopleDirectory`, `ManagerDirectory` and `Organisation` of the terminal."""

    async def set(self, number: int, at: datetime) -> None:
        """Set no timer, since the process ends before."""

    async def is_active(self, person: str) -> bool:
        """Return True for everybody."""
        del person
        return True

    async def manages(self, person: str) -> bool:
        """Return False for everybody."""
        del person
        return False

    async def managers(self) -> tuple[str, ...]:
        """Return nobody."""
        return ()

    async def relation(self, person: str) -> Relation:
        """Return that everybody is an employee."""
        del person
        return Relation.EMPLOYEE

    async def has_channel(self, name: str) -> bool:
        """Return True for every channel."""
        del name
        return True

    async def is_in(self, name: str, person: str) -> bool:
        """Return True for everybody."""
        del name, person
        return True

    async def is_among(self, reference: str, person: str) -> bool:
        """Return False for everybody."""
        del reference, person
        return False

    async def may_post(self, channel: str, person: str) -> bool:
        """Return True for every channel."""
        del channel, person
        return True
