"""Moves what crosses between two threads: files, by bringing them over, and posts that were made unheard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog

from bot.slack.workspace.cache import SLACK_ERRORS

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()

# A file is held in memory while it crosses; a larger one is named, not sent.
LARGEST = 20 * 1024 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=60)
METADATA_TYPE = "relais_reply"
_LOOK_BACK = 100
_PART = 64 * 1024


@dataclass(frozen=True, slots=True)
class Transfer:
    """Reads and writes with the bot's own token: who reads one thread may not see the other."""

    client: AsyncWebClient

    async def posted(self, channel: str, thread: str, key: str) -> str | None:
        """Return the id of the message that bears `key`, if an earlier attempt posted it unheard."""
        try:
            if thread:
                found = await self.client.conversations_replies(
                    channel=channel, ts=thread, include_all_metadata=True, limit=_LOOK_BACK
                )
            else:
                found = await self.client.conversations_history(
                    channel=channel, include_all_metadata=True, limit=_LOOK_BACK
                )
        except SLACK_ERRORS:
            return None
        for message in found["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key:
                return str(message["ts"])
        return None

    async def send(self, files: list[dict[str, Any]], channel: str, thread: str) -> list[str]:
        """Bring `files` (name, url, size in bytes) over; return the names of those that could not be."""
        lost = []
        for file in files:
            try:
                await self._bring(file, channel, thread)
            except (*SLACK_ERRORS, _TooLargeError) as error:
                log.warning("file_not_sent", error=type(error).__name__)
                lost.append(str(file["name"]))
        return lost

    async def _bring(self, file: dict[str, Any], channel: str, thread: str) -> None:
        if int(file.get("size") or 0) > LARGEST:
            raise _TooLargeError
        headers = {"Authorization": f"Bearer {self.client.token}"}
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.get(file["url"], headers=headers) as response,
        ):
            response.raise_for_status()
            parts, size = [], 0
            async for part in response.content.iter_chunked(_PART):
                parts.append(part)
                if (size := size + len(part)) > LARGEST:
                    raise _TooLargeError
        await self.client.files_upload_v2(
            channel=channel,
            thread_ts=thread,
            content=b"".join(parts),
            filename=file["name"],
            title=file["name"],
        )


class _TooLargeError(Exception):
    """More than can be held in memory."""
