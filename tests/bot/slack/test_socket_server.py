"""The Socket Mode connection, over loopback, with a Slack that disconnects, hangs and cuts."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from slack_bolt.async_app import AsyncApp
from structlog.testing import capture_logs

from bot.commands.supervision import Wishes, run_parts
from bot.logs import configure_logs
from bot.settings import LogFormat
from bot.slack.app import open_client
from bot.slack.socket import Limits, Socket, SocketLostError, open_socket
from tests.fakes.payloads import mention
from tests.fakes.socket_mode import FakeSocketMode
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import timedelta

pytestmark = pytest.mark.integration

# As in service, a hundred times as fast.
LIMITS = Limits(check=0.15, failures=2, closing=0.15, opening=2.0, healing=3.0, pause=0.01, longest_pause=0.3)
PING = 0.1


@dataclass
class Stage:
    """A Slack, an app that writes down what it hears, and the socket between."""

    slack: FakeSocketMode
    socket: Socket
    heard: list[str]
    watching: asyncio.Task[None]

    async def hears_once(self, text: str) -> None:
        """Check that what Slack says now is heard by one handler, and acknowledged."""
        before = len(self.slack.acknowledged)
        await self.slack.deliver(mention(text, "1.0")[0])

        async def acknowledged() -> bool:
            return len(self.slack.acknowledged) > before

        await until(acknowledged)
        # A second message gives a second handler its turn.
        await self.slack.deliver(mention("end", "2.0")[0])

        async def again() -> bool:
            return "<@URELAIS> end" in self.heard

        await until(again)
        assert self.heard == [f"<@URELAIS> {text}", "<@URELAIS> end"]

    async def is_opened_anew(self, opened: int = 2) -> None:
        """Wait until one connection stands, which is not the first."""

        async def stands() -> bool:
            found = self.slack.opened >= opened and len(self.slack.connections) == 1
            return found and await self.socket.is_connected()

        await until(stands)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSocketMode]:
    """A Slack that nobody is connected to."""
    fake = FakeSocketMode()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def stage(slack: FakeSocketMode) -> AsyncIterator[Stage]:
    """An open connection, with its watchdog."""
    async with staged(slack) as opened:
        yield opened


@asynccontextmanager
async def staged(slack: FakeSocketMode) -> AsyncIterator[Stage]:
    """Open a connection, with its watchdog."""
    app, heard = AsyncApp(client=open_client("xoxb-1", slack.url)), []

    @app.event("app_mention")
    async def hear(event: dict[str, str]) -> None:
        heard.append(event["text"])

    socket = open_socket(app, "xapp-1", limits=LIMITS, ping=PING)
    await socket.open()
    watching = asyncio.create_task(socket.watch())
    yield Stage(slack, socket, heard, watching)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await socket.close()


async def test_what_slack_says_is_heard_and_acknowledged(stage: Stage) -> None:
    """The plain way."""
    await stage.hears_once("hello")
    assert stage.slack.opened == 1


async def test_what_bolt_cannot_read_is_acknowledged(stage: Stage) -> None:
    """Else Slack would deliver it again; what follows is heard as ever."""
    with capture_logs() as logs:
        await stage.slack.deliver({**mention("x", "1.0")[0], "user": 0})

        async def acknowledged() -> bool:
            return bool(stage.slack.acknowledged)

        await until(acknowledged)
    assert [line["event"] for line in logs] == ["payload_malformed"]
    await stage.hears_once("after")


async def test_what_people_write_is_not_logged(
    slack: FakeSocketMode, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even at the level debug, at which Slack's client logs every message."""
    configure_logs("debug", LogFormat.JSON)
    try:
        async with staged(slack) as stage:
            await stage.hears_once("a secret")
    finally:
        configure_logs("info", LogFormat.JSON)
    assert "secret" not in capsys.readouterr().err


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets", "link_disabled"])
async def test_a_connection_that_slack_ends_is_opened_anew(stage: Stage, reason: str) -> None:
    """Whatever its reason; one handler hears afterwards."""
    await stage.slack.disconnect(reason)
    await stage.is_opened_anew()
    await stage.hears_once("after")


async def test_a_connection_that_is_reset_is_opened_anew(stage: Stage) -> None:
    """As when a network breaks."""
    stage.slack.cut()
    await stage.is_opened_anew()
    await stage.hears_once("after")


async def test_a_connection_that_hangs_is_abandoned_and_opened_anew(stage: Stage) -> None:
    """Slack answers nothing, not even a close: nobody waits for it, and it is cut."""
    stage.slack.hangs = True

    async def silent() -> bool:
        return not await stage.socket.is_connected()

    await until(silent)
    stage.slack.hangs = False
    await stage.is_opened_anew()
    await stage.hears_once("after")


async def test_a_link_that_is_disabled_for_good_ends_the_watch(stage: Stage) -> None:
    """Slack gives no new address: after the time to heal the supervisor's exit code says so."""
    stage.slack.refusal = "internal_error"
    await stage.slack.disconnect("link_disabled")
    stage.slack.cut()
    with pytest.raises(SocketLostError):
        await asyncio.wait_for(asyncio.shield(stage.watching), 30)
    assert stage.slack.connections == []


async def test_a_revoked_token_ends_relais_with_an_exit_code(stage: Stage) -> None:
    """The watchdog's end is everybody's, and no exception but its class is logged."""

    class Idle:
        async def run(self) -> None:
            await asyncio.Event().wait()

        async def stop(self, within: timedelta) -> None:
            del within

    stage.watching.cancel()
    stage.slack.refusal = "token_revoked"
    stage.slack.cut()
    with capture_logs() as logs:
        async with asyncio.timeout(30):
            parts = {"socket": stage.socket.watch}
            code = await run_parts(parts, Idle(), stage.socket.close, Wishes(), lambda: None)
    assert code == 1
    ended = [line for line in logs if line["event"] == "part_ended"]
    assert [(line["part"], line["error"]) for line in ended] == [("socket", "SocketLostError")]


async def test_more_connections_than_expected_are_told(slack: FakeSocketMode) -> None:
    """As Slack counts them in its greeting."""
    slack.counted = 3
    socket = open_socket(AsyncApp(client=open_client("xoxb-1", slack.url)), "xapp-1", 2, LIMITS, ping=PING)
    with capture_logs() as logs:
        await socket.open()

        async def told() -> bool:
            return bool(logs)

        await until(told)
        await socket.close()
    assert [(line["event"], line["counted"], line["expected"]) for line in logs] == [
        ("socket_connections", 3, 2)
    ]


async def test_closing_hears_nothing_more_and_leaves_nothing_open(stage: Stage) -> None:
    """As when Relais stops."""
    stage.watching.cancel()
    await stage.socket.close(2.0)

    async def gone() -> bool:
        return stage.slack.connections == []

    await until(gone)
    assert not await stage.socket.is_connected()
    assert stage.slack.opened == 1
