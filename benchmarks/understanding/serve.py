"""How fast a trained model answers over HTTP: one Rasa server on loopback, a token, and `aiohttp` asking."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from benchmarks.understanding.run import CHILD, PYTHON, environment
from bot.local.process import Child, Command, free_port
from bot.nlu_client import RasaUnderstander

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.understanding.run import Run

MESSAGES = 200
WARM_UP = 20
CONNECTIONS = (1, 4, 16)
SECONDS = 10.0
PERCENTILE = 95
_START_SECONDS = 180.0
_ANSWER_SECONDS = 30.0


class Client:
    """Asks a server to parse messages, over as many connections as there are askers."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = f"{url}/model/parse"
        self._token = token

    async def ask(self, text: str) -> float:
        """Return the milliseconds between a question and the last byte of its answer."""
        started = time.perf_counter()
        parameters = {"token": self._token}
        async with self._session.post(self._url, params=parameters, json={"text": text}) as response:
            response.raise_for_status()
            await response.read()
        return 1000 * (time.perf_counter() - started)

    async def latencies(self, texts: Sequence[str]) -> list[float]:
        """Ask one text after the other; the first `WARM_UP` answers do not count."""
        for text in texts[:WARM_UP]:
            await self.ask(text)
        return [await self.ask(text) for text in texts]

    async def throughput(self, texts: Sequence[str], connections: int) -> float:
        """Return the answers a second, `connections` askers asking for `SECONDS`."""
        endless = itertools.cycle(texts)
        started = time.perf_counter()

        async def keep_asking() -> int:
            answered = 0
            while time.perf_counter() - started < SECONDS:
                await self.ask(next(endless))
                answered += 1
            return answered

        counts = await asyncio.gather(*(keep_asking() for _ in range(connections)))
        return sum(counts) / (time.perf_counter() - started)


async def measure(run: Run) -> dict[str, Any]:
    """Serve the model of `run` and measure it.

    `median_ms` and `p95_ms` are of `MESSAGES` questions over one connection; `per_second` maps numbers of
    connections to answers a second. Asker and server share the machine.
    """
    texts = [question.text for question in run.task.questions[:MESSAGES]]
    port, token = free_port(), secrets.token_hex(24)
    with tempfile.TemporaryDirectory(prefix="bench-nlu-") as name:
        folder = Path(name)
        arguments: list[str | Path] = [PYTHON, CHILD, "serve", run.model, str(port)]
        settings = {**environment(folder), "RASA_TOKEN": token}
        child = await Child.start(Command("Rasa", arguments, folder / "log", folder, settings))
        try:
            url = f"http://127.0.0.1:{port}"
            async with RasaUnderstander(url, token) as understander:
                await child.healthy(understander.ping, _START_SECONDS)
            timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
            connector = aiohttp.TCPConnector(limit=max(CONNECTIONS))
            async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
                client = Client(session, url, token)
                taken = await client.latencies(texts)
                rates = {str(n): round(await client.throughput(texts, n), 1) for n in CONNECTIONS}
        finally:
            await child.stop()
    tail = statistics.quantiles(taken, n=100)[PERCENTILE - 1]
    measured = {"median_ms": round(statistics.median(taken), 1), "p95_ms": round(tail, 1)}
    return {"kind": "serving", **run.key, **measured, "messages": len(taken), "per_second": rates}
