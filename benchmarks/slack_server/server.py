"""Wires the workspace and serves it on loopback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import web

from benchmarks.slack_server.account import Account
from benchmarks.slack_server.api import Api
from benchmarks.slack_server.control import Control
from benchmarks.slack_server.deliveries import Deliveries
from benchmarks.slack_server.faults import Faults
from benchmarks.slack_server.sockets import Sockets
from benchmarks.slack_server.workspace import Workspace
from benchmarks.slack_server.writing import Writing

if TYPE_CHECKING:
    from benchmarks.slack_server.settings import SlackSettings

_LARGEST = 64 * 1024 * 1024


async def serve(settings: SlackSettings, port: int) -> web.AppRunner:
    """Start serving on loopback; `cleanup` ends it."""
    base = f"http://127.0.0.1:{port}"
    account, space, faults = Account(), Workspace(settings), Faults(settings)
    sockets = Sockets(settings, account)
    deliveries = Deliveries(settings, account, sockets)
    api = Api(settings, space, account, faults, Writing(space, account, base))
    control = Control(space, account, faults, sockets, deliveries, base)
    site = web.Application(client_max_size=_LARGEST)

    async def close(_: web.Application) -> None:
        await deliveries.close()

    site.on_cleanup.append(close)
    site.router.add_route("*", "/api/{method}", api.call)
    site.router.add_post("/upload/{id}", api.upload)
    site.router.add_post("/response/{id}", api.respond)
    site.router.add_get("/socket", sockets.serve)
    site.router.add_post("/_control/{what}", control.handle)
    # Bot processes that are killed in the middle of a request are the point of a run, and no news.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
