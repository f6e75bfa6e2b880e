"""The bot's HTTP server: pages about its health, and the POST handlers of a surface."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.health import Report

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# How long a request that is being answered may still take when the server closes.
_CLOSING_SECONDS = 2.0


class WebServer:
    """Serves `reports` by GET, and `posts` by POST unless it refuses them."""

    def __init__(
        self, reports: Mapping[str, Callable[[], Report]], posts: Mapping[str, Handler] | None = None
    ) -> None:
        self._refuses = False
        self._server: asyncio.Server | None = None
        self._reports = dict(reports)
        self._posts = dict(posts or {})
        # What is served changes while it runs, and aiohttp's own routes may not.
        site = web.Application()
        site.router.add_get("/{page}", self._report)
        site.router.add_post("/{path:.+}", self._hear)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=_CLOSING_SECONDS)

    async def start(self, host: str, port: int) -> int:
        """Listen, and return the port, which the system chooses where `port` is 0.

        Raises:
            OSError: the port is taken.
        """
        await self._runner.setup()
        loop, protocol = asyncio.get_running_loop(), self._runner.server
        if protocol is None:
            raise RuntimeError("the runner was not set up")
        self._server = await loop.create_server(protocol, host, port, reuse_address=True)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    def serve(
        self, reports: Mapping[str, Callable[[], Report]], posts: Mapping[str, Handler] | None = None
    ) -> None:
        """Serve these in place of what was served, and refuse nothing from now on."""
        self._reports, self._posts, self._refuses = dict(reports), dict(posts or {}), False

    def refuse(self) -> None:
        """Answer every POST with 503 from now on, so that its sender tries again later."""
        self._refuses = True

    async def ended(self) -> None:
        """Wait until nobody listens any more."""
        if self._server is not None:
            await self._server.wait_closed()

    async def close(self) -> None:
        """Stop listening, and end what is being answered."""
        if self._server is not None:
            self._server.close()
        await self._runner.cleanup()

    async def _report(self, request: web.Request) -> web.Response:
        report = self._reports.get(request.path)
        if report is None:
            raise web.HTTPNotFound
        found = report()
        body: dict[str, Any] = {"ok": found.ok, **found.facts}
        headers = {"Age": str(math.ceil(found.age)), "Cache-Control": "no-store"}
        return web.json_response(body, status=200 if found.ok else 503, headers=headers)

    async def _hear(self, request: web.Request) -> web.StreamResponse:
        if self._refuses:
            return web.Response(status=503)
        handler = self._posts.get(request.path)
        if handler is None:
            raise web.HTTPNotFound
        return await handler(request)
