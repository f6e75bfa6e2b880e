"""Signed requests over HTTP: what cannot be read is a 400, what we fail to do a 500."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot.slack.app import http_handler, open_app, open_client
from bot.slack.malformed import reading
from bot.web import WebServer
from tests.fakes.payloads import event, listened, submission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp

    from tests.fakes.slack import FakeSlack

    Post = Callable[..., Awaitable[int]]

SECRET = "signs"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
VIEW = {"id": "V1", "type": "modal", "blocks": [], "state": {"values": {}}, "private_metadata": "{}"}


@dataclass
class Clumsy:
    """Listeners that cannot read, or cannot do, what they are asked; one after it is `answered`."""

    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def register(self, app: AsyncApp) -> None:
        """Register a form for each fault."""

        async def misread() -> None:
            with reading():
                raise KeyError("number")

        async def fail() -> None:
            raise KeyError("number")

        async def misread_late(ack: AsyncAck) -> None:
            await ack()
            await self.answered.wait()
            await misread()

        for listener in (misread, fail, misread_late):
            app.view(listener.__name__)(listener)


@pytest.fixture
async def clumsy() -> Clumsy:
    """The listeners."""
    return Clumsy()


@pytest.fixture
async def post(slack: FakeSlack, clumsy: Clumsy) -> AsyncIterator[Post]:
    """Posts a body as Slack does; returns the status."""
    app = open_app(open_client("xoxb-1", slack.url), clumsy, SECRET)  # type: ignore[arg-type]  # a fake
    server = WebServer({}, {"/slack/events": http_handler(app)})
    port = await server.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:

        async def send(body: str | bytes, content: str = JSON, secret: str = SECRET) -> int:
            headers = {"Content-Type": content, "X-Slack-Request-Timestamp": "", "X-Slack-Signature": ""}
            if isinstance(body, str):
                verifier = SignatureVerifier(secret)
                now = str(int(verifier.clock.now()))
                signature = verifier.generate_signature(timestamp=now, body=body) or ""
                headers |= {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature}
            url = f"http://127.0.0.1:{port}/slack/events"
            async with session.post(url, data=body, headers=headers) as response:
                return response.status

        yield send
    await server.close()


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("[" * 20_000, JSON),
        ("[" * 20_000 + "]" * 20_000, JSON),
        ("[]", JSON),
        ("5", JSON),
        ("null", JSON),
        ('{"event": {"text": "', JSON),
        ("payload=", FORM),
        ("payload={", FORM),
        (json.dumps({**event(), "user": 0}), JSON),
        (json.dumps({**event(), "event": False}), JSON),
        (json.dumps(event(ts=None)), JSON),
        (b"\xff\xfe", JSON),
        ("{}", JSON + "; charset=nobody-knows"),
    ],
)
async def test_what_cannot_be_read_is_a_400(post: Post, body: str | bytes, content: str) -> None:
    """Nothing of it is logged but what could not read it."""
    with capture_logs() as logs:
        assert await post(body, content) == 400
    assert [sorted(line) for line in logs] == [["event", "log_level", "reason"]]


async def test_what_is_signed_by_another_is_refused_as_before(post: Post) -> None:
    """Its signature is looked at before its shape."""
    assert await post(json.dumps(event(ts=None)), secret="another") == 401


def sent(listener: str) -> str:
    """Return the body of a form."""
    return urlencode({"payload": json.dumps(submission({**VIEW, "callback_id": listener}))})


@pytest.mark.parametrize(
    ("listener", "status", "event"), [("misread", 400, "payload_malformed"), ("fail", 500, "listener_failed")]
)
async def test_a_fault_in_reading_is_no_fault_in_doing(
    post: Post, listener: str, status: int, event: str
) -> None:
    """Slack delivers again what failed, and not what cannot be read."""
    with capture_logs() as logs:
        assert await post(sent(listener), FORM) == status
    assert [line["event"] for line in logs] == [event]


async def test_what_cannot_be_read_after_the_answer_is_logged(post: Post, clumsy: Clumsy) -> None:
    """Slack takes no second answer."""
    with capture_logs() as logs:
        assert await post(sent("misread_late"), FORM) == 200
        clumsy.answered.set()
        await listened()
    assert [line["event"] for line in logs] == ["payload_malformed"]
