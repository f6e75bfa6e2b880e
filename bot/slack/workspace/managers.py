"""The managers: the people that RELAIS_MANAGERS refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.workspace.cache import SLACK_ERRORS
from bot.slack.workspace.people import user_of

if TYPE_CHECKING:
    from bot.slack.workspace.directory import Directory


@dataclass(frozen=True, slots=True)
class Managers:
    """The people behind `references` (`@handle`, `U…`, `W…` or `S…`), found in `directory`."""

    references: tuple[str, ...]
    directory: Directory

    async def names(self) -> tuple[str, ...]:
        """Return the user ids of those who are active, each once, in the order of the references.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError: Slack has never answered.
        """
        found: dict[str, None] = {}
        for reference in self.references:
            found |= dict.fromkeys(await self.directory.people(reference))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class SlackManagerDirectory:
    """`ManagerDirectory` on Slack; nobody is a manager where Slack has never answered."""

    members: Managers

    async def manages(self, person: str) -> bool:
        """Tell whether the person is a manager."""
        return user_of(person) in await self.managers()

    async def managers(self) -> tuple[str, ...]:
        """Return the managers' user ids."""
        try:
            return await self.members.names()
        except SLACK_ERRORS:
            return ()
