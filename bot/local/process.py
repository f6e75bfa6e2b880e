"""Child processes: started, waited for until healthy, restarted, and ended with their parent."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

_PROBE_SECONDS = 0.1
_GRACE_SECONDS = 10.0
_LOG_TAIL_LINES = 6
_RESTART_SECONDS = 1.0

log = structlog.get_logger()


class StartError(Exception):
    """A part could not be started; the message names the cause and what to do."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to start; its output goes to `log`."""

    name: str
    arguments: Sequence[str | Path]
    log: Path
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)

    async def start(self) -> asyncio.subprocess.Process:
        """Start it in a session of its own, so that Ctrl-C only reaches the parent.

        Where the system has `setpriv`, the kernel ends the child when the parent dies.
        """
        guard = shutil.which("setpriv")
        guarded = [guard, "--pdeathsig", "TERM", "--"] if guard else []
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            return await asyncio.create_subprocess_exec(
                *guarded,
                *map(str, self.arguments),
                cwd=self.cwd,
                env={**os.environ, **self.env},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )


class Child:
    """One process, started again when it ends by itself."""

    def __init__(self, command: Command, process: asyncio.subprocess.Process) -> None:
        self.command = command
        self._process = process

    @classmethod
    async def start(cls, command: Command) -> Child:
        """Start `command`."""
        return cls(command, await command.start())

    @property
    def name(self) -> str:
        """The part's name, for messages."""
        return self.command.name

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Tell whether the process has not ended."""
        return self._process.returncode is None

    async def healthy(self, check: Callable[[], Awaitable[bool]], seconds: float) -> None:
        """Wait until `check` returns True.

        Raises:
            StartError: the process ended, or `seconds` passed.
        """
        try:
            async with asyncio.timeout(seconds):
                while not await check():
                    if not self.is_running:
                        raise StartError(f"{self.name} ended at once. {self._log_tail()}")
                    await asyncio.sleep(_PROBE_SECONDS)
        except TimeoutError:
            raise StartError(
                f"{self.name} did not answer within {seconds:.0f} s. {self._log_tail()}"
            ) from None

    def _log_tail(self) -> str:
        lines = self.command.log.read_text("utf-8", "replace").splitlines()[-_LOG_TAIL_LINES:]
        return f"The end of {self.command.log}:\n  " + "\n  ".join(lines)

    async def keep_alive(self) -> None:
        """Start the process again each time it ends, a moment later; runs until it is cancelled."""
        while True:
            code = await self._process.wait()
            log.warning("part_restarted", part=self.name, exit_code=code)
            await asyncio.sleep(_RESTART_SECONDS)
            self._process = await self.command.start()

    async def stop(self) -> None:
        """End the process and everything it started, by SIGTERM, then by SIGKILL."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not self.is_running:
                return
            os.killpg(self.pid, number)
            try:
                async with asyncio.timeout(_GRACE_SECONDS):
                    await self._process.wait()
            except TimeoutError:
                continue


def free_port() -> int:
    """Return a loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(port: int, purpose: str, setting: str) -> None:
    """Refuse a port that is taken.

    Raises:
        StartError: someone listens there.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StartError(
                f"Port {port}, for {purpose}, is taken by another program. Stop that one, "
                f"or choose another port: {setting}={port + 1} make run"
            ) from None
