"""The Protocol of a surface, and its errors."""

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
    """The surface will never accept this call; it is not retried."""


class PlaceLostError(DeliveryRefusedError):
    """The channel, thread or message no longer exists, or Relais may not write to it."""


class DeliveryDelayedError(Exception):
    """The surface is away or busy; `after` is how long it asks to wait, None where it does not say."""

    def __init__(self, after: timedelta | None = None) -> None:
        super().__init__("delivery delayed")
        self.after = after


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted message: its channel, its id there, and those of the further messages that it took."""

    channel: str
    message: str
    further: tuple[str, ...] = ()


class Surface(Protocol):
    """Makes calls. Every method raises `DeliveryRefusedError` or `DeliveryDelayedError`."""

    async def post(
        self, to: Destination, page: Page, key: str, *, again: bool, broadcast: bool = False
    ) -> Posted:
        """Post a page that carries `key`; with `again`, first look for it from an earlier attempt.

        A page that is too long for one message is posted whole, in several.
        """
        ...

    async def update(self, channel: str, message: str, page: Page, further: Sequence[str] = ()) -> None:
        """Replace the content of a message, and of the `further` ones that it took.

        What does not fit into them is cut, and that is said.
        """
        ...

    async def whisper(self, to: Destination, person: str, page: Page) -> None:
        """Post a message in a channel that only `person` sees."""
        ...

    async def mark(self, ref: str, sign: Sign) -> None:
        """Add a mark to the message `ref`."""
        ...

    async def upload(self, to: Destination, file: File, comment: str = "") -> None:
        """Upload a file."""
        ...

    async def copy_files(self, files: Sequence[FileLink], to: Destination) -> list[str]:
        """Copy files from another conversation; return the names of those that could not be copied."""
        ...

    async def show_home(self, person: str, page: Page) -> None:
        """Update a person's App Home."""
        ...

    async def link(self, channel: str, message: str) -> str:
        """Return the URL of a message."""
        ...

    def is_private(self, channel: str) -> bool:
        """Tell whether a channel is the direct messages of one person with Relais."""
        ...

    def conversation(self, person: str, channel: str, thread: str) -> str:
        """Return the id of the conversation in a thread, in the workspace of a person."""
        ...
