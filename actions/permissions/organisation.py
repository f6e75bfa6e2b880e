"""What permissions ask about people, channels and managers, as Protocols that `bot/` implements."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class CannotTellError(Exception):
    """The surface does not answer, so nobody can tell."""


class Relation(StrEnum):
    """What a person is to the organisation."""

    EMPLOYEE = "employee"
    OUTSIDER = "outsider"  # a guest, or somebody of another organisation
    GONE = "gone"  # a deactivated account, or a bot
    UNKNOWN = "unknown"  # the surface does not answer


class Organisation(Protocol):
    """The people and channels of the surface; every method but `relation` raises `CannotTellError`.

    A reference to people is `@handle` or an id, as in a departments file.
    """

    async def relation(self, person: str) -> Relation:
        """Return what the person is to the organisation."""
        ...

    async def has_channel(self, name: str) -> bool:
        """Tell whether Relais can post in the channel called `name`."""
        ...

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether the person is in the channel called `name`."""
        ...

    async def is_among(self, reference: str, person: str) -> bool:
        """Tell whether the person is one of those behind `reference`."""
        ...

    async def may_post(self, channel: str, person: str) -> bool:
        """Tell whether what the person shares may appear in `channel`, an id.

        True where Relais cannot post there either, since nothing appears then.
        """
        ...


class ManagerDirectory(Protocol):
    """The managers, as the surface knows them."""

    async def manages(self, person: str) -> bool:
        """Tell whether the person may start assessments, invite others and read results.

        Raises:
            CannotTellError: the surface does not answer.
        """
        ...

    async def managers(self) -> tuple[str, ...]:
        """Return the managers; none where nobody is set, or where the surface cannot tell."""
        ...
