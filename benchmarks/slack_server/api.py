"""The Web API over HTTP: what was asked, the faults, and the answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web

from benchmarks.slack_server.account import words
from benchmarks.slack_server.listing import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.slack_server.account import Account
    from benchmarks.slack_server.faults import Faults
    from benchmarks.slack_server.settings import Json, SlackSettings
    from benchmarks.slack_server.workspace import Workspace
    from benchmarks.slack_server.writing import Writing

SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,files:write,groups:history,"
    "groups:read,im:history,im:read,im:write,mpim:history,reactions:write,usergroups:read,users:read"
)
_CAPITAL = re.compile(r"(?<!^)([A-Z]+)")
_DOCUMENTS = ("blocks", "metadata", "view", "files", "attachments")
_USES, _LIFE = 5, 1800.0
_BUSY, _GONE = 503, 404


class Api:
    """Answers `/api/METHOD`, `/upload/ID` and `/response/ID`."""

    def __init__(
        self, settings: SlackSettings, space: Workspace, account: Account, faults: Faults, writing: Writing
    ) -> None:
        self._settings = settings
        self._space = space
        self._account = account
        self._faults = faults
        self._writing = writing

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, with a fault where the dice says so."""
        method, asked = request.match_info["method"], await _asked(request)
        if self._settings.latency:
            await asyncio.sleep(self._settings.latency)
        wait = self._faults.wait(method, str(asked.get("channel") or ""))
        fault = "limited" if wait else self._faults.draw()
        self._account.count(method, fault or "fine")
        match fault:
            case "limited":
                headers = {"Retry-After": str(wait or self._settings.retry_after)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case "error_before":
                return web.Response(status=_BUSY, text="<html>upstream</html>", content_type="text/html")
            case "internal_error":
                return web.json_response({"ok": False, "error": "internal_error"})
            case "reset_before":
                return _reset(request)
            case "slow":
                await asyncio.sleep(self._settings.slow)
        answer = self._carry_out(method, asked)
        match fault:
            case "error_after":
                return web.Response(status=_BUSY, text="<html>upstream</html>", content_type="text/html")
            case "reset_after":
                return _reset(request)
            case "hang":
                await asyncio.sleep(self._settings.hang)
                return _reset(request)
        return web.json_response(answer, headers={"x-oauth-scopes": SCOPES})

    def _carry_out(self, method: str, asked: Json) -> Json:
        name = _CAPITAL.sub(r"_\1", method).lower().replace(".", "_")
        if method == "apps.connections.open":
            return {"ok": True, "url": self._writing.base.replace("http", "ws", 1) + "/socket"}
        handler: Callable[[Json], Json] | None = getattr(self._writing, name, None)
        if handler is None:
            self._account.count(method, "unknown_method")
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **handler(asked)}
        except RefusedError as error:
            self._account.note("refused", method=method, error=str(error), channel=str(asked.get("channel")))
            return {"ok": False, "error": str(error)}

    async def upload(self, request: web.Request) -> web.Response:
        """Take the content of an announced file."""
        file = self._space.files.get(request.match_info["id"])
        if file is None:
            return web.Response(status=_GONE)
        file["size"] = len(await request.read())
        return web.Response(text="OK")

    async def respond(self, request: web.Request) -> web.Response:
        """Take an answer by response URL: five uses."""
        known = self._space.responses.get(request.match_info["id"])
        if known is None or known["uses"] >= _USES:
            return web.json_response({"ok": False, "error": "used_url"}, status=_GONE)
        known["uses"] += 1
        body = json.loads(await request.text() or "{}")
        self._account.note(
            "responded", user=known["user"], channel=known["channel"], text=str(body.get("text") or ""),
            words=words(body.get("blocks")),
        )  # fmt: skip
        return web.Response(text="ok")


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _asked(request: web.Request) -> Json:
    """Merge the query and the body; what holds JSON in a form is read."""
    asked: Json = dict(request.query)
    if request.content_type == "application/json":
        with contextlib.suppress(ValueError):
            asked |= await request.json()
    elif request.body_exists:
        asked |= dict(parse_qsl(await request.text()))
    for name in _DOCUMENTS:
        if isinstance(asked.get(name), str):
            with contextlib.suppress(ValueError):
                asked[name] = json.loads(asked[name])
    return asked
