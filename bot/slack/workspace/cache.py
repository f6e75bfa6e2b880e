"""Caches reads from Slack for five minutes, and for longer where Slack does not answer."""

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
# How long to wait after a failed read, since Slack may have asked us to slow down.
_RETRY_SECONDS = 30.0
# The errors of a call to Slack: a refusal, a lost connection, a timeout.
SLACK_ERRORS = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)


class CachedRead(Generic[T]):
    """Calling it returns what `read` returned at most five minutes ago.

    Where reading again fails, it returns the old value, and tries again half a minute later.
    """

    def __init__(self, read: Callable[[], Awaitable[T]], now: Callable[[], float] = time.monotonic) -> None:
        self._read, self._now = read, now
        self._known: tuple[T, ...] = ()
        self._due = float("-inf")
        self._reading = asyncio.Lock()

    async def __call__(self) -> T:
        """Return the value; calls made while it is read again get the old one.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError: reading failed, and there is no old value.
        """
        if self._known and (self._now() < self._due or self._reading.locked()):
            return self._known[0]
        async with self._reading:
            if not self._known or self._now() >= self._due:
                await self._read_again()
            return self._known[0]

    def forget(self) -> None:
        """Drop the value, so that the next call reads or fails."""
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
    """Return Slack's error code, else the error's class; never a URL or a token."""
    answer = error.response if isinstance(error, SlackApiError) else None
    if isinstance(answer, AsyncSlackResponse):
        return str(answer.get("error") or f"HTTP {answer.status_code}")
    return type(error).__name__
