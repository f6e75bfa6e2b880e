"""The watchdog of the Socket Mode connection, on a client and a clock that do as a test says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from bot.slack.socket import Limits, Socket, SocketLostError

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.socket_mode.aiohttp import SocketModeClient

# What hangs in these tests hangs for ever, so that a short bound suffices; the watchdog's looks take no time.
LIMITS = Limits(closing=0.01, opening=0.01)


class Connector:
    """The pool of connections under a client."""

    closed = False

    async def close(self) -> None:
        """Cut."""
        self.closed = True


@dataclass
class Session:
    """What holds the pool."""

    connector: Connector = field(default_factory=Connector)


class FakeClient:
    """Slack's client, as far as the watchdog sees it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.message_listeners: list[Any] = []
        self.socket_mode_request_listeners: list[Any] = ["bolt"]
        self.aiohttp_client_session = Session()
        self.message_processor = asyncio.get_running_loop().create_future()
        self.current_session_monitor = asyncio.get_running_loop().create_future()
        self.message_receiver = None
        self.auto_reconnect_enabled = True
        self.closed = False
        self.connected = False
        self.wss_uri: str | None = None

    async def issue_new_wss_url(self) -> str:
        """Ask for an address."""
        await self.workspace.answer()
        return "wss://example"

    async def connect(self) -> None:
        """Connect."""
        assert self.wss_uri == "wss://example"
        self.connected = True
        assert len([client for client in self.workspace.clients if client.hears]) == 1

    async def is_connected(self) -> bool:
        """Tell whether the connection stands."""
        return self.connected and not self.closed

    async def close(self) -> None:
        """Close, unless the workspace hangs."""
        await self.workspace.on_close()

    @property
    def hears(self) -> bool:
        """Tell whether an event that comes in would be handled."""
        return bool(self.socket_mode_request_listeners) and not self.closed

    @property
    def cut(self) -> bool:
        """Tell whether nothing of it is left."""
        return self.aiohttp_client_session.connector.closed and self.message_processor.cancelled()


async def fine() -> None:
    """Do as asked."""


def refusal(reason: str) -> SlackApiError:
    """Return what Slack's client raises."""
    return SlackApiError("no", {"ok": False, "error": reason})  # type: ignore[no-untyped-call]


async def hang() -> None:
    """Never end."""
    await asyncio.Event().wait()


@dataclass
class Workspace:
    """What happens at the other end, and the time, which passes while somebody sleeps."""

    answer: Any = fine
    on_close: Any = fine
    seconds: float = 0.0
    clients: list[FakeClient] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    script: list[Callable[[], None]] = field(default_factory=list)
    played: asyncio.Event = field(default_factory=asyncio.Event)

    def make(self) -> SocketModeClient:
        """Return a new client."""
        self.clients.append(FakeClient(self))
        return cast("SocketModeClient", self.clients[-1])

    async def sleep(self, seconds: float) -> None:
        """Let time pass; what the script says next happens before the sleeper wakes."""
        self.seconds += seconds
        self.looks.append(seconds)
        if not self.script:
            self.played.set()
            await hang()
        self.script.pop(0)()

    def socket(self, connections: int = 1) -> Socket:
        """Return the socket."""
        return Socket(self.make, connections, LIMITS, now=lambda: self.seconds, sleep=self.sleep)

    def breaks(self) -> None:
        """Break the connection."""
        self.clients[-1].connected = False

    def mends(self) -> None:
        """Let the client reconnect by itself."""
        self.clients[-1].connected = True

    def rests(self) -> None:
        """Let nothing happen."""


async def watched(workspace: Workspace, *script: Callable[[], None]) -> Socket:
    """Watch an open connection until the script has been played, and the watchdog is at rest again."""
    socket = workspace.socket()
    await socket.open()
    workspace.script = list(script)
    watching = asyncio.create_task(socket.watch())
    async with asyncio.timeout(5):
        await workspace.played.wait()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return socket


async def test_a_connection_that_stands_is_left_alone() -> None:
    """Looked at each quarter of a minute, nothing more."""
    workspace = Workspace()
    await watched(workspace, workspace.rests, workspace.rests, workspace.rests)
    assert len(workspace.clients) == 1
    assert set(workspace.looks) == {15}


async def test_a_client_that_reconnects_by_itself_is_left_alone() -> None:
    """One look that finds no connection is no reason to open another."""
    workspace = Workspace()
    script = (workspace.breaks, workspace.mends, workspace.breaks, workspace.mends)
    socket = await watched(workspace, *script)
    assert len(workspace.clients) == 1
    assert await socket.is_connected()


async def test_a_silent_connection_is_closed_and_opened_anew() -> None:
    """After two looks that found none; the old client is deaf and cut before the new one hears."""
    workspace = Workspace()
    with capture_logs() as logs:
        socket = await watched(workspace, workspace.breaks, workspace.rests)
    old, new = workspace.clients
    assert (old.hears, old.cut, new.hears) == (False, True, True)
    assert await socket.is_connected()
    assert [line["event"] for line in logs] == ["socket_silent", "socket_silent", "socket_opened_anew"]


async def test_a_close_that_hangs_is_abandoned() -> None:
    """The old client hears nothing more, its connection is cut, and a new one is opened."""
    workspace = Workspace(on_close=hang)
    with capture_logs() as logs:
        await watched(workspace, workspace.breaks, workspace.rests)
    old, new = workspace.clients
    assert (old.hears, old.auto_reconnect_enabled, old.cut, new.hears) == (False, False, True, True)
    assert "socket_close_abandoned" in {line["event"] for line in logs}


async def test_a_close_that_even_ignores_its_end_is_abandoned() -> None:
    """Nobody waits for it."""
    ended, release = asyncio.Event(), asyncio.Event()

    async def stubborn() -> None:
        try:
            await hang()
        finally:
            await release.wait()
            ended.set()

    workspace = Workspace(on_close=stubborn)
    await watched(workspace, workspace.breaks, workspace.rests)
    assert len(workspace.clients) == 2
    assert not ended.is_set()
    release.set()
    await ended.wait()


async def test_a_close_that_fails_changes_nothing() -> None:
    """What was closed is cut all the same."""

    async def fail() -> None:
        raise ConnectionResetError

    workspace = Workspace(on_close=fail)
    await watched(workspace, workspace.breaks, workspace.rests)
    assert workspace.clients[0].cut
    assert workspace.clients[1].hears


@pytest.mark.parametrize("fault", ["refused", "reset", "hangs"])
async def test_an_opening_is_tried_again_with_growing_pauses_then_given_up(fault: str) -> None:
    """Five minutes without a connection are for the supervisor; nothing is left open meanwhile."""

    async def answer() -> None:
        if fault == "hangs":
            await hang()
        if fault == "reset":
            raise ConnectionResetError
        raise refusal("internal_error")

    workspace = Workspace(answer=answer, script=[lambda: None] * 50)
    with pytest.raises(SocketLostError, match="5 minutes"):
        await workspace.socket().open()
    assert workspace.looks[:7] == [1, 2, 4, 8, 16, 30, 30]
    assert 240 < workspace.seconds <= 300
    assert all(client.cut and not client.hears for client in workspace.clients)


@pytest.mark.parametrize("reason", ["invalid_auth", "token_revoked", "missing_scope"])
async def test_a_refused_token_is_given_up_at_once(reason: str) -> None:
    """Asking again changes nothing; the reason is said."""

    async def answer() -> None:
        raise refusal(reason)

    workspace = Workspace(answer=answer)
    with pytest.raises(SocketLostError, match=reason):
        await workspace.socket().open()
    assert len(workspace.clients) == 1
    assert workspace.looks == []


async def test_what_cannot_be_healed_ends_the_watch() -> None:
    """For the supervisor to see."""
    workspace = Workspace()
    socket = workspace.socket()
    await socket.open()

    async def refuse() -> None:
        raise refusal("internal_error")

    workspace.answer = refuse
    workspace.script = [workspace.breaks, *[workspace.rests] * 50]
    with pytest.raises(SocketLostError):
        await socket.watch()
    assert not await socket.is_connected()
    assert workspace.seconds <= 2 * 15 + 300


async def test_closing_is_bounded_and_hears_nothing_more() -> None:
    """When Relais stops; a second close finds nothing to do."""
    workspace = Workspace(on_close=hang)
    socket = workspace.socket()
    await socket.open()
    await socket.close(0.01)
    await socket.close()
    assert not workspace.clients[0].hears
    assert not await socket.is_connected()


@pytest.mark.parametrize(
    ("greeting", "expected", "warned"),
    [
        ({"type": "hello", "num_connections": 2}, 1, ["socket_connections"]),
        ({"type": "hello", "num_connections": 2}, 2, []),
        ({"type": "hello", "num_connections": 1}, 1, []),
        ({"type": "hello"}, 1, []),
        ({"type": "hello", "num_connections": "many"}, 1, []),
        ({"type": "events_api", "num_connections": 9}, 1, []),
    ],
)
async def test_more_connections_than_expected_are_warned_of(
    greeting: dict[str, Any], expected: int, warned: list[str]
) -> None:
    """A forgotten process takes events away; what Slack counts is told beside what was expected."""
    workspace = Workspace()
    await workspace.socket(expected).open()
    client = workspace.clients[0]
    with capture_logs() as logs:
        for listener in client.message_listeners:
            await listener(client, greeting, "{}")
    assert [line["event"] for line in logs] == warned
    assert all((line["counted"], line["expected"]) == (2, expected) for line in logs)
