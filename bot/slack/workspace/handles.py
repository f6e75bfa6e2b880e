"""Finds whose a handle is: Slack can only list everybody, which takes minutes in a large workspace."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from bot.directory import Standing
from bot.slack.workspace.cache import READ_ERRORS, reason, retry_after
from bot.stores.directory import Listing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.slack.workspace.facts import User
    from bot.slack.workspace.reads import Reads
    from bot.stores.directory import DirectoryStore

log = structlog.get_logger()

# For how long whoever asks waits for a list that is being read, in seconds.
_PATIENCE = 10.0
# A list is not read again within so many seconds, or so many a page.
_FRESH, _FRESH_A_PAGE = 300.0, 60.0
_RETRY_SECONDS = 30.0


class Handles:
    """User ids by handle; reads the list of everybody in a task that goes on where it was cut."""

    def __init__(
        self,
        store: DirectoryStore,
        reads: Reads,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store, self._reads = store, reads
        self._now, self._sleep = now, sleep
        self._reading: asyncio.Task[None] | None = None
        self._retry_at = 0.0
        self._error: Exception = TimeoutError()

    async def find(self, handle: str, but: str = "") -> str:
        """Return the id of whoever has the handle, unless it is `but`; empty where nobody has it.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError: the list has never been read to its end.
            StoreAwayError: Redis does not answer.
        """
        team = await self._reads.identity.team()
        if (found := await self._store.handle(team, handle)) and found != but:
            return found
        listing = await self._store.listing(team)
        if not self._is_fresh(listing):
            try:
                await self.read()
            except READ_ERRORS:
                found = await self._store.handle(team, handle)
                if not listing.finished and found in {"", but}:
                    raise
        return await self._store.handle(team, handle)

    async def read(self) -> None:
        """Wait for the list to be read, for ten seconds; the reading goes on after that.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError, StoreAwayError: it was not read to its end.
        """
        if self._reading is None:
            if self._now() < self._retry_at:
                raise self._error
            self._reading = asyncio.create_task(self._read())
            self._reading.add_done_callback(self._finished)
        async with asyncio.timeout(_PATIENCE):
            await asyncio.shield(self._reading)

    async def settle(self) -> None:
        """Wait for the reading under way, however long it takes."""
        if self._reading is not None:
            await asyncio.wait([self._reading])

    def close(self) -> None:
        """End the reading under way; the next one goes on from there."""
        if self._reading is not None:
            self._reading.cancel()

    def _is_fresh(self, listing: Listing) -> bool:
        age = self._now() - listing.finished
        return bool(listing.finished) and age < max(_FRESH, _FRESH_A_PAGE * listing.length)

    async def _read(self) -> None:
        team = await self._reads.identity.team()
        while True:
            listing = await self._store.listing(team)
            try:
                users, cursor = await self._reads.users(listing.cursor)
            except SlackApiError as error:
                if (pause := retry_after(error)) is not None:
                    await self._sleep(pause)
                elif reason(error) == "invalid_cursor" and listing.cursor:
                    await self._store.put_listing(team, replace(listing, cursor="", pages=0))
                else:
                    raise
                continue
            await self._put(team, users)
            listing = replace(listing, cursor=cursor, pages=listing.pages + 1)
            if cursor:
                await self._store.put_listing(team, listing)
                continue
            await self._store.put_listing(team, Listing(finished=self._now(), length=listing.pages))
            return

    async def _put(self, team: str, users: Sequence[User]) -> None:
        """Keep the handles of users; those of another organisation may be the same as ours."""
        ours = [user for user in users if not user.is_elsewhere]
        gone = {user.handle: user.id for user in ours if user.standing is Standing.DEACTIVATED}
        active = {user.handle: user.id for user in ours if user.standing is not Standing.DEACTIVATED}
        await self._store.put_handles(team, active, gone)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._reading = None
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._error = error
            self._retry_at = self._now() + _RETRY_SECONDS
            log.warning("handles_not_read", error=reason(error))
