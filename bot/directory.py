"""The Protocol of a surface's channels and people."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class DirectoryAwayError(Exception):
    """The surface does not answer, and nothing is cached."""


class Standing(StrEnum):
    """What a person is to the organisation, as the surface tells."""

    EMPLOYEE = "employee"
    GUEST = "guest"
    OTHER_ORGANISATION = "other_organisation"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    UNKNOWN = "unknown"  # the surface answers, and knows nobody with this id


class Directory(Protocol):
    """Finds channels and people, by the opaque ids of the surface.

    A reference to people is `@handle` or an id, as in a departments file or `RELAIS_MANAGERS`. Every
    method raises `DirectoryAwayError`.
    """

    async def channel(self, name: str) -> str | None:
        """Return the id of the channel called `name`, if Relais can post there."""
        ...

    async def is_member(self, channel: str) -> bool:
        """Tell whether Relais can post in the channel with this id."""
        ...

    async def joined(self, person: str) -> dict[str, str]:
        """Return the names, by id, of the channels that Relais can post in and the person can see."""
        ...

    async def sees(self, channel: str, person: str) -> bool:
        """Tell whether the person can see the channel with this id, in which Relais can post."""
        ...

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether the person is in the channel called `name`."""
        ...

    async def people(self, reference: str, *, near: str = "") -> tuple[str, ...]:
        """Return the active people behind `reference`, as persons of the workspace of the person `near`."""
        ...

    async def is_among(self, reference: str, person: str) -> bool:
        """Tell whether the person is one of the active people behind `reference`."""
        ...

    async def members(self, name: str, *, near: str) -> list[tuple[str, str]]:
        """Return the people in the channel called `name`, as persons with their names, sorted by name.

        They are persons of the workspace of the person `near`. Of a large channel, some are left out.
        """
        ...

    async def name(self, person: str) -> str:
        """Return an active person's name; empty for anybody else."""
        ...

    async def standing(self, person: str) -> Standing:
        """Tell what a person is to the organisation."""
        ...

    async def forget(self, channel: str = "") -> None:
        """Look again which channels there are, where the surface has just shown that one is not as cached."""
        ...
