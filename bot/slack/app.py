"""The Bolt app, connected to Slack by Socket Mode or by signed HTTP requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from aiohttp import ClientConnectorError
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.entry import Entry
from bot.slack.malformed import UNREADABLE, MalformedPayloadError, described, refuse
from bot.slack.workspace.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web
    from slack_bolt.async_app import AsyncBoltContext
    from slack_bolt.authorization import AuthorizeResult
    from slack_bolt.request.async_request import AsyncBoltRequest
    from slack_bolt.response import BoltResponse

    from bot.slack.listeners import Listeners

log = structlog.get_logger()

# In seconds. An answer that takes longer counts as not heard.
_TIMEOUT = 10

# Names for the wiring, which may not import Slack's libraries.
SlackApp = AsyncApp
SlackClient = AsyncWebClient


def open_client(token: str, api_url: str | None) -> AsyncWebClient:
    """Return a Web API client; a 429 is for the outbox, which waits without holding a worker.

    It repeats a call by itself only where no connection was made: the client's own handler also repeats one
    whose answer was lost, which Slack may have carried out.
    """
    client = AsyncWebClient(token=token, base_url=api_url or AsyncWebClient.BASE_URL, timeout=_TIMEOUT)
    client.retry_handlers = [AsyncConnectionErrorRetryHandler(error_types=[ClientConnectorError])]
    return client


def open_app(
    client: AsyncWebClient,
    listeners: Listeners,
    signing_secret: str | None = None,
    identity: Identity | None = None,
) -> AsyncApp:
    """Return the app with every one of `listeners` registered.

    `identity` authorizes requests, with the token of `client`; Bolt's own way acknowledges and drops them
    while `auth.test` fails.
    """
    known = identity or Identity(client)

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        return await known.authorize(context)

    bare = AsyncWebClient(base_url=client.base_url)
    bare.retry_handlers = list(client.retry_handlers)
    app = AsyncApp(client=bare, before_authorize=Entry(), authorize=authorize, signing_secret=signing_secret)
    listeners.register(app)
    app.error(_log_error)
    return app


async def _log_error(
    error: Exception, request: AsyncBoltRequest, response: BoltResponse | None
) -> BoltResponse | None:
    """Log an error of a listener, without the payload; Slack gets no 200 and delivers again.

    What cannot be read is refused, so that it is not delivered again. `response` is None where Slack has been
    answered, and then Bolt takes no other.
    """
    if isinstance(error, MalformedPayloadError):
        refusal = refuse(str(error), request.mode)
        return refusal if response is not None else None
    log.error("listener_failed", error=type(error).__name__, mode=request.mode, exc_info=error)
    return None


def http_handler(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of Slack's signed HTTP requests."""

    async def handle(request: web.Request) -> web.Response:
        await request.read()
        try:
            # Bolt reads the body before it checks the signature; nothing is done with it yet.
            read = await to_bolt_request(request)
        except UNREADABLE as error:
            return await to_aiohttp_response(refuse(described(error)))
        return await to_aiohttp_response(await app.async_dispatch(read))

    return handle
