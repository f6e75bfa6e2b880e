"""The people of the workspace: what they do, over the control routes of `benchmarks.slack_server`."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

Json = dict[str, Any]


class People:
    """One session to the workspace; use as an async context manager."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def do(self, what: str, **asked: Any) -> Json:  # noqa: ANN401  whatever JSON holds
        """Do something in the workspace."""
        if self._session is None:
            raise RuntimeError("use People as an async context manager")
        async with self._session.post(f"{self.url}/_control/{what}", json=asked) as response:
            response.raise_for_status()
            answer: Json = await response.json()
            return answer

    async def answers(self) -> bool:
        """Tell whether the workspace answers."""
        try:
            await self.status()
        except aiohttp.ClientError:
            return False
        return True

    async def status(self) -> Json:
        """Return how many connections are open, and how much is still to be delivered."""
        return await self.do("status")

    async def account(self) -> Json:
        """Return the whole account."""
        return await self.do("account")

    async def found(self, channel: str, containing: str, *, root: bool = False) -> list[Json]:
        """Return the bot's messages of a channel that hold some words."""
        answer = await self.do("find", channel=channel, containing=containing, root=root)
        return list(answer["messages"])

    async def wait_for(
        self, channel: str, containing: str, seconds: float, *, root: bool = False
    ) -> Json | None:
        """Wait for a message of the bot's; None where it does not come."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            messages = await self.found(channel, containing, root=root)
            if messages:
                return messages[0]
            await asyncio.sleep(0.5)
        return None

    async def fill(self, user: str, values: Json, seconds: float = 4.0) -> bool:
        """Wait for a form to open for a person, fill it in and send it; False where that failed."""
        deadline = time.monotonic() + seconds
        view = None
        while view is None and time.monotonic() < deadline:
            view = (await self.do("view", user=user))["view"]
            if view is None:
                await asyncio.sleep(0.2)
        if view is None:
            return False
        sent = await self.do("submit", user=user, view=view["id"], values=values)
        return bool(sent["accepted"]) and (sent["answer"] or {}).get("response_action") != "errors"

    async def press(self, user: str, channel: str, ts: str, labels: Sequence[str]) -> bool:
        """Press a button by its label; False where it is not there or nobody answered."""
        done = await self.do("press", user=user, channel=channel, ts=ts, labels=list(labels))
        return bool(done["accepted"])
