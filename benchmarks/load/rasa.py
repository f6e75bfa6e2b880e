"""Rasa alone, and how often a bot asks it."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from benchmarks.questions import varied

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_AT_ONCE = 4
_CHUNK = 65536
_PARSE = b"POST /model/parse"


async def parses_a_second(url: str, token: str, seconds: float) -> float:
    """Return how many parses a second Rasa makes when several are always asked for."""
    made, end = 0, time.monotonic() + seconds

    async def ask(session: aiohttp.ClientSession) -> int:
        count = 0
        while time.monotonic() < end:
            body = {"text": varied()[count % len(varied())]}
            async with session.post(f"{url}/model/parse", params={"token": token}, json=body) as response:
                response.raise_for_status()
                await response.read()
            count += 1
        return count

    async with aiohttp.ClientSession() as session:
        start = time.monotonic()
        made = sum(await asyncio.gather(*(ask(session) for _ in range(_AT_ONCE))))
        return made / (time.monotonic() - start)


class Counted:
    """A pipe to Rasa that counts the parses that pass."""

    def __init__(self, url: str) -> None:
        target = urlsplit(url)
        self._host, self._port = str(target.hostname), int(target.port or 80)
        self.parses = 0
        self.url = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join a connection to one of Rasa's."""
        there, back = await asyncio.open_connection(self._host, self._port)
        await asyncio.gather(self._pump(reader, back, count=True), self._pump(there, writer, count=False))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, count: bool) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(_CHUNK):
                self.parses += chunk.count(_PARSE) if count else 0
                writer.write(chunk)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def counted(url: str) -> AsyncIterator[Counted]:
    """Open a pipe to the Rasa at `url`."""
    pipe = Counted(url)
    server = await asyncio.start_server(pipe.accept, "127.0.0.1", 0)
    pipe.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield pipe
    finally:
        server.close()
