"""What a surface must be able to do, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from bot.files.file import File
    from bot.outgoing.address import Destination, FileLink
    from bot.outgoing.calls import Sign
    from bot.pages.page import Page


class DeliveryRefusedError(Exception):
    """The surface will never accept this call; repeating it is useless."""


class PlaceLostError(DeliveryRefusedError):
    """The channel, thread or message is not there any more, or closed to Relais."""


class DeliveryDelayedError(Exception):
    """The surface is away or busy; `after` is how long it asked to wait, if it said."""

    def __init__(self, after: timedelta | None = None) -> None:
        super().__init__("delivery delayed")
        self.after = after


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message is: its channel, and its own id there."""

    channel: str
    message: str


class Surface(Protocol):
    """Makes calls. Every method raises `DeliveryRefusedError` or `DeliveryDelayedError`."""

    async def post(
        self, to: Destination, page: Page, key: str, *, again: bool, broadcast: bool = False
    ) -> Posted:
        """Post a message that bears `key`; with `again`, look first whether an earlier attempt posted it."""
        ...

    async def update(self, channel: str, message: str, page: Page) -> None:
        """Write a message over."""
        ...

    async def whisper(self, to: Destination, person: str, page: Page) -> None:
        """Say something in a channel that one person alone sees."""
        ...

    async def mark(self, ref: str, sign: Sign) -> None:
        """Put a mark on the message `ref`."""
        ...

    async def upload(self, to: Destination, file: File, comment: str = "") -> None:
        """Send a file."""
        ...

    async def bring(self, files: Sequence[FileLink], to: Destination) -> list[str]:
        """Bring files over from another conversation; return the names of those that could not be."""
        ...

    async def show_home(self, person: str, page: Page) -> None:
        """Show a person's home."""
        ...

    async def link(self, channel: str, message: str) -> str:
        """Return the address of a message."""
        ...

    def is_private(self, channel: str) -> bool:
        """Tell whether a channel is a private conversation of Relais with one person."""
        ...

    def conversation(self, person: str, channel: str, thread: str) -> str:
        """Return the id of the conversation in a thread, in the workspace of a person."""
        ...
