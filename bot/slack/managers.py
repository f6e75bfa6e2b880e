"""Who may ask Relais for what only managers see: the people of RELAIS_MANAGERS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.slack.directory import Directory


@dataclass(frozen=True, slots=True)
class Managers:
    """The people behind `references` (`@handle`, `U…`, `W…` or `S…`), as `directory` knows them now.

    Both methods raise what `Directory` does: Slack does not answer, and never did.
    """

    references: tuple[str, ...]
    directory: Directory

    async def includes(self, user: str) -> bool:
        """Tell whether `user`, an id, is one of them."""
        return user in await self.names()

    async def names(self) -> tuple[str, ...]:
        """Return the user ids of those who are active, each once, in the order of the references."""
        found: dict[str, None] = {}
        for reference in self.references:
            found |= dict.fromkeys(await self.directory.people(reference))
        return tuple(found)
