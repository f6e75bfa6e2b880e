"""Copies files between two threads, since the readers of one may not see the other's channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import structlog

from bot.files.file import File
from bot.slack.uploads import Upload, upload
from bot.slack.workspace.cache import SLACK_ERRORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.outgoing.address import Destination, FileLink
    from bot.outgoing.attempts import Attempts

log = structlog.get_logger()

# In bytes. A file is held in memory while it is copied; a larger one is named instead.
LARGEST = 20 * 1024 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_PART = 64 * 1024


class _TooLargeError(Exception):
    """The file is larger than `LARGEST`."""


async def copy_files(
    client: AsyncWebClient, attempts: Attempts, files: Sequence[FileLink], to: Destination, key: str
) -> list[str]:
    """Download `files` and upload them, each once; return the names of those that failed."""
    failed = []
    for place, file in enumerate(files):
        try:
            await _copy_file(client, attempts, file, to, f"{key}:file{place}")
        except (*SLACK_ERRORS, _TooLargeError) as error:
            log.warning("file_not_sent", error=type(error).__name__)
            failed.append(file.name)
    return failed


async def _copy_file(
    client: AsyncWebClient, attempts: Attempts, file: FileLink, to: Destination, key: str
) -> None:
    if file.size > LARGEST:
        raise _TooLargeError
    headers = {"Authorization": f"Bearer {client.token}"}
    async with (
        aiohttp.ClientSession(timeout=_TIMEOUT) as session,
        session.get(file.url, headers=headers) as response,
    ):
        response.raise_for_status()
        parts, size = [], 0
        async for part in response.content.iter_chunked(_PART):
            parts.append(part)
            if (size := size + len(part)) > LARGEST:
                raise _TooLargeError
    copy = File(b"".join(parts), file.name, file.name, "")
    await upload(client, attempts, key, Upload(to.channel, to.thread, copy))
