"""Delivers events, commands and interactions, and events again where they were not acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp

if TYPE_CHECKING:
    from benchmarks.slack_server.account import Account
    from benchmarks.slack_server.settings import Json, SlackSettings
    from benchmarks.slack_server.sockets import Sockets

_OK = 200


class Deliveries:
    """One way to the app: sockets, or signed requests where an address is set."""

    def __init__(self, settings: SlackSettings, account: Account, sockets: Sockets) -> None:
        self._settings = settings
        self._account = account
        self._sockets = sockets
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """End what is still to be delivered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def event(self, key: str, payload: Json) -> None:
        """Deliver an event in the background, again after a pause where it was not acknowledged."""
        task = asyncio.create_task(self._event(key, payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def pending(self) -> int:
        """How many events are not yet acknowledged or given up."""
        return len(self._tasks)

    async def _event(self, key: str, payload: Json) -> None:
        kind = payload["event"]["type"]
        for attempt, pause in enumerate((0.0, *self._settings.redeliver_after)):
            await asyncio.sleep(pause)
            reason = "" if attempt == 0 else "timeout"
            if await self._once(key, "events_api", payload, attempt, reason) is not None:
                return
        self._account.note("given_up", key=key, kind=kind)

    async def once(self, key: str, kind: str, payload: Json) -> Json | None:
        """Deliver a command or an interaction, which Slack does only once."""
        return await self._once(key, kind, payload, 0, "")

    async def _once(self, key: str, kind: str, payload: Json, attempt: int, reason: str) -> Json | None:
        self._account.note("delivered", key=key, kind=kind, attempt=attempt)
        if self._settings.events_url:
            answer = await self._post(kind, payload, attempt, reason)
        else:
            answer = await self._sockets.send(kind, payload, attempt, reason)
        if answer is not None:
            self._account.note("acknowledged", key=key, kind=kind, attempt=attempt)
        return answer

    async def _post(self, kind: str, payload: Json, attempt: int, reason: str) -> Json | None:
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content = urlencode(fields), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content, **signed(self._settings.signing_secret, body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": f"http_{reason}"}
        self._session = self._session or aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self._settings.acknowledge_within)
        try:
            async with self._session.post(
                self._settings.events_url, data=body.encode(), headers=headers, timeout=limit
            ) as response:
                text = await response.text()
                if response.status != _OK:
                    return None
        except (aiohttp.ClientError, TimeoutError):
            return None
        return dict(json.loads(text)) if text.startswith("{") else {}


def signed(secret: str, body: str, at: int | None = None) -> dict[str, str]:
    """Return the headers that sign `body`."""
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
