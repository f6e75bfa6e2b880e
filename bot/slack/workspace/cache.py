"""What was read from Slack, kept for a while, and for longer where Slack does not answer."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Generic, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.get_logger()

T = TypeVar("T")

_REFRESH_SECONDS = 300.0
# After a reading that failed: soon enough for people, seldom enough for a Slack that asked us to slow down.
_RETRY_SECONDS = 30.0
# How a call to Slack fails: it refuses or is busy, the way there is cut, or nothing comes back in time.
SLACK_ERRORS = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)


class CachedRead(Generic[T]):
    """Calling it returns what `read` returned at most five minutes ago.

    Where reading again fails, what was known before stays, and the next try comes half a minute later.
    """

    def __init__(self, read: Callable[[], Awaitable[T]], now: Callable[[], float] = time.monotonic) -> None:
        self._read, self._now = read, now
        self._known: tuple[T, ...] = ()
        self._due = float("-inf")
        self._reading = asyncio.Lock()

    async def __call__(self) -> T:
        """Return what is known; whoever asks while it is read again gets what was known before.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError: reading failed, and nothing was known before.
        """
        if self._known and (self._now() < self._due or self._reading.locked()):
            return self._known[0]
        async with self._reading:
            if not self._known or self._now() >= self._due:
                await self._read_again()
            return self._known[0]

    def forget(self) -> None:
        """Drop what is known: the next call reads, or fails."""
        self._known, self._due = (), float("-inf")

    async def _read_again(self) -> None:
        try:
            self._known = (await self._read(),)
            self._due = self._now() + _REFRESH_SECONDS
        except SLACK_ERRORS as error:
            if not self._known:
                raise
            self._due = self._now() + _RETRY_SECONDS
            log.warning("directory_kept", error=reason(error))


def reason(error: BaseException) -> str:
    """Return Slack's own word for what went wrong, else the kind of error; never an address or a token."""
    answer = error.response if isinstance(error, SlackApiError) else None
    if isinstance(answer, AsyncSlackResponse):
        return str(answer.get("error") or f"HTTP {answer.status_code}")
    return type(error).__name__
