"""The ports of a process without a surface: no managers, everybody active, no timers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Alone:
    """`Scheduler`, `PeopleDirectory` and `ManagerDirectory` of the terminal."""

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
