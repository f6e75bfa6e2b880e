"""The bot's own HTTP server, over loopback."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from bot.commands.health import health
from bot.health import Report
from bot.healthcheck import main as healthcheck
from bot.local.process import free_port
from bot.settings import Settings
from bot.web import WebServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.integration


async def heard(_: web.Request) -> web.Response:
    """Hear."""
    return web.Response(text="heard")


@asynccontextmanager
async def serving(report: Report) -> AsyncIterator[tuple[WebServer, int]]:
    """Serve one report and one handler; yield the port as well."""
    server = WebServer({"/livez": lambda: report}, {"/slack/events": heard})
    port = await server.start("127.0.0.1", 0)
    try:
        yield server, port
    finally:
        await server.close()


async def test_a_report_is_a_page_with_its_age() -> None:
    """200 with the facts as JSON, for no cache to keep."""
    async with serving(Report(ok=True, facts={"rasa": False}, age=1.2)) as (_, port):
        url = f"http://127.0.0.1:{port}/livez"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert response.status == 200
            assert (response.headers["Age"], response.headers["Cache-Control"]) == ("2", "no-store")
            assert await response.json() == {"ok": True, "rasa": False}


async def test_a_bad_report_is_a_503() -> None:
    """As supervisors and balancers read it."""
    async with serving(Report(ok=False, facts={})) as (_, port):
        url = f"http://127.0.0.1:{port}/livez"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert (response.status, await response.json()) == (503, {"ok": False})


async def test_a_server_that_refuses_still_reports() -> None:
    """What Slack posts gets a 503, so that it comes again; the pages go on."""
    async with serving(Report(ok=True, facts={})) as (server, port):
        url = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession() as session:
            async with session.post(f"{url}/slack/events") as response:
                assert (response.status, await response.text()) == (200, "heard")
            server.refuse()
            async with session.post(f"{url}/slack/events") as response:
                assert response.status == 503
            async with session.get(f"{url}/livez") as response:
                assert response.status == 200


async def test_the_end_of_the_server_is_seen() -> None:
    """Whoever awaits it is told, and not before."""
    async with serving(Report(ok=True, facts={})) as (server, _):
        ended = asyncio.create_task(server.ended())
        await asyncio.sleep(0)
        assert not ended.done()
        await server.close()
        await asyncio.wait_for(ended, 5)


async def test_the_check_of_the_container_reads_the_page() -> None:
    """0 when it says yes, 1 when it says no or nobody answers."""
    async with serving(Report(ok=True, facts={})) as (_, port):
        assert await asyncio.to_thread(healthcheck, port=port) == 0
    async with serving(Report(ok=False, facts={})) as (_, port):
        assert await asyncio.to_thread(healthcheck, port=port) == 1
    assert await asyncio.to_thread(healthcheck, port=port) == 1


@pytest.mark.parametrize("ok", [True, False])
async def test_the_health_command_prints_what_the_page_says(
    capsys: pytest.CaptureFixture[str],
    ok: bool,  # noqa: FBT001  pytest's own
) -> None:
    """A person reads which part does not answer; the exit code alone does not tell."""
    server = WebServer({"/health": lambda: Report(ok=ok, facts={"rasa": ok})}, {})
    port = await server.start("127.0.0.1", 0)
    try:
        assert await health(Settings(_env_file=None, relais_http_port=port)) == (0 if ok else 1)
    finally:
        await server.close()
    assert json.loads(capsys.readouterr().out) == {"ok": ok, "rasa": ok}


async def test_the_health_command_says_that_nothing_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing runs at the port."""
    port = free_port()
    assert await health(Settings(_env_file=None, relais_http_port=port)) == 1
    assert capsys.readouterr().out == f"Relais does not answer at http://127.0.0.1:{port}/health.\n"
