"""A Relais that Slack calls by HTTP, in a process of its own: it hears, is checked, and stops."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.slack.manifest import EVENTS_PATH
from tests.e2e.relais import Relais, started
from tests.fakes.payloads import event
from tests.fakes.slack import FakeSlack
from tests.fakes.socket_mode import FakeSocketMode
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiohttp import web

    from bot.settings import Backends

SECRET = "signs"
QUESTION = "faut-il confier nos réseaux sociaux à une agence ou les garder chez nous ?"


@dataclass
class SlowSlack(FakeSlack):
    """A Slack that keeps whoever posts waiting, while it is held."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def _answer(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "chat.postMessage":
            await request.read()  # the bot may be gone when it is answered
            self.asked.set()
            await self.released.wait()
        return await super()._answer(request)


@pytest.fixture
async def slow() -> AsyncIterator[SlowSlack]:
    """A Slack, on loopback."""
    fake = SlowSlack()
    await fake.start()
    yield fake
    fake.released.set()
    await fake.stop()


@asynccontextmanager
async def called_by_http(folder: Path, slack: SlowSlack, rasa: Backends) -> AsyncIterator[Relais]:
    """Start a Relais without an app token; the loop goes on, since Slack answers in it."""
    running = started(
        folder,
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=slack.url,
        RASA_URL=rasa.rasa_url,
        RASA_TOKEN=rasa.rasa_token,
    )
    relais = await asyncio.to_thread(running.__enter__)
    try:
        yield relais
    finally:
        await asyncio.to_thread(running.__exit__, None, None, None)


async def post(relais: Relais, body: dict[str, Any], secret: str = SECRET) -> int:
    """Post what Slack would, and return the status."""
    text, when = json.dumps(body), str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=when, body=text)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": when,
        "X-Slack-Signature": str(signature),
    }
    url = relais.health_url.replace("/health", EVENTS_PATH)
    async with aiohttp.ClientSession() as session, session.post(url, data=text, headers=headers) as response:
        return response.status


async def status(relais: Relais, page: str) -> int:
    """Return the status of a page."""
    url = relais.health_url.replace("/health", page)
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status


async def test_it_hears_is_checked_and_stops(tmp_path: Path, slow: SlowSlack, rasa: Backends) -> None:
    """Signed events are answered; a signal refuses new ones while what runs goes on; a second one ends it."""
    said = event(channel="D1", channel_type="im", text=QUESTION, ts="1.0")
    async with called_by_http(tmp_path, slow, rasa) as relais:
        challenge = {"type": "url_verification", "challenge": "c"}
        assert await post(relais, challenge) == 200
        assert await post(relais, challenge, secret="another") == 401
        pages = ("/livez", "/readyz", "/health")
        assert [await status(relais, page) for page in pages] == [200, 200, 200]
        assert await post(relais, said) == 200
        await asyncio.wait_for(slow.asked.wait(), 20)
        relais.process.send_signal(signal.SIGTERM)

        async def refuses() -> bool:
            return await post(relais, challenge) == 503

        await until(refuses)
        assert [await status(relais, page) for page in pages] == [200, 503, 200]
        assert relais.process.poll() is None
        relais.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(relais.process.wait, 15) == 0
        assert "Traceback" not in relais.log.read_text("utf-8")
    assert slow.made("chat.postMessage") == []


async def test_what_runs_is_finished_before_it_stops(tmp_path: Path, slow: SlowSlack, rasa: Backends) -> None:
    """An answer that was on its way when the signal came is given."""
    said = event(channel="D1", channel_type="im", text=QUESTION, ts="1.0")
    async with called_by_http(tmp_path, slow, rasa) as relais:
        assert await post(relais, said) == 200
        await asyncio.wait_for(slow.asked.wait(), 20)
        relais.process.send_signal(signal.SIGTERM)

        async def refuses() -> bool:
            return await status(relais, "/readyz") == 503

        await until(refuses)
        slow.released.set()
        assert await asyncio.to_thread(relais.process.wait, 15) == 0
    assert slow.made("chat.postMessage")


async def test_a_refused_app_token_is_one_clear_line(tmp_path: Path, rasa: Backends) -> None:
    """Asking Slack again would change nothing: the start fails, and says why."""
    slack = FakeSocketMode(refusal="invalid_auth")
    await slack.start()
    running = started(
        tmp_path,
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        SLACK_API_URL=slack.url,
        RASA_URL=rasa.rasa_url,
        RASA_TOKEN=rasa.rasa_token,
    )
    with pytest.raises(AssertionError, match="Slack refuses the app token: invalid_auth") as ended:
        await asyncio.to_thread(running.__enter__)
    assert "Traceback" not in str(ended.value)
    await slack.stop()
