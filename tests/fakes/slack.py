"""A small Slack Web API that can be told to fail, for what `local-slack` cannot do (429, outages)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping

BOT_USER = "URELAIS"
TEAM = "T1"


@dataclass
class FakeSlack:
    """Records calls; `failures` are answered first, in order, to the methods that write."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failures: list[tuple[int, Mapping[str, str], dict[str, Any]]] = field(default_factory=list)
    accept_then_fail: int = 0
    channels: list[dict[str, Any]] = field(default_factory=list)
    locale: str = "fr-FR"
    url: str = ""
    uploads: list[bytes] = field(default_factory=list)
    _runner: web.AppRunner | None = None
    _messages: list[dict[str, Any]] = field(default_factory=list)

    async def start(self) -> None:
        """Listen on a free loopback port."""
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        app.router.add_get("/api/{method}", self._answer)
        app.router.add_post("/upload", self._upload)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/api/"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    def made(self, method: str) -> list[dict[str, Any]]:
        """Return the arguments of every call of `method` that was accepted."""
        return [arguments for name, arguments in self.calls if name == method]

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments: dict[str, Any] = (
            await request.json()
            if request.content_type == "application/json"
            else {**request.query, **await request.post()}
        )
        if method.startswith("chat.") and method != "chat.getPermalink" and self.failures:
            status, headers, body = self.failures.pop(0)
            return web.json_response(body, status=status, headers=headers)
        self.calls.append((method, arguments))
        if method == "chat.postMessage":
            self._messages.append(arguments)
            if self.accept_then_fail:
                self.accept_then_fail -= 1
                return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        return web.json_response({"ok": True, **self._body(method)})

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    def _body(self, method: str) -> dict[str, Any]:
        bodies: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": TEAM, "user_id": BOT_USER, "bot_id": "B1", "user": "relais"},
            "conversations.list": {"channels": self.channels},
            "conversations.replies": {"messages": self._messages},
            "conversations.open": {"channel": {"id": "D1"}},
            "files.getUploadURLExternal": {
                "file_id": "F1",
                "upload_url": self.url.replace("/api/", "/upload"),
            },
            "files.completeUploadExternal": {"files": [{"id": "F1"}]},
            "users.info": {"user": {"id": "U1", "locale": self.locale}},
            "chat.getPermalink": {"permalink": "https://example.slack.com/archives/C1/p1"},
        }
        return bodies.get(method, {"ts": "2.0", "channel": "C1"})
