"""What a process without a surface knows: nobody manages, everybody is there, no timer rings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Alone:
    """`Scheduler`, `PeopleDirectory` and `ManagerDirectory` of the terminal."""

    async def set(self, number: int, at: datetime) -> None:
        """Wake nobody: the process ends before."""

    async def is_active(self, person: str) -> bool:
        """Tell that the person is there."""
        del person
        return True

    async def manages(self, person: str) -> bool:
        """Tell that the person manages nothing."""
        del person
        return False

    async def managers(self) -> tuple[str, ...]:
        """Return nobody."""
        return ()
