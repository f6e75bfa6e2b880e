"""Slack's Web API at Slack's pace, with its errors sorted.

https://docs.slack.dev/apis/web-api/rate-limits: about one message a second and channel, and short bursts. A
429 holds a method back for its channel until `Retry-After`, for every worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.outgoing.surface import DeliveryDelayedError
from bot.slack.errors import surface_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.outgoing.attempts import Pace


@dataclass(frozen=True, slots=True)
class PacedClient:
    """Calls methods of the Web API."""

    client: AsyncWebClient
    pace: Pace

    async def call(
        self,
        method: str,
        channel: str,
        arguments: Mapping[str, Any],
        *,
        paced: bool = False,
        get: bool = False,
    ) -> AsyncSlackResponse:
        """Call a method; a `paced` one is counted, and one that is held back waits.

        Raises:
            DeliveryDelayedError: it is too early, and nothing was sent; or as `bot.slack.errors` sorts.
            DeliveryRefusedError: as `bot.slack.errors` sorts Slack's errors.
        """
        if (seconds := await self.pace.wait(method, channel, paced=paced)) > 0:
            raise DeliveryDelayedError(timedelta(seconds=seconds))
        try:
            with surface_errors():
                if get:
                    return await self.client.api_call(method, http_verb="GET", params=dict(arguments))
                return await self.client.api_call(method, json=dict(arguments))
        except DeliveryDelayedError as error:
            if error.after is not None:
                await self.pace.hold(method, channel, error.after.total_seconds())
            raise
