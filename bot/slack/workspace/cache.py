"""Keeps what Slack said, one thing at a time, and serves it while it is asked again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.stores.directory import Fact
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from pydantic import TypeAdapter

    from bot.stores.directory import DirectoryStore

log = structlog.get_logger()

T = TypeVar("T")
_Key = tuple[str, str]

# How long to wait after a failed read, in seconds, where Slack does not say.
_RETRY_SECONDS = 30.0
# How many reads are under way at once.
_AT_ONCE = 8
_TOO_MANY_REQUESTS = 429
# In seconds. A longer wait is not believed.
_LONGEST = 3600
# The errors of a call to Slack: a refusal, a lost connection, a timeout.
SLACK_ERRORS = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)
# Those, and Redis's, where answers are kept.
READ_ERRORS = (*SLACK_ERRORS, StoreAwayError)
# In seconds. Who has left a channel while Relais was down must not act by an answer of last week.
_TRUSTED = 900.0
_PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of answer: its name, for how many seconds it is not asked again, and its JSON."""

    name: str
    seconds: float
    adapter: TypeAdapter[T]


class Cache:
    """Answers by kind and id, kept in `store` by the team that `team` returns.

    One read of a thing is under way at a time. It is shared by all who ask, and goes on where they have no
    patience for it. A limit that Slack sets holds for all of a kind.
    """

    def __init__(
        self, store: DirectoryStore, team: Callable[[], Awaitable[str]], now: Callable[[], float]
    ) -> None:
        self._store, self._team, self._now = store, team, now
        self._reading: dict[_Key, asyncio.Task[object]] = {}
        self._retry_at: dict[_Key, float] = {}
        self._limits: dict[str, tuple[float, SlackApiError]] = {}
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._changing = asyncio.Lock()

    async def get(self, kind: Kind[T], identifier: str, read: Callable[[], Awaitable[T]]) -> T:
        """Return the answer that is kept, and have an old one read again behind; else read it.

        A very old answer is returned only where Slack gives none in time.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError: reading failed, and no answer is kept.
            StoreAwayError: Redis does not answer.
        """
        key = (kind.name, identifier)
        found = await self._store.facts(await self._team(), kind.name, [identifier])
        fact = found.get(identifier)
        until, error = self._limits.get(kind.name, (0.0, None))
        if fact is None:
            if error is not None and self._now() < until:
                raise error
            return await asyncio.shield(self._read_behind(kind, identifier, read))
        if self._now() >= max(fact.at + kind.seconds, self._retry_at.get(key, 0.0), until):
            reading = self._read_behind(kind, identifier, read)
            if self._now() >= fact.at + _TRUSTED:
                with suppress(*READ_ERRORS):
                    return await asyncio.wait_for(asyncio.shield(reading), _PATIENCE)
        return kind.adapter.validate_json(fact.document)

    async def known(self, kind: Kind[T], identifiers: Iterable[str]) -> dict[str, T]:
        """Return the answers that are kept, however old."""
        found = await self._store.facts(await self._team(), kind.name, identifiers)
        return {each: kind.adapter.validate_json(fact.document) for each, fact in found.items()}

    async def change(self, kind: Kind[T], identifier: str, changed: Callable[[T], T]) -> None:
        """Change the answer that is kept, if one is; it stays as old as it was, since the rest of it is."""
        self._outdate(kind, identifier)
        team = await self._team()
        async with self._changing:
            fact = (await self._store.facts(team, kind.name, [identifier])).get(identifier)
            if fact is not None:
                value = changed(kind.adapter.validate_json(fact.document))
                await self._keep(kind, identifier, value, fact.at)

    async def replace(self, kind: Kind[T], identifier: str, value: T) -> bool:
        """Put an answer that was given unasked in the place of the one that is kept; tell whether one is."""
        self._outdate(kind, identifier)
        if not await self.known(kind, [identifier]):
            return False
        await self._keep(kind, identifier, value, self._now())
        return True

    async def forget(self, kind: Kind[T], identifier: str) -> None:
        """Keep nothing of this, so that the next to ask reads or fails."""
        self._outdate(kind, identifier)
        await self._store.drop(await self._team(), kind.name, identifier)

    def _outdate(self, kind: Kind[T], identifier: str) -> None:
        """Let the answer of a read under way not be kept: it may be older than what was just heard."""
        self._reading.pop((kind.name, identifier), None)

    async def _keep(self, kind: Kind[T], identifier: str, value: T, at: float) -> None:
        fact = Fact(at, kind.adapter.dump_json(value).decode())
        await self._store.put(await self._team(), kind.name, identifier, fact)

    async def settle(self) -> None:
        """Wait for the reads under way."""
        while self._reading:
            await asyncio.wait(self._reading.values())
            await asyncio.sleep(0)

    def close(self) -> None:
        """End the reads under way."""
        for task in self._reading.values():
            task.cancel()

    def _read_behind(
        self, kind: Kind[T], identifier: str, read: Callable[[], Awaitable[T]]
    ) -> asyncio.Task[T]:
        key = (kind.name, identifier)
        task = self._reading.get(key)
        if task is None:
            task = asyncio.create_task(self._read(kind, identifier, read))
            self._reading[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        return task  # type: ignore[return-value]  # one kind has one type

    async def _read(self, kind: Kind[T], identifier: str, read: Callable[[], Awaitable[T]]) -> T:
        async with self._places:
            value = await read()
        if self._reading.get((kind.name, identifier)) is asyncio.current_task():
            await self._keep(kind, identifier, value, self._now())
        return value

    def _finished(self, key: _Key, task: asyncio.Task[T]) -> None:
        if self._reading.get(key) is task:
            del self._reading[key]
        error = None if task.cancelled() else task.exception()
        if error is None:
            self._retry_at.pop(key, None)
            return
        pause = retry_after(error)
        self._retry_at[key] = self._now() + (pause or _RETRY_SECONDS)
        if pause is not None and isinstance(error, SlackApiError):
            self._limits[key[0]] = (self._now() + pause, error)
        log.warning("directory_not_read", kind=key[0], error=reason(error))


def reason(error: BaseException) -> str:
    """Return Slack's error code, else the error's class; never a URL or a token."""
    answer = error.response if isinstance(error, SlackApiError) else None
    if isinstance(answer, AsyncSlackResponse):
        return str(answer.get("error") or f"HTTP {answer.status_code}")
    return type(error).__name__


def retry_after(error: BaseException) -> int | None:
    """Return how many seconds Slack asks to wait; None where it sets no limit.

    At least one, and at most an hour, then Slack is asked again.
    """
    answer = error.response if isinstance(error, SlackApiError) else None
    if not isinstance(answer, AsyncSlackResponse) or answer.status_code != _TOO_MANY_REQUESTS:
        return None
    header = answer.headers.get("Retry-After")
    return min(max(1, int(header)), _LONGEST) if header and header.isdecimal() else 1
