"""The processes of a run on this machine: Redis, Rasa, the Slack of the run, and bots; each can be killed.

All of them listen on loopback and end with the run.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.people import People
from bot.local.process import Child, Command, free_port
from bot.local.rasa import start_rasa
from bot.local.redis import start_redis
from bot.local.stack import kept_alive

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from benchmarks.slack_server.settings import SlackSettings

ROOT = Path(__file__).resolve().parents[1]
RESTART = 1.0
BOT_SECONDS = 60.0
_KEPT = ("PATH", "HOME", "LANG")


class BotProcess:
    """One bot, started again by a supervisor when it ends by itself, as a container would be."""

    def __init__(
        self, program: Sequence[str], checkout: Path, folder: Path, environment: Mapping[str, str], log: Path
    ) -> None:
        self._program = program
        self._checkout = checkout
        self._environment = {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            **environment,
            "RELAIS_DATA_DIR": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.log = log
        self._process: asyncio.subprocess.Process | None = None
        self._kills = asyncio.Lock()
        self._held = asyncio.Event()
        self._held.set()
        self._watch: asyncio.Task[None] | None = None
        self.ended_by_itself = 0
        self._killed = False

    async def start(self) -> None:
        """Start it, and watch it."""
        await self._spawn()
        self._watch = asyncio.create_task(self._supervise())

    async def _spawn(self) -> None:
        guarded = ["setpriv", "--pdeathsig", "TERM", "--"]
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *guarded, sys.executable, *self._program, cwd=self._checkout, env=self._environment,
                stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    async def _supervise(self) -> None:
        while self._process is not None:
            await self._process.wait()
            self.ended_by_itself += 0 if self._killed else 1
            self._killed = False
            await asyncio.sleep(RESTART)
            await self._held.wait()
            await self._spawn()

    @property
    def pid(self) -> int:
        """The process id of the one that runs now."""
        return self._process.pid if self._process is not None else 0

    @property
    def memory(self) -> int:
        """The bytes it keeps in memory."""
        return int(psutil.Process(self.pid).memory_info().rss)

    async def kill(self, away: float) -> None:
        """Kill it without warning, and start it again after `away` seconds; one kill after the other."""
        async with self._kills:
            self._held.clear()
            self._killed = True
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            await asyncio.sleep(away)
            self._held.set()

    async def stop(self) -> None:
        """End it, politely at first."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        for number, seconds in ((signal.SIGTERM, 30), (signal.SIGKILL, 10)):
            if self._process is None or self._process.returncode is not None:
                return
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._process.wait()


@dataclass
class Machine:
    """What runs."""

    folder: Path
    people: People
    redis: Child
    redis_url: str
    rasa: Child | None
    rasa_url: str
    rasa_token: str
    bots: list[BotProcess] = field(default_factory=list)
    api_url: str = ""
    _started: int = 0

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the settings of a bot."""
        return {
            "SLACK_BOT_TOKEN": "xoxb-run",
            "SLACK_APP_TOKEN": "xapp-run",
            "SLACK_API_URL": self.api_url,
            "REDIS_URL": self.redis_url,
            "RASA_URL": self.rasa_url,
            "RASA_TOKEN": self.rasa_token,
            "RELAIS_HTTP_PORT": str(free_port()),
            "RELAIS_DEPARTMENTS": str(self.folder / "departments.yml"),
            "RELAIS_MANAGERS": "@manager",
            "RELAIS_LOG_FORMAT": "json",
            **(more or {}),
        }

    async def add_bot(self, checkout: Path, more: Mapping[str, str] | None = None) -> BotProcess:
        """Start one more bot."""
        return await self.add_program(("-m", "bot", "run"), checkout, more)

    async def add_program(
        self, program: Sequence[str], checkout: Path, more: Mapping[str, str] | None = None
    ) -> BotProcess:
        """Start a program of Python's that connects as the bot does."""
        self._started += 1
        data, log = self.folder / f"data{self._started}", self.folder / f"bot{self._started}.log"
        bot = BotProcess(program, checkout, data, self.environment(more), log)
        self.bots.append(bot)
        await bot.start()
        return bot

    async def connected(self, seconds: float = BOT_SECONDS) -> None:
        """Wait until every bot has a connection."""
        await until(lambda: self._connected(), seconds, "the bot has not connected")  # noqa: PLW0108

    async def _connected(self) -> bool:
        return int((await self.people.status())["connected"]) >= len(self.bots)

    def logged(self, word: str) -> int:
        """Count how often `word` is in the bots' logs."""
        return sum(bot.log.read_text("utf-8", "replace").count(word) for bot in self.bots)

    async def delivered(self) -> bool:
        """Tell whether no event is still to be acknowledged or given up."""
        return not (await self.people.status())["pending"]


async def until(check: Callable[[], object], seconds: float, otherwise: str) -> None:
    """Wait until `check` (awaited) is true.

    Raises:
        TimeoutError: it was not within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not await check():  # type: ignore[misc]  # a coroutine of a bool
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        await asyncio.sleep(0.2)


@asynccontextmanager
async def open_machine(
    folder: Path, settings: SlackSettings, departments: str, rasa: tuple[str, str] | None = None
) -> AsyncIterator[Machine]:
    """Start Redis, Rasa (unless the URL and the token of one are given) and the Slack; bots come later."""
    (folder / "departments.yml").write_text(departments, "utf-8")
    async with AsyncExitStack() as stack:
        redis, redis_url = await start_redis(folder / "redis", folder / "redis.log")
        stack.push_async_callback(redis.stop)
        understanding = None
        if rasa is None:
            understanding, url, token = await start_rasa(folder / "rasa.log")
            stack.push_async_callback(understanding.stop)
        else:
            url, token = rasa
        port = free_port()
        command = [sys.executable, "-m", "benchmarks.slack_server", "--port", str(port)]
        slack = await Child.start(
            Command("Slack", [*command, "--settings", settings.line()], folder / "slack.log", ROOT)
        )
        stack.push_async_callback(slack.stop)
        people = await stack.enter_async_context(People(f"http://127.0.0.1:{port}"))
        await slack.healthy(people.answers, 30.0)
        children = [redis] if understanding is None else [redis, understanding]
        await stack.enter_async_context(kept_alive(*children))
        machine = Machine(folder, people, redis, redis_url, understanding, url, token)
        machine.api_url = f"http://127.0.0.1:{port}/api/"
        try:
            yield machine
        finally:
            await asyncio.gather(*(bot.stop() for bot in machine.bots))
