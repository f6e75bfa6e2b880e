"""The managers: the people that RELAIS_MANAGERS refers to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.permissions.organisation import CannotTellError
from bot.slack.workspace.cache import READ_ERRORS
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

        A handle may need the list of everybody, which takes minutes in a large workspace; whether one person
        is a manager is told at once by `include`.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError, StoreAwayError: they were never read.
        """
        found: dict[str, None] = {}
        for reference in self.references:
            found |= dict.fromkeys(await self.directory.people(reference))
        return tuple(found)

    async def include(self, user: str) -> bool:
        """Tell whether a user is among them, by asking Slack about that user and the groups.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError, StoreAwayError: that was never read.
        """
        unread: Exception | None = None
        for reference in self.references:
            try:
                if await self.directory.refers(reference, user):
                    return True
            except READ_ERRORS as error:
                unread = error
        if unread is not None:
            raise unread
        return False


@dataclass(frozen=True, slots=True)
class SlackManagerDirectory:
    """`ManagerDirectory` on Slack."""

    members: Managers

    async def manages(self, person: str) -> bool:
        """Tell whether the person is a manager.

        Raises:
            CannotTellError: Slack does not say.
        """
        try:
            return await self.members.include(user_of(person))
        except READ_ERRORS as error:
            raise CannotTellError from error

    async def managers(self) -> tuple[str, ...]:
        """Return the managers' user ids, without those whom Slack does not tell now."""
        asked = await asyncio.gather(*map(self._people, self.members.references))
        return tuple(dict.fromkeys(user for users in asked for user in users))

    async def _people(self, reference: str) -> tuple[str, ...]:
        try:
            return await self.members.directory.people(reference)
        except READ_ERRORS:
            return ()
