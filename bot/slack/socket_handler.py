"""Hands what comes by Socket Mode to Bolt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.malformed import SOCKET_MODE, UNREADABLE, described, refuse

if TYPE_CHECKING:
    from slack_sdk.socket_mode.aiohttp import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest


class SocketHandler(AsyncSocketModeHandler):
    """Bolt's handler, which would leave unacknowledged what it cannot read."""

    async def handle(  # type: ignore[override]  # Slack narrows it in the same way
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Let Bolt read a payload, or acknowledge it, so that Slack does not deliver it again."""
        try:
            AsyncBoltRequest(mode=SOCKET_MODE, body=req.payload)
        except UNREADABLE as error:
            refuse(described(error), SOCKET_MODE)
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        await super().handle(client, req)
