"""The bot's own HTTP port: ``GET /health``, and ``POST /slack/events`` where Slack calls by HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncApp


async def serve(
    host: str, port: int, checks: Mapping[str, Callable[[], Awaitable[bool]]], app: AsyncApp | None
) -> web.AppRunner:
    """Start serving; `checks` names each part and how to ask whether it answers.

    Raises:
        OSError: the port is taken.
    """

    async def health(_: web.Request) -> web.Response:
        parts = {name: await check() for name, check in checks.items()}
        return web.json_response(
            {"ok": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503
        )

    site = web.Application()
    site.router.add_get("/health", health)
    if app is not None:
        bolt = app

        async def events(request: web.Request) -> web.Response:
            return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

        site.router.add_post("/slack/events", events)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
