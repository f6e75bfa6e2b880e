"""Slack's Socket Mode over loopback: greets, delivers, disconnects by each reason, hangs and cuts."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.fakes.slack import BOT_USER, TEAM

if TYPE_CHECKING:
    from tests.fakes.payloads import Body


@dataclass
class FakeSocketMode:
    """A Slack whose `connections` are open, newest last.

    `refusal` is what `apps.connections.open` answers instead of an address; `hangs` lets every connection,
    old and new, answer nothing more, not even a close. `acknowledged` are the envelopes that were.
    """

    url: str = ""
    refusal: str | None = None
    hangs: bool = False
    counted: int | None = None
    opened: int = 0
    connections: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    _requests: dict[web.WebSocketResponse, web.Request] = field(default_factory=dict)
    _mended: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None
    _sent: int = 0

    async def start(self) -> None:
        """Listen on a free loopback port."""
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        app.router.add_get("/socket", self._connect)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"

    async def stop(self) -> None:
        """Stop listening, and let go of whoever hangs."""
        self._mended.set()
        for connection in list(self.connections):
            self.cut(connection)
        if self._runner is not None:
            await self._runner.cleanup()

    async def deliver(self, body: Body) -> None:
        """Send an event on every connection, so that whoever still hears is seen."""
        self._sent += 1
        envelope = {"envelope_id": f"E{self._sent}", "type": "events_api", "payload": body}
        for connection in list(self.connections):
            await connection.send_str(json.dumps({**envelope, "accepts_response_payload": False}))

    async def disconnect(self, reason: str) -> None:
        """Ask the newest connection to go, as Slack does."""
        await self.connections[-1].send_str(json.dumps({"type": "disconnect", "reason": reason}))

    def cut(self, connection: web.WebSocketResponse | None = None) -> None:
        """Reset a connection, by default the newest."""
        request = self._requests.get(connection or self.connections[-1])
        if request is not None and request.transport is not None:
            request.transport.abort()

    async def _answer(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "auth.test":
            return web.json_response({"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": "B1"})
        if self.refusal is not None:
            return web.json_response({"ok": False, "error": self.refusal})
        host = self.url.removeprefix("http://").removesuffix("/api/")
        return web.json_response({"ok": True, "url": f"ws://{host}/socket"})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse(autoping=False, autoclose=False)
        await connection.prepare(request)
        self.opened += 1
        self.connections.append(connection)
        self._requests[connection] = request
        try:
            if not self.hangs:
                greeting = {"type": "hello", "num_connections": self.counted or len(self.connections)}
                await connection.send_str(json.dumps(greeting))
            await self._hear(connection)
        finally:
            self.connections.remove(connection)
            del self._requests[connection]
        return connection

    async def _hear(self, connection: web.WebSocketResponse) -> None:
        while True:
            message = await connection.receive()
            if self.hangs:
                await self._until_cut_or_mended(connection)
                return
            if message.type is WSMsgType.PING:
                await connection.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                heard: dict[str, Any] = json.loads(message.data)
                self.acknowledged.append(heard["envelope_id"])
            elif message.type is not WSMsgType.PONG:
                await connection.close()
                return

    async def _until_cut_or_mended(self, connection: web.WebSocketResponse) -> None:
        """Answer nothing, until the other side is gone."""
        transport = self._requests[connection].transport
        while transport is not None and not transport.is_closing() and not self._mended.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
