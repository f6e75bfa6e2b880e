"""The Socket Mode connection, and the watchdog that opens it anew where Slack's client does not."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.socket_handler import SocketHandler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.aiohttp import SocketModeClient

log = structlog.get_logger()

# What `apps.connections.open` refuses for good: asking again changes nothing.
_HOPELESS = frozenset({
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
})  # fmt: skip


class SocketLostError(Exception):
    """There is no connection, and this process cannot have one; the message says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient the watchdog is, in seconds.

    It looks each `check`; after `failures` looks in a row that found no connection it closes the connection
    within `closing` and opens another, each attempt within `opening`, and gives up after `healing`. `pause`
    is the wait after the first failed attempt; it doubles up to `longest_pause`.
    """

    check: float = 15.0
    failures: int = 2
    closing: float = 15.0
    opening: float = 45.0
    healing: float = 300.0
    pause: float = 1.0
    longest_pause: float = 30.0


class Socket:
    """At most one Socket Mode connection that hears anything, made again where it fell silent.

    Slack's client reconnects by itself in most cases. It does not where its address has run out, or where
    closing the old connection hangs.
    """

    def __init__(
        self,
        make: Callable[[], SocketModeClient],
        connections: int = 1,
        limits: Limits | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._make = make
        self._connections = connections
        self._limits = limits or Limits()
        self._now = now
        self._sleep = sleep
        self._client: SocketModeClient | None = None
        # Referred to, so that the garbage collector does not end them before they end.
        self._abandoned: set[asyncio.Task[None]] = set()

    async def is_connected(self) -> bool:
        """Tell whether Slack can reach us."""
        return self._client is not None and bool(await self._client.is_connected())

    async def open(self) -> None:
        """Connect, trying again with growing pauses.

        Raises:
            SocketLostError: Slack refuses the app token, or there was no connection within `healing`.
        """
        deadline, pause = self._now() + self._limits.healing, self._limits.pause
        while not await self._attempt():
            if self._now() + pause > deadline:
                minutes = self._limits.healing / 60
                raise SocketLostError(f"Slack could not be reached by Socket Mode for {minutes:.0f} minutes.")
            await self._sleep(pause)
            pause = min(2 * pause, self._limits.longest_pause)

    async def watch(self) -> None:
        """Look whether the connection stands, and open it anew where it does not; runs until cancelled.

        Raises:
            SocketLostError: it cannot be opened anew.
        """
        failures = 0
        while True:
            await self._sleep(self._limits.check)
            if await self.is_connected():
                failures = 0
                continue
            failures += 1
            log.warning("socket_silent", checks=failures)
            if failures >= self._limits.failures:
                await self.close()
                await self.open()
                failures = 0
                log.info("socket_opened_anew")

    async def close(self, within: float | None = None) -> None:
        """Stop hearing at once, then close within a bound; a connection that cannot be closed is cut."""
        client, self._client = self._client, None
        if client is None:
            return
        _deafen(client)
        limit = self._limits.closing if within is None else within
        try:
            closing = client.close()  # type: ignore[no-untyped-call]  # Slack leaves it untyped
            if not await self._within(closing, limit):
                log.warning("socket_close_abandoned", seconds=limit)
        except Exception as error:  # noqa: BLE001  it is cut next, whatever it says
            log.warning("socket_close_failed", error=type(error).__name__)
        finally:
            await self._cut(client)

    async def _attempt(self) -> bool:
        """Tell whether a new connection stands; what does not stand is closed."""
        self._client = client = self._make()
        client.message_listeners.append(self._hear)
        try:
            if await self._within(_connect(client), self._limits.opening) and await client.is_connected():
                return True
            log.warning("socket_not_opened", error="timeout")
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if reason in _HOPELESS:
                await self.close()
                raise SocketLostError(f"Slack refuses the app token: {reason}.") from error
            log.warning("socket_not_opened", error=reason)
        except Exception as error:  # noqa: BLE001  whatever keeps it from opening, it is tried again
            log.warning("socket_not_opened", error=type(error).__name__)
        await self.close()
        return False

    async def _hear(self, _: object, message: dict[str, Any], __: str | None = None) -> None:
        """Warn where Slack's greeting counts more connections than there should be.

        Slack gives each event to one of them, so a forgotten process takes events away from this one.
        """
        counted = message.get("num_connections") if message.get("type") == "hello" else None
        if isinstance(counted, int) and counted > self._connections:
            log.warning("socket_connections", counted=counted, expected=self._connections)

    async def _within(self, work: Awaitable[None], seconds: float) -> bool:
        """Tell whether `work` ended in time; else it is cancelled, and not waited for."""
        task = asyncio.ensure_future(work)
        self._abandoned.add(task)
        task.add_done_callback(self._forget)
        try:
            await asyncio.wait({task}, timeout=seconds)
        finally:
            ended = task.done()
            task.cancel()
        if ended:
            task.result()
        return ended

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._abandoned.discard(task)
        if not task.cancelled():
            task.exception()  # seen, so that asyncio does not log it

    async def _cut(self, client: SocketModeClient) -> None:
        """End what closing has left: the tasks of the client, and its connection to Slack."""
        for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
            if task is not None:
                task.cancel()
        connector = client.aiohttp_client_session.connector
        if connector is not None:
            with suppress(Exception):
                await self._within(connector.close(), 1.0)


def open_socket(
    app: AsyncApp,
    app_token: str,
    connections: int = 1,
    limits: Limits | None = None,
    *,
    ping: float = 10.0,
) -> Socket:
    """Return the Socket Mode connection of `app`; `Socket.open` opens it.

    `connections` is how many this Slack app should have, all its processes together. `ping` is how often, in
    seconds, the client asks whether Slack is there.
    """

    def make() -> SocketModeClient:
        # Not the app's logger: the client's own lines hold what people write, at the level debug.
        quiet = logging.getLogger("slack_sdk.socket_mode")
        return SocketHandler(app, app_token, logger=quiet, ping_interval=ping).client

    return Socket(make, connections, limits)


async def _connect(client: SocketModeClient) -> None:
    # Asked here, since `connect` alone would hide a refusal and ask again for ever.
    client.wss_uri = await client.issue_new_wss_url()
    await client.connect()  # type: ignore[no-untyped-call]  # Slack leaves it untyped


def _deafen(client: SocketModeClient) -> None:
    """Let the client hear and reopen nothing more, so that a second one can be opened beside it."""
    client.closed = True
    client.auto_reconnect_enabled = False
    client.message_listeners.clear()
    client.socket_mode_request_listeners.clear()
