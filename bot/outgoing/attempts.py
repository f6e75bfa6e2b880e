"""What a surface remembers of its posts and uploads, so that each is made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.stores.attempts import Attempt


class Attempts(Protocol):
    """Remembers, for a day, what was tried and what became of it."""

    async def begin(self, key: str) -> Attempt:
        """Note that `key` is tried now; return what was known of it before."""
        ...

    async def withdraw(self, key: str) -> None:
        """Take the last attempt back, which was surely not carried out."""
        ...

    async def note_file(self, key: str, file: str) -> None:
        """Note the id of the file that an upload goes on with."""
        ...

    async def finish(self, key: str, result: str) -> None:
        """Note that `key` is done, and its result, which is not empty."""
        ...

    async def result(self, key: str) -> str:
        """Return the result of `key`, empty where it is not done."""
        ...


class Pace(Protocol):
    """Says how long a call must wait, so that a surface's limits are kept before it has to refuse."""

    async def wait(self, method: str, channel: str, *, paced: bool) -> float:
        """Return the seconds to wait before calling `method` for a channel; 0 to go on, which is counted.

        A `paced` call is one of a burst of five a channel, then of one a second.
        """
        ...

    async def hold(self, method: str, channel: str, seconds: float) -> None:
        """Hold `method` back for a channel, because the surface asked for it."""
        ...
