"""Socket Mode's connections: hello, envelopes, acknowledgements, and cuts by each reason."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from itertools import count
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from benchmarks.slack_server.workspace import APP

if TYPE_CHECKING:
    from benchmarks.slack_server.account import Account
    from benchmarks.slack_server.settings import Json, SlackSettings

# Reasons that Slack names in a frame, and two it does not: torn, and a connection that stays and is silent.
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets", "torn", "silent")
_WARNED = 2.0
_SILENT = 20.0


class _Connection:
    """One websocket."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.request = request
        self.silent = False


class Sockets:
    """The open connections of the app."""

    def __init__(self, settings: SlackSettings, account: Account) -> None:
        self._settings = settings
        self._account = account
        self._open: list[_Connection] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._numbers = count(1)
        self._dice = random.Random(settings.seed)  # noqa: S311  a run that can be repeated
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._open)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one connection until it ends."""
        socket = web.WebSocketResponse(autoping=False, max_msg_size=0)
        await socket.prepare(request)
        connection = _Connection(socket, request)
        self._open.append(connection)
        self._account.note("connected", connections=len(self._open))
        hello = {"type": "hello", "num_connections": len(self._open), "connection_info": {"app_id": APP},
                 "debug_info": {"host": "applink", "approximate_connection_time": 3600}}  # fmt: skip
        try:
            await socket.send_json(hello)
            async for message in socket:
                await self._read(connection, message)
        finally:
            self._drop(connection)
        return socket

    async def _read(self, connection: _Connection, message: object) -> None:
        kind, data = getattr(message, "type", None), getattr(message, "data", b"")
        if connection.silent:
            return
        if kind is WSMsgType.PING:
            await connection.socket.pong(data)
        elif kind is WSMsgType.TEXT:
            answer = json.loads(data)
            waiting = self._waiting.get(str(answer.get("envelope_id")))
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload") or {})

    def _drop(self, connection: _Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)

    async def send(self, kind: str, payload: Json, attempt: int, reason: str) -> Json | None:
        """Send to one connection, or to each; return the acknowledgement, None where none came in time."""
        if not self._open:
            return None
        chosen = list(self._open) if self._settings.broadcast else [self._dice.choice(self._open)]
        answers = await asyncio.gather(*(self._send(each, kind, payload, attempt, reason) for each in chosen))
        return next((answer for answer in answers if answer is not None), None)

    async def _send(
        self, connection: _Connection, kind: str, payload: Json, attempt: int, reason: str
    ) -> Json | None:
        identifier = f"envelope-{next(self._numbers)}"
        envelope = {"envelope_id": identifier, "type": kind, "payload": payload,
                    "accepts_response_payload": kind != "events_api"}  # fmt: skip
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[identifier] = waiting
        try:
            async with asyncio.timeout(self._settings.acknowledge_within):
                await connection.socket.send_json(envelope)
                return await waiting
        except (TimeoutError, ConnectionError, RuntimeError):
            return None
        finally:
            del self._waiting[identifier]

    async def cut(self, reason: str) -> int:
        """End every open connection for `reason`; return how many there were."""
        chosen = list(self._open)
        self._account.note("cut", reason=reason, connections=len(chosen))
        for connection in chosen:
            if reason == "silent":
                connection.silent = True
                self._later(_SILENT, connection)
            elif reason == "torn":
                self._tear(connection)
            else:
                with contextlib.suppress(ConnectionError, RuntimeError):
                    await connection.socket.send_json({"type": "disconnect", "reason": reason})
                self._later(_WARNED if reason == "warning" else 0.1, connection)
        return len(chosen)

    def _later(self, seconds: float, connection: _Connection) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            self._tear(connection)

        task = asyncio.create_task(wait())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _tear(self, connection: _Connection) -> None:
        self._drop(connection)
        if connection.request.transport is not None:
            connection.request.transport.abort()
