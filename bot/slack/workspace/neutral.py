"""`Directory` of `bot.directory` on Slack: takes and returns opaque persons, and raises one error."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.directory import DirectoryAwayError
from bot.slack.workspace.cache import READ_ERRORS
from bot.slack.workspace.people import person_in, team_of, user_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.directory import Standing
    from bot.slack.workspace.directory import Directory


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except READ_ERRORS as error:
        raise DirectoryAwayError from error


@dataclass(frozen=True, slots=True)
class SlackDirectory:
    """Finds channels and people for code that does not know Slack."""

    directory: Directory

    async def channel(self, name: str) -> str | None:
        """Return the id of the channel called `name`, if Relais can post there."""
        with _away():
            return await self.directory.channel(name)

    async def is_member(self, channel: str) -> bool:
        """Tell whether Relais can post in the channel with this id."""
        with _away():
            return await self.directory.is_member(channel)

    async def joined(self, person: str) -> dict[str, str]:
        """Return the names, by id, of the channels that Relais can post in and the person can see."""
        with _away():
            return await self.directory.joined(user_of(person))

    async def sees(self, channel: str, person: str) -> bool:
        """Tell whether the person can see the channel with this id, in which Relais can post."""
        with _away():
            return await self.directory.sees(user_of(person), channel)

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether the person is in the channel called `name`."""
        with _away():
            channel = await self.directory.channel(name)
            return channel is not None and user_of(person) in await self.directory.members(channel)

    async def people(self, reference: str, *, near: str = "") -> tuple[str, ...]:
        """Return the active people behind `reference`, as persons of the team of `near`."""
        with _away():
            users = await self.directory.people(reference)
        return tuple(person_in(team_of(near), user) for user in users)

    async def is_among(self, reference: str, person: str) -> bool:
        """Tell whether the person is one of the active people behind `reference`."""
        with _away():
            return await self.directory.refers(reference, user_of(person))

    async def members(self, name: str, *, near: str) -> list[tuple[str, str]]:
        """Return the people in the channel called `name`, with their names, sorted by name."""
        with _away():
            channel = await self.directory.channel(name)
            users = await self.directory.members(channel) if channel else frozenset()
            names = await self.directory.names(users, user_of(near))
        named = [(person_in(team_of(near), user), name) for user, name in names.items()]
        return sorted(named, key=lambda each: each[1].casefold())

    async def name(self, person: str) -> str:
        """Return an active person's name; empty for anybody else."""
        with _away():
            user = await self.directory.user(user_of(person))
        return user.name if user.is_active else ""

    async def standing(self, person: str) -> Standing:
        """Tell what a person is to the organisation."""
        with _away():
            return (await self.directory.user(user_of(person))).standing

    async def forget(self, channel: str = "") -> None:
        """Look again which channels there are, where Slack has just shown that one is not as cached."""
        with _away():
            await self.directory.forget(channel)
