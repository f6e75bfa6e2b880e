"""A whole Relais in a process of its own, as `make run` starts it, and what a test asks of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import psutil
from redis.asyncio import Redis

from bot.local.process import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 150
EMPLOYEE = "UEMPLOYEE"
ASK = "CASKSOCIAL"
# Debian's browser, kept off the network.
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Relais:
    """A running Relais."""

    process: subprocess.Popen[bytes]
    url: str
    health_url: str
    folder: Path
    log: Path

    async def say(
        self, text: str, *, channel: str = ASK, thread: str | None = None, user: str = EMPLOYEE
    ) -> str:
        """Let somebody say `text`, the employee unless another is named; return the message's id."""
        body = {"user": user, "channel": channel, "text": text}
        if thread:
            body["thread_ts"] = thread
        url = f"{self.url}/_control/message"
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
            answer = await response.json()
        return str(answer["message"]["ts"])

    async def forget_rate(self) -> None:
        """Let a minute have passed since anybody last asked: the one employee asks for many."""
        running = json.loads((self.folder / "data" / "running.json").read_text("utf-8"))
        redis = Redis.from_url(running["redis_url"])
        async for key in redis.scan_iter("relais:person:*:rate"):
            await redis.delete(key)
        await redis.aclose()

    async def control(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        """Do something in the workspace, as its control API names it."""
        url = f"{self.url}/_control/{what}"
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def messages(self, channel: str = ASK) -> list[dict[str, Any]]:
        """Return every message of a channel."""
        url = f"{self.url}/_control/messages/{channel}"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            found: list[dict[str, Any]] = (await response.json())["messages"]
        return found

    async def replies(self, thread: str, *, at_least: int = 1, seconds: float = 10.0) -> list[dict[str, Any]]:
        """Wait for Relais's replies in a thread, then a moment more for one too many."""
        deadline = time.monotonic() + seconds
        while True:
            found = [m for m in await self.messages() if m.get("thread_ts") == thread and m.get("bot_id")]
            if len(found) >= at_least or time.monotonic() > deadline:
                break
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        return [m for m in await self.messages() if m.get("thread_ts") == thread and m.get("bot_id")]

    async def health(self) -> dict[str, Any]:
        """Return what `/health` says."""
        async with aiohttp.ClientSession() as session, session.get(self.health_url) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def is_healthy_after(self, moment: float) -> bool:
        """Tell whether `/health` found every part well, and found it out after a moment of the clock."""
        async with aiohttp.ClientSession() as session, session.get(self.health_url) as response:
            return response.ok and time.monotonic() - int(response.headers["Age"]) > moment

    def children(self) -> list[int]:
        """Return the process ids of everything it started."""
        listed = subprocess.run(
            ["/bin/ps", "-o", "pid=", "--ppid", str(self.process.pid)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return [int(pid) for pid in listed.stdout.split()]

    def child(self, word: str) -> int:
        """Return the id of the child whose command holds `word`."""
        return next(pid for pid in self.children() if word in Path(f"/proc/{pid}/cmdline").read_text("utf-8"))


def addresses(pids: list[int]) -> set[str]:
    """Return the addresses that the processes `pids` listen on."""
    found = set()
    for pid in pids:
        for connection in psutil.Process(pid).net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN:
                found.add(str(connection.laddr[0]))
    return found


@contextmanager
def started(folder: Path, *, ready: bool = True, **environment: str) -> Iterator[Relais]:
    """Start Relais with a data folder and ports of its own, and stop it as Ctrl-C does.

    Unless `ready` is False, it is waited for.
    """
    workspace, http = free_port(), free_port()
    log = folder / "run.log"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env={
                **kept,
                "RELAIS_DATA_DIR": str(folder / "data"),
                "RELAIS_WORKSPACE_PORT": str(workspace),
                "RELAIS_HTTP_PORT": str(http),
                **environment,
            },
            stdout=output,
            stderr=output,
        )
    relais = Relais(process, f"http://127.0.0.1:{workspace}", f"http://127.0.0.1:{http}/health", folder, log)
    try:
        if ready:
            _wait_until_ready(relais)
        yield relais
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=40)


def _wait_until_ready(relais: Relais) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Health:" not in relais.log.read_text("utf-8"):
        assert relais.process.poll() is None, relais.log.read_text("utf-8")
        assert time.monotonic() < deadline, relais.log.read_text("utf-8")
        time.sleep(0.1)
