"""Who Relais is in the workspace, by `auth.test`: asked once, before Relais listens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from slack_bolt.authorization import AuthorizeResult

from bot.slack.workspace.cache import SLACK_ERRORS, reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

log = structlog.get_logger()

# How long to wait after each attempt in vain, in seconds; the last value repeats.
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)


class NotIdentifiedError(Exception):
    """Slack has not told who Relais is, so a request cannot be handled; Slack delivers it again."""


class Identity:
    """What `auth.test` said."""

    def __init__(
        self, client: AsyncWebClient, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._client, self._sleep = client, sleep
        self._answer: AsyncSlackResponse | None = None
        self._asking = asyncio.Lock()

    async def ask(self) -> None:
        """Ask until Slack answers."""
        attempt = 0
        while True:
            try:
                await self._known()
            except SLACK_ERRORS as error:
                pause = _PAUSES[min(attempt, len(_PAUSES) - 1)]
                log.warning("auth_test_failed", error=reason(error), retry_in=pause)
                attempt += 1
                await self._sleep(pause)
            else:
                return

    async def team(self) -> str:
        """Return the id of the workspace, or of the organisation where the app is installed in all of it.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError: Slack has never answered.
        """
        answer = await self._known()
        return str(answer.get("team_id") or answer.get("enterprise_id") or "")

    async def organisation(self) -> str:
        """Return the id of the Enterprise organisation; empty for a workspace outside one.

        Raises:
            SlackApiError, ClientError, TimeoutError, OSError: Slack has never answered.
        """
        return str((await self._known()).get("enterprise_id") or "")

    async def authorize(self, context: AsyncBoltContext) -> AuthorizeResult:
        """Authorize a request for Bolt, and give it the workspace's team id.

        In Slack Connect a payload may bear the team of a person of another organisation; conversations and
        persons bear ours. Where the app is installed in a whole organisation, the payload's team is kept.

        Raises:
            NotIdentifiedError: Slack has never answered. Bolt would acknowledge and drop the request if this
                were Slack's own error.
        """
        try:
            answer = await self._known()
        except SLACK_ERRORS as error:
            raise NotIdentifiedError from error
        if not answer.get("is_enterprise_install") or not context.team_id:
            context["team_id"] = await self.team()
        return AuthorizeResult.from_auth_test_response(
            auth_test_response=answer, bot_token=self._client.token
        )

    async def _known(self) -> AsyncSlackResponse:
        async with self._asking:
            if self._answer is None:
                self._answer = await self._client.auth_test()
            return self._answer
