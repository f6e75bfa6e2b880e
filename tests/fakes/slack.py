"""A small Slack Web API that can be told to fail, for what `local-slack` cannot do (429, outages, scopes)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping

BOT_USER = "URELAIS"
TEAM = "T1"


@dataclass
class FakeSlack:
    """Records calls; `failures` are answered first, in order, to the methods that write.

    `accept_then_fail_of` counts, by method, the calls that are carried out and answered with a 500.
    `broken` holds the status and body that a method answers instead of its own, until it is mended. `people`
    are Slack's user objects, `groups` the users of a user group, `members` those of a channel. `lost` are
    channels that refuse every message, with Slack's word for why. `redirects` are where a file's address
    leads instead, `pages` the files that are sent as web pages.
    `away_files` are answered with a 503. `responses` are what came through response
    URLs, with the user they are for; none is taken unless it `answers`. Calls of a `held` method
    wait, those of `resets` lose their connection. `limited` holds the Retry-After of a broken method, and
    `last_cursor` the page of a list that is answered with a failure.
    """

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failures: list[tuple[int, Mapping[str, str], dict[str, Any]]] = field(default_factory=list)
    accept_then_fail: int = 0
    accept_then_reset: int = 0
    accept_then_fail_of: dict[str, int] = field(default_factory=dict)
    broken: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    channels: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    scopes: str | None = None
    page: int = 100
    locale: str = "fr-FR"
    url: str = ""
    uploads: list[bytes] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    away_files: set[str] = field(default_factory=set)
    responses: list[dict[str, Any]] = field(default_factory=list)
    answers: bool = True
    enterprise: str = ""
    org_wide: bool = False
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    resets: set[str] = field(default_factory=set)
    limited: dict[str, str] = field(default_factory=dict)
    last_cursor: dict[str, tuple[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    _runner: web.AppRunner | None = None
    _reached: dict[str, asyncio.Event] = field(default_factory=dict)
    _messages: list[dict[str, Any]] = field(default_factory=list)

    async def start(self) -> None:
        """Listen on a free loopback port."""
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        app.router.add_get("/api/{method}", self._answer)
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/file/{name}", self._file)
        app.router.add_post("/respond/{user}", self._respond)
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

    async def reached(self, method: str) -> None:
        """Wait until a method has been called, answered or not."""
        await self._seen(method).wait()

    def hold(self, *methods: str) -> None:
        """Let calls of these methods wait until they are released."""
        self.held |= {method: asyncio.Event() for method in methods}

    def release(self) -> None:
        """Answer the calls that wait, and those to come."""
        for event in self.held.values():
            event.set()
        self.held.clear()

    def _seen(self, method: str) -> asyncio.Event:
        return self._reached.setdefault(method, asyncio.Event())

    async def _answer(  # noqa: C901  one flat branch a fault
        self, request: web.Request
    ) -> web.Response:
        method = request.match_info["method"]
        arguments: dict[str, Any] = (
            await request.json()
            if request.content_type == "application/json"
            else {**request.query, **await request.post()}
        )
        if method.startswith("chat.") and method != "chat.getPermalink" and self.failures:
            status, headers, body = self.failures.pop(0)
            return web.json_response(body, status=status, headers=headers)
        if method in self.broken:
            status, body = self.broken[method]
            headers = {"Retry-After": self.limited[method]} if method in self.limited else {}
            return web.json_response(body, status=status, headers=headers)
        if method in self.last_cursor and arguments.get("cursor") == self.last_cursor[method][0]:
            status, body = self.last_cursor[method][1]
            return web.json_response(body, status=status)
        self._seen(method).set()
        if method in self.held:
            await self.held[method].wait()
        if method in self.resets and request.transport is not None:
            request.transport.abort()
        self.calls.append((method, arguments))
        if arguments.get("channel") in self.lost and method.startswith("chat."):
            return web.json_response({"ok": False, "error": self.lost[arguments["channel"]]})
        if method == "chat.postMessage":
            self.put(arguments)
            if self.accept_then_fail:
                self.accept_then_fail -= 1
                return web.json_response({"ok": False, "error": "internal_error"}, status=500)
            if self.accept_then_reset and request.transport is not None:
                self.accept_then_reset -= 1
                request.transport.abort()
            return web.json_response({"ok": True, "ts": self._messages[-1]["ts"], "channel": "C1"})
        if self.accept_then_fail_of.get(method):
            self.accept_then_fail_of[method] -= 1
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        told = {} if self.scopes is None else {"x-oauth-scopes": self.scopes}
        return web.json_response({"ok": True, **self._body(method, arguments)}, headers=told)

    def put(self, message: Mapping[str, Any]) -> None:
        """Put a message into a channel, as if it had been posted."""
        self._messages.append({**message, "ts": f"{len(self._messages) + 100}.0"})

    def seen(self, channel: str, thread: str | None = None) -> list[dict[str, Any]]:
        """Return the messages of a channel, or of a thread in it, as they read after their updates."""
        gone = [(each["channel"], each["ts"]) for each in self.made("chat.delete")]
        found = [
            dict(m) for m in self._messages if m["channel"] == channel and (channel, m["ts"]) not in gone
        ]
        for message in found:
            for update in self.made("chat.update"):
                if (update["channel"], update["ts"]) == (channel, message["ts"]):
                    message.update(update)
        return [m for m in found if thread is None or m.get("thread_ts") == thread]

    async def _file(self, request: web.Request) -> web.Response:
        self.fetched.append(str(request.headers.get("Authorization")))
        name = request.match_info["name"]
        if name in self.away_files:
            raise web.HTTPServiceUnavailable
        if name in self.redirects:
            raise web.HTTPFound(self.redirects[name])
        kind = "text/html" if name in self.pages else "application/octet-stream"
        return web.Response(body=b"content of " + name.encode(), content_type=kind)

    def response_url(self, user: str) -> str:
        """Return where an app answers what `user` did."""
        return self.url.replace("/api/", f"/respond/{user}")

    async def _respond(self, request: web.Request) -> web.Response:
        if not self.answers:
            return web.Response(status=404, text="expired_url")
        self.responses.append({"user": request.match_info["user"], **await request.json()})
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    def _body(  # noqa: C901, PLR0911  one flat branch a method
        self, method: str, arguments: dict[str, Any]
    ) -> dict[str, Any]:
        match method:
            case "conversations.replies":
                root = (arguments["channel"], arguments["ts"])
                found = [m for m in self._messages if root in _roots(m)]
                return self._paged("messages", found, arguments)
            case "conversations.history":
                heads = [m for m in self._messages if m["channel"] == arguments["channel"]]
                newest = [m for m in reversed(heads) if not m.get("thread_ts")]
                return self._paged("messages", newest, arguments)
            case "conversations.info":
                wanted = (each for each in self.channels if each["id"] == arguments["channel"])
                return {"channel": next(wanted, {})}
            case "users.conversations":
                own = [channel for channel in self.channels if channel.get("is_member", True)]
                return self._paged("channels", own, arguments)
            case "users.info":
                return self._user(arguments["user"])
            case "conversations.members" if arguments["channel"] in self.members:
                return self._paged("members", self.members[arguments["channel"]], arguments)
            case "conversations.members":
                return {"ok": False, "error": "channel_not_found"}
            case "users.list":
                return self._paged("members", self.people, arguments)
            case "usergroups.users.list" if arguments["usergroup"] in self.groups:
                return {"users": self.groups[arguments["usergroup"]]}
            case "usergroups.users.list":
                return {"ok": False, "error": "no_such_subteam"}
        bodies: dict[str, dict[str, Any]] = {
            "auth.test": {
                "team_id": self.enterprise if self.org_wide else TEAM,
                "enterprise_id": self.enterprise or None,
                "is_enterprise_install": self.org_wide,
                "user_id": BOT_USER,
                "bot_id": "B1",
                "user": "relais",
            },
            "conversations.open": {"channel": {"id": "D" + str(arguments.get("users", "U1"))[1:]}},
            "files.getUploadURLExternal": {
                "file_id": "F1",
                "upload_url": self.url.replace("/api/", "/upload"),
            },
            "files.completeUploadExternal": {"files": [{"id": "F1"}]},
            "files.info": {"file": {"id": "F1", "channels": self._shared_in("F1")}},
            "chat.getPermalink": {"permalink": "https://example.slack.com/archives/C1/p1"},
        }
        return bodies.get(method, {"ts": "2.0", "channel": "C1"})

    def _shared_in(self, file: str) -> list[str]:
        """Return the channels in which a file was shared."""
        shared = self.made("files.completeUploadExternal")
        return [str(each["channel_id"]) for each in shared if file in str(each["files"])]

    def _user(self, identifier: str) -> dict[str, Any]:
        """Return a user; where a test names nobody, everybody is there."""
        found = next((each for each in self.people if each["id"] == identifier), None)
        if found is None and self.people:
            return {"ok": False, "error": "user_not_found"}
        nobody = {"id": identifier, "name": identifier.lower()}
        return {"user": {**(found or nobody), "locale": self.locale}}

    def _paged(self, name: str, values: list[Any], arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the page that the cursor names: at most as many as asked for, and as `page` allows."""
        start = int(arguments.get("cursor") or 0)
        end = start + min(self.page, int(arguments.get("limit") or 100))
        cursor = str(end) if end < len(values) else ""
        return {name: values[start:end], "response_metadata": {"next_cursor": cursor}}


def _roots(message: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the threads that a message is in: the one it heads, and the one it answers in."""
    return {(message["channel"], str(message[name])) for name in ("ts", "thread_ts") if message.get(name)}
