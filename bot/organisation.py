"""`Organisation` of `actions.permissions` on a directory of the surface."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.permissions.organisation import CannotTellError, Relation
from bot.directory import DirectoryAwayError, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.directory import Directory

# In seconds; whoever asks for advice does not wait longer to be told apart from a guest.
_PATIENCE = 2.0
_RELATIONS = {
    Standing.EMPLOYEE: Relation.EMPLOYEE,
    Standing.GUEST: Relation.OUTSIDER,
    Standing.OTHER_ORGANISATION: Relation.OUTSIDER,
    Standing.BOT: Relation.GONE,
    Standing.DEACTIVATED: Relation.GONE,
    # Slack shows nobody whom this workspace may not see: they are of another organisation.
    Standing.UNKNOWN: Relation.OUTSIDER,
}


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except DirectoryAwayError as error:
        raise CannotTellError from error


@dataclass(frozen=True, slots=True)
class DirectoryOrganisation:
    """Answers from `directory`."""

    directory: Directory

    async def relation(self, person: str) -> Relation:
        """Return what the person is to the organisation; unknown where the directory does not say in time."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return _RELATIONS[await self.directory.standing(person)]
        except (DirectoryAwayError, TimeoutError):
            return Relation.UNKNOWN

    async def has_channel(self, name: str) -> bool:
        """Tell whether Relais can post in the channel called `name`."""
        with _telling():
            return await self.directory.channel(name) is not None

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether the person is in the channel called `name`."""
        with _telling():
            return await self.directory.is_in(name, person)

    async def is_among(self, reference: str, person: str) -> bool:
        """Tell whether the person is one of those behind `reference`."""
        with _telling():
            return await self.directory.is_among(reference, person)

    async def may_post(self, channel: str, person: str) -> bool:
        """Tell whether the person can see `channel`, or Relais cannot post there either."""
        with _telling():
            return not await self.directory.is_member(channel) or await self.directory.sees(channel, person)
