"""Copies files between two threads, since the readers of one may not see the other's channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import structlog

from bot.slack.workspace.cache import SLACK_ERRORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.outgoing.address import FileLink

log = structlog.get_logger()

# In bytes. A file is held in memory while it is copied; a larger one is named instead.
LARGEST = 20 * 1024 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_PART = 64 * 1024


class _TooLargeError(Exception):
    """The file is larger than `LARGEST`."""


async def copy_files(
    client: AsyncWebClient, files: Sequence[FileLink], channel: str, thread: str
) -> list[str]:
    """Download `files` with the bot's token and upload them; return the names of those that failed."""
    failed = []
    for file in files:
        try:
            await _copy_file(client, file, channel, thread)
        except (*SLACK_ERRORS, _TooLargeError) as error:
            log.warning("file_not_sent", error=type(error).__name__)
            failed.append(file.name)
    return failed


async def _copy_file(client: AsyncWebClient, file: FileLink, channel: str, thread: str) -> None:
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
    await client.files_upload_v2(
        channel=channel, thread_ts=thread, content=b"".join(parts), filename=file.name, title=file.name
    )
