"""Which Slack channel is which department's, and whether Relais can post there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

_REFRESH_SECONDS = 300.0
_PAGE = 200


class Directory:
    """Channel ids by name, read from Slack and kept for five minutes."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._ids: dict[str, str] = {}
        self._read_at = float("-inf")

    async def is_member(self, identifier: str) -> bool:
        """Tell whether Relais can post in the channel with this id."""
        await self.channel("")
        return identifier in self._ids.values()

    async def channel(self, name: str) -> str | None:
        """Return the id of the channel called `name`, if it exists, is open and Relais is in it."""
        if time.monotonic() - self._read_at > _REFRESH_SECONDS:
            self._ids = await self._read()
            self._read_at = time.monotonic()
        return self._ids.get(name)

    async def _read(self) -> dict[str, str]:
        ids: dict[str, str] = {}
        cursor = ""
        while True:
            page = await self._client.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=_PAGE, cursor=cursor
            )
            for channel in page["channels"]:
                if channel.get("is_member", True) and not channel.get("is_archived", False):
                    ids[channel["name"]] = channel["id"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return ids
