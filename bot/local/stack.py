"""Starts the backends that are not configured, and notes them so that other commands find them."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shutil
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import structlog

from bot.local.process import Child, StartError
from bot.local.rasa import start_rasa
from bot.local.redis import start_redis, wait_for_redis
from bot.nlu_client import RasaUnderstander
from bot.settings import Backends
from bot.stores.health import answers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from bot.local.workspace import Workspace
    from bot.settings import Settings

log = structlog.get_logger()

_NO_REDIS = "No Redis answers at REDIS_URL. Start it, or unset REDIS_URL to use our own."
_DISK_BYTES = 200 * 1024 * 1024


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Lock the data folder, so that two Relais never share it.

    Raises:
        StartError: another Relais has locked it, or the disk is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < _DISK_BYTES:
        raise StartError(
            f"Less than 200 MB are free where {folder} is. Free some space, or set RELAIS_DATA_DIR."
        )
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(
                f"Relais already runs with {folder}. Stop it first, or give this one a folder of its own: "
                "RELAIS_DATA_DIR=.data2 make run"
            ) from None
        yield


@asynccontextmanager
async def open_backends(
    settings: Settings,
    say: Callable[[str], None],
    *,
    with_redis: bool = True,
    rasa_may_be_away: bool = False,
) -> AsyncIterator[Backends]:
    """Return Redis and Rasa as configured, else start them here and keep them alive.

    A configured Redis that is needed is waited for, since nothing can be queued without it.

    Raises:
        StartError: a configured one does not answer, or one could not be started.
    """
    folder = settings.relais_data_dir.resolve()
    logs = folder / "logs"
    children: list[Child] = []
    try:
        redis_url = settings.redis_url.get_secret_value() if settings.redis_url else ""
        if redis_url:
            if not await (wait_for_redis(redis_url, say) if with_redis else answers(redis_url)):
                raise StartError(_NO_REDIS)
        elif with_redis:
            child, redis_url = await start_redis(folder / "redis", logs / "redis.log")
            children.append(child)
            say("Redis is ready.")
        if settings.rasa_url is not None:
            rasa_url, rasa_token = await _configured_rasa(
                settings.rasa_url, settings, say, may_be_away=rasa_may_be_away
            )
        else:
            rasa_url, rasa_token = await _own_rasa(logs / "rasa.log", children, say)
        async with kept_alive(*children):
            yield Backends(redis_url, rasa_url, rasa_token)
    finally:
        for child in reversed(children):
            await child.stop()


async def _configured_rasa(
    url: str, settings: Settings, say: Callable[[str], None], *, may_be_away: bool
) -> tuple[str, str]:
    """Return the address and the token of a configured Rasa; say so where none answers there."""
    token = settings.rasa_token.get_secret_value() if settings.rasa_token else ""
    if not await rasa_answers(url, token):
        if not may_be_away:
            raise StartError(f"{_no_rasa(url)} Start it, or unset RASA_URL to use our own.")
        log.warning("rasa_away_at_start", url=url)
        say(f"{_no_rasa(url)} Until one does, Relais answers with the list of its topics.")
    return url, token


def _no_rasa(url: str) -> str:
    return f"No Rasa with a model answers at RASA_URL ({url}) to this RASA_TOKEN."


async def _own_rasa(log_file: Path, children: list[Child], say: Callable[[str], None]) -> tuple[str, str]:
    say("Starting the understanding (Rasa); its libraries take some twenty seconds to load…")
    child, url, token = await start_rasa(log_file)
    children.append(child)
    say("The understanding is ready.")
    return url, token


async def rasa_answers(url: str, token: str) -> bool:
    """Tell whether a Rasa with a model answers at `url`."""
    async with RasaUnderstander(url, token) as understander:
        return await understander.ping()


@asynccontextmanager
async def kept_alive(*children: Child) -> AsyncIterator[None]:
    """Restart any of `children` that ends, as long as the context lasts."""
    watches = [asyncio.create_task(child.keep_alive()) for child in children]
    try:
        yield
    finally:
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Running:
    """The addresses of a running Relais, as `run` writes them for other commands.

    Slack's two are those of the local workspace, empty for a real one.
    """

    pid: int
    redis_url: str
    rasa_url: str
    rasa_token: str
    slack_api_url: str = ""
    slack_bot_token: str = ""


@contextmanager
def announced(folder: Path, backends: Backends, workspace: Workspace | None) -> Iterator[None]:
    """Write what runs to a private file, for as long as it runs."""
    path = folder / "running.json"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    slack = (workspace.api_url, workspace.bot_token) if workspace else ("", "")
    running = Running(os.getpid(), backends.redis_url, backends.rasa_url, backends.rasa_token, *slack)
    path.write_text(json.dumps(asdict(running)), "utf-8")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _read_running(folder: Path) -> Running | None:
    try:
        return Running(**json.loads((folder / "running.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


async def find_running(folder: Path) -> Backends | None:
    """Return the backends of the Relais that runs with `folder`, None where its Rasa does not answer."""
    running = _read_running(folder)
    if running is None:
        return None
    if not await rasa_answers(running.rasa_url, running.rasa_token):
        return None
    return Backends(running.redis_url, running.rasa_url, running.rasa_token)


def runs_here(settings: Settings) -> bool:
    """Tell whether a Relais runs with this data folder."""
    return running_here(settings) is not None


def running_here(settings: Settings) -> Running | None:
    """Return the Relais that runs with this data folder, whether or not its parts answer."""
    running = _read_running(settings.relais_data_dir.resolve())
    if running is None:
        return None
    try:
        os.kill(running.pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return running
    return running


async def find_redis(settings: Settings) -> str | None:
    """Return the URL of the configured Redis, else of the running Relais's, None where neither exists.

    Raises:
        StartError: the configured one does not answer.
    """
    if settings.redis_url is not None:
        url = settings.redis_url.get_secret_value()
        if not await answers(url):
            raise StartError(_NO_REDIS)
        return url
    running = _read_running(settings.relais_data_dir.resolve())
    return running.redis_url if running is not None and await answers(running.redis_url) else None
