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


class PageRefusedError(DeliveryRefusedError):
    """The surface will not take this page, wherever it goes."""


class DeliveryDelayedError(Exception):
    """The surface is away or busy; `after` is how long it asks to wait, None where it does not say."""

    def __init__(self, after: timedelta | None = None) -> None:
        super().__init__("delivery delayed")
        self.after = after


class UnheardError(DeliveryDelayedError):
    """The surface gave no answer that tells: the call may have been carried out."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted message: its channel, its id there, and those of the further messages that it took."""

    channel: str
    message: str
    further: tuple[str, ...] = ()


class Surface(Protocol):
    """Makes calls. Every method raises `DeliveryRefusedError` or `DeliveryDelayedError`."""

    async def post(
        self, to: Destination, page: Page, key: str, *, broadcast: bool = False, replaces: str = ""
    ) -> Posted:
        """Post a page that carries `key`, once: first look for it where an earlier attempt may have.

        A page that is too long for one message is posted whole, in several. It is written over the message of
        the key `replaces`, where there is one.
        """
        ...

    async def is_posted(self, key: str) -> bool:
        """Tell whether the message of this key was posted within a day."""
        ...

    async def withdraw(self, key: str) -> None:
        """Delete the message of this key where it was posted, else see to it that it is not."""
        ...

    async def update(self, channel: str, message: str, page: Page, further: Sequence[str] = ()) -> None:
        """Replace the content of a message, and of the `further` ones that it took.

        What does not fit into them is cut, and that is said.
        """
        ...

    async def whisper(self, to: Destination, person: str, page: Page, key: str) -> None:
        """Post a message that only `person` sees; twice at most, since it cannot be looked for."""
        ...

    async def mark(self, ref: str, sign: Sign) -> None:
        """Add a mark to the message `ref`."""
        ...

    async def upload(self, to: Destination, file: File, key: str, comment: str = "") -> None:
        """Upload a file, once; a later attempt goes on with the file of an earlier one."""
        ...

    async def copy_files(self, files: Sequence[FileLink], to: Destination, key: str) -> list[str]:
        """Copy files from another conversation, each once; return the names of those not copied."""
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
