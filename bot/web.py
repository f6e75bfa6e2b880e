"""The bot's HTTP server: ``GET /health``, and the POST handlers of a surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Handler = Callable[[web.Request], Awaitable[web.Response]]


async def serve(
    host: str,
    port: int,
    checks: Mapping[str, Callable[[], Awaitable[bool]]],
    posts: Mapping[str, Handler] | None = None,
) -> web.AppRunner:
    """Start serving; `checks` tell whether each part answers, `posts` are POST handlers by path.

    Raises:
        OSError: the port is taken.
    """

    async def health(_: web.Request) -> web.Response:
        parts = {name: await check() for name, check in checks.items()}
        healthy = all(parts.values())
        return web.json_response({"ok": healthy, **parts}, status=200 if healthy else 503)

    site = web.Application()
    site.router.add_get("/health", health)
    for path, handler in (posts or {}).items():
        site.router.add_post(path, handler)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
