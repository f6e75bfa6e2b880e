"""What a surface knows of its channels and people, for whoever decides who is told what."""

from __future__ import annotations

from typing import Protocol


class DirectoryAwayError(Exception):
    """The surface does not say for now, and has not said before."""


class Directory(Protocol):
    """Finds channels and people; every id is the surface's own, and opaque here.

    A reference to people is what a departments file or `RELAIS_MANAGERS` may name: `@handle` or an id. Every
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

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether the person is in the channel called `name`."""
        ...

    async def people(self, reference: str, *, near: str = "") -> tuple[str, ...]:
        """Return the active people behind `reference`, as persons of the workspace of the person `near`."""
        ...

    async def members(self, name: str, *, near: str) -> list[tuple[str, str]]:
        """Return the people in the channel called `name`, as persons with their names, in names' order.

        They are persons of the workspace of the person `near`.
        """
        ...

    async def name(self, person: str) -> str:
        """Return how an active person is called; empty for anybody else."""
        ...

    async def forget(self) -> None:
        """Drop what is known, where the surface has just shown that it is no longer so."""
        ...


class Managers(Protocol):
    """Who manages, as the surface knows it."""

    async def manages(self, person: str) -> bool:
        """Tell whether the person is a manager; while the surface does not say, nobody is."""
        ...
