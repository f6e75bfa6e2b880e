"""The Bolt app, and its two ways to Slack: Socket Mode and signed HTTP requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from slack_bolt.request.async_request import AsyncBoltRequest

    from bot.slack.listeners import Door

log = structlog.get_logger()


def open_client(token: str, api_url: str | None) -> AsyncWebClient:
    """Return a Web API client; a 429 is waited out once here, then by the outbox."""
    client = AsyncWebClient(token=token, base_url=api_url) if api_url else AsyncWebClient(token=token)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    return client


def open_app(client: AsyncWebClient, door: Door, signing_secret: str | None = None) -> AsyncApp:
    """Return the app with every listener of `door` registered."""
    app = AsyncApp(client=client, signing_secret=signing_secret)
    door.register(app)
    app.error(_log_error)
    return app


async def _log_error(error: Exception, request: AsyncBoltRequest) -> None:
    """Log what a listener could not handle, without what was said; Slack gets no 200."""
    log.error("listener_failed", error=type(error).__name__, mode=request.mode, exc_info=error)


def open_socket(app: AsyncApp, app_token: str) -> AsyncSocketModeHandler:
    """Return the Socket Mode connection of `app`; `connect_async` opens it."""
    return AsyncSocketModeHandler(app, app_token)
