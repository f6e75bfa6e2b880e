"""Uploads files, each once (https://docs.slack.dev/messaging/working-with-files).

Slack shows a file when its upload is completed. The file's id is noted before, so that a later attempt asks
whether the file is there, or completes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.files.file import File
    from bot.outgoing.attempts import Attempts

_TIMEOUT = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, the channel and thread it goes to, and a comment above it."""

    channel: str
    thread: str
    file: File
    comment: str = ""


async def upload(client: AsyncWebClient, attempts: Attempts, key: str, what: Upload) -> None:
    """Upload a file, once.

    Raises:
        SlackApiError, ClientError, TimeoutError, OSError: Slack is away, or refuses the file.
    """
    before = await attempts.begin(key)
    if before.done:
        return
    if before.file and await _complete(client, before.file, what):
        await attempts.finish(key, before.file)
        return
    answer = await client.files_getUploadURLExternal(
        filename=what.file.name, length=len(what.file.content), alt_txt=what.file.alt or None
    )
    file = str(answer["file_id"])
    await _send(str(answer["upload_url"]), what.file.content)
    await attempts.note_file(key, file)
    await _share(client, file, what)
    await attempts.finish(key, file)


async def _complete(client: AsyncWebClient, file: str, what: Upload) -> bool:
    """Tell whether an earlier attempt's file is in the channel, completing its upload where it is not."""
    try:
        found = await client.files_info(file=file)
        if what.channel not in _channels(found["file"]):
            await _share(client, file, what)
    except SlackApiError as error:
        if error.response.get("error") in {"file_not_found", "file_deleted", "invalid_arguments"}:
            return False
        raise
    return True


def _channels(file: dict[str, Any]) -> set[str]:
    """Return the channels that a file is shared in."""
    shares = file.get("shares") or {}
    named = {channel for kind in ("public", "private") for channel in shares.get(kind) or {}}
    return named.union(*(file.get(name) or [] for name in ("channels", "groups", "ims")))


async def _send(url: str, content: bytes) -> None:
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session, session.post(url, data=content) as answer:
        answer.raise_for_status()


async def _share(client: AsyncWebClient, file: str, what: Upload) -> None:
    await client.files_completeUploadExternal(
        files=[{"id": file, "title": what.file.title}],
        channel_id=what.channel,
        thread_ts=what.thread or None,
        initial_comment=what.comment or None,
    )
