"""Parts that are away while Relais starts, or end while it stops: it starts, heals, and ends in time."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from bot.commands.deadline import STOP_SECONDS
from bot.local.process import Child, free_port
from bot.local.redis import start_redis
from tests.e2e.relais import Relais, started
from tests.e2e.test_http import QUESTION, SECRET, SlowSlack, post, status
from tests.fakes.payloads import event
from tests.fakes.socket_mode import FakeSocketMode
from tests.fakes.words import says
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CHALLENGE = {"type": "url_verification", "challenge": "c"}
NO_RASA = {"RASA_URL": "http://127.0.0.1:1"}
AWAY = (503, {"ok": False, "error": "service_unavailable"})


@pytest.fixture
async def redis_child(tmp_path: Path) -> AsyncIterator[tuple[Child, str]]:
    """A Redis of the test's own, and its address."""
    child, url = await start_redis(tmp_path / "redis", tmp_path / "redis.log")
    yield child, url
    if child.is_running:
        os.kill(child.pid, signal.SIGKILL)


@pytest.fixture
async def slow() -> AsyncIterator[SlowSlack]:
    """A Slack that lets posts through."""
    slack = SlowSlack()
    slack.released.set()
    await slack.start()
    yield slack
    slack.released.set()
    await slack.stop()


@asynccontextmanager
async def rasa_at(port: int) -> AsyncIterator[None]:
    """Serve an understanding to which everything is one question."""

    async def loaded(_: web.Request) -> web.Response:
        return web.json_response({"model_file": "model"})

    async def parse(request: web.Request) -> web.Response:
        ranking = [{"name": "outsource_decision", "confidence": 0.99}]
        text = (await request.json())["text"]
        return web.json_response({"text": text, "intent_ranking": ranking, "entities": []})

    app = web.Application()
    app.router.add_get("/status", loaded)
    app.router.add_post("/model/parse", parse)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield
    await runner.cleanup()


@asynccontextmanager
async def running(folder: Path, environment: dict[str, str], *, ready: bool = True) -> AsyncIterator[Relais]:
    """Run Relais beside the loop, in which its Slack answers."""
    manager = started(folder, ready=ready, SLACK_BOT_TOKEN="xoxb-1", RASA_TOKEN="t", **environment)
    relais = await asyncio.to_thread(manager.__enter__)
    try:
        yield relais
    finally:
        await asyncio.to_thread(manager.__exit__, None, None, None)


async def until_status(relais: Relais, page: str, expected: int) -> None:
    """Wait until a page answers with this status."""

    async def answers() -> bool:
        try:
            return await status(relais, page) == expected
        except aiohttp.ClientError:
            return False

    await until(answers, 60)


async def until_logged(relais: Relais, line: str) -> None:
    """Wait until the log holds a line."""

    async def is_logged() -> bool:
        return line in relais.log.read_text("utf-8")

    await until(is_logged, 30)


async def asked(relais: Relais, slack: SlowSlack, ts: str) -> dict[str, str]:
    """Ask the question and return the reply."""
    before = len(slack.made("chat.postMessage"))
    assert await post(relais, event(channel="D1", channel_type="im", text=QUESTION, ts=ts)) == 200

    async def is_answered() -> bool:
        return len(slack.made("chat.postMessage")) > before

    await until(is_answered, 20)
    reply: dict[str, str] = slack.made("chat.postMessage")[-1]
    return reply


async def test_it_starts_while_everything_is_away_and_heals(
    tmp_path: Path, slow: SlowSlack, redis_child: tuple[Child, str]
) -> None:
    """Redis and Slack are waited for, live but not ready; Rasa is not, and answers when it is back."""
    redis, url = redis_child
    await redis.stop()
    slow.broken["auth.test"] = AWAY
    rasa = free_port()
    environment = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slow.url, "REDIS_URL": url}
    environment["RASA_URL"] = address = f"http://127.0.0.1:{rasa}"
    async with running(tmp_path, environment, ready=False) as relais:
        await until_status(relais, "/livez", 200)
        await until_logged(relais, "redis_awaited")
        assert [await status(relais, page) for page in ("/livez", "/readyz", "/health")] == [200, 503, 503]
        assert await post(relais, CHALLENGE) == 503
        back = await Child.start(redis.command)
        try:
            await until_logged(relais, "auth_test_failed")
            assert [await status(relais, page) for page in ("/livez", "/readyz")] == [200, 503]
            assert await post(relais, CHALLENGE) == 503
            del slow.broken["auth.test"]
            await until_status(relais, "/readyz", 200)
            assert await status(relais, "/health") == 503
            assert f"No Rasa with a model answers at RASA_URL ({address})" in relais.log.read_text("utf-8")
            assert says(await asked(relais, slow, "1.0"), "unavailable")
            async with rasa_at(rasa):
                assert "Non, pas entièrement" in (await asked(relais, slow, "2.0"))["text"]
                await until_status(relais, "/health", 200)
            relais.process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(relais.process.wait, STOP_SECONDS + 5) == 0
            assert "Traceback" not in relais.log.read_text("utf-8")
        finally:
            await back.stop()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["Redis ends", "Redis hangs"])
async def test_it_stops_in_time_without_redis_while_it_works(
    tmp_path: Path, slow: SlowSlack, redis_child: tuple[Child, str], how: signal.Signals
) -> None:
    """By HTTP, with a reply on its way that Slack does not take."""
    redis, url = redis_child
    environment = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slow.url, "REDIS_URL": url, **NO_RASA}
    async with running(tmp_path, environment) as relais:
        slow.released.clear()
        assert await post(relais, event(channel="D1", channel_type="im", text=QUESTION, ts="1.0")) == 200
        await asyncio.wait_for(slow.asked.wait(), 20)
        os.kill(redis.pid, how)
        relais.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(relais.process.wait, STOP_SECONDS + 5)


async def test_it_stops_in_time_without_redis_in_socket_mode(
    tmp_path: Path, redis_child: tuple[Child, str]
) -> None:
    """The connection to Slack stands, and is closed."""
    redis, url = redis_child
    slack = FakeSocketMode()
    await slack.start()
    environment = {"SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": slack.url, "REDIS_URL": url, **NO_RASA}
    async with running(tmp_path, environment) as relais:
        os.kill(redis.pid, signal.SIGKILL)
        relais.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(relais.process.wait, STOP_SECONDS + 5)
        assert slack.connections == []
    await slack.stop()
