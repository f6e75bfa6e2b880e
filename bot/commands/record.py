"""Reads the events of cases for commands, and writes their files."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.local.process import StartError
from bot.local.stack import find_redis
from bot.stores.cases import RedisCases
from bot.stores.connection import open_redis

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from actions.cases.events import Event
    from bot.settings import Settings


@asynccontextmanager
async def open_record(settings: Settings) -> AsyncIterator[RedisCases]:
    """Open the store of cases.

    Raises:
        StartError: no Redis is configured and no Relais runs here.
    """
    url = await find_redis(settings)
    if url is None:
        raise StartError("The cases are in Redis: start Relais first (make run), or set REDIS_URL.")
    redis = open_redis(url)
    try:
        yield RedisCases(redis)
    finally:
        await redis.aclose()


async def read_histories(settings: Settings) -> list[list[Event]]:
    """Return the events of every case that has not expired, by number.

    Raises:
        StartError: as in `open_record`.
    """
    async with open_record(settings) as cases:
        # A case that stayed open for longer than the index goes back is only among the open ones.
        numbers = {*await cases.all_numbers(), *await cases.open_ones()}
        histories = [await cases.events(number) for number in sorted(numbers)]
    return [history for history in histories if history]


def write_private(folder: Path, files: Mapping[str, str], *, force: bool = False) -> None:
    """Write `files` by name into `folder`, readable by their owner only; none where one exists.

    Raises:
        StartError: one exists and `force` is not given, or the folder cannot be written to.
    """
    there = [name for name in files if (folder / name).exists() or (folder / name).is_symlink()]
    if there and not force:
        raise StartError(f"{folder / there[0]} exists already: another folder, or --force.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            fresh = folder / f".{name}.new"
            fresh.unlink(missing_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            fresh.replace(folder / name)
    except OSError as error:
        raise StartError(f"{folder} cannot be written to: {error.strerror}.") from error
