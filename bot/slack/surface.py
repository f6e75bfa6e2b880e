"""`Surface` of `bot.outgoing` on Slack: calls of the Web API, with its errors sorted."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.outgoing.calls import Sign
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError, PlaceLostError, Posted
from bot.slack.blocks.render import VIEW_BLOCKS, render
from bot.slack.relay import copy_files
from bot.slack.workspace.people import team_of, user_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.files.file import File
    from bot.outgoing.address import Destination, FileLink
    from bot.pages.page import Page

# The type of the metadata by which a retry finds a message.
METADATA_TYPE = "relais_reply"
# How many messages a look for an earlier attempt reads at once.
_PAGE = 100
_SIGNS = {Sign.RECEIVED: "incoming_envelope", Sign.SENT: "outbox_tray"}
# Slack's errors for a channel or message that no longer exists, or is closed to Relais.
_LOST = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "is_archived",
        "message_not_found",
        "not_in_channel",
        "thread_not_found",
    }
)
# Slack's errors where a person cannot be shown a message of their own in a channel.
_NOT_SHOWN = frozenset(
    {"channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel", "messages_tab_disabled"}
)
_NO_PREVIEWS = {"unfurl_links": False, "unfurl_media": False}
# Errors that pass by themselves or that an administrator fixes: the call is retried. Others are final.
_PASSING = frozenset(
    {
        "account_inactive",
        "fatal_error",
        "internal_error",
        "invalid_auth",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
        "token_expired",
        "token_revoked",
    }
)
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class SlackSurface:
    """`Surface` of `bot.outgoing`, with the bot's own token."""

    client: AsyncWebClient

    async def post(
        self, to: Destination, page: Page, key: str, *, again: bool, broadcast: bool = False
    ) -> Posted:
        """Post a message that carries `key`; with `again`, first look for it from an earlier attempt."""
        message = render(page)
        with _surface_errors():
            channel = await self._channel(to)
            if again and (found := await self._find_posted(channel, to.thread, key)) is not None:
                return Posted(channel, found)
            answer = await self.client.api_call(
                "chat.postMessage",
                json={
                    "channel": channel,
                    "text": message.text,
                    "blocks": message.blocks,
                    **({"thread_ts": to.thread} if to.thread else {}),
                    **({"reply_broadcast": True} if broadcast else {}),
                    **_NO_PREVIEWS,
                    "metadata": {"event_type": METADATA_TYPE, "event_payload": {"key": key}},
                },
            )
            return Posted(channel, str(answer["ts"]))

    async def _channel(self, to: Destination) -> str:
        """Return the channel, opening the direct messages of a person first."""
        if to.channel:
            return to.channel
        return await self._private(to.person)

    async def _private(self, person: str) -> str:
        with _surface_errors():
            opened = await self.client.conversations_open(users=user_of(person))
            return str(opened["channel"]["id"])

    async def _find_posted(self, channel: str, thread: str, key: str) -> str | None:
        """Return the id of the message that carries `key`, None where no earlier attempt posted it.

        None too where Relais will never be allowed to look.

        Raises:
            SlackApiError: Slack cannot say now.
        """
        where: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": _PAGE}
        try:
            if not thread:
                # The newest come first.
                return _carrying(key, await self.client.conversations_history(**where))
            # The oldest come first.
            async for page in await self.client.conversations_replies(ts=thread, **where):
                if found := _carrying(key, page):
                    return found
        except SlackApiError as error:
            if isinstance(_surface_error(error), DeliveryDelayedError):
                raise
        return None

    async def update(self, channel: str, message: str, page: Page) -> None:
        """Replace the content of a message."""
        rendered = render(page)
        await self._call(
            "chat.update",
            {"channel": channel, "ts": message, "text": rendered.text, "blocks": rendered.blocks},
        )

    async def whisper(self, to: Destination, person: str, page: Page) -> None:
        """Post a message in a channel that only `person` sees; where they cannot be shown it, in private.

        Whoever presses a button while they preview a channel is not in it.
        """
        rendered, thread = render(page), {"thread_ts": to.thread} if to.thread else {}
        body = {
            "channel": to.channel,
            "user": user_of(person),
            "text": rendered.text,
            "blocks": rendered.blocks,
        }
        try:
            await self._call("chat.postEphemeral", {**body, **thread})
        except DeliveryRefusedError as error:
            if str(error) not in _NOT_SHOWN:
                raise
            private = {"channel": await self._private(person), "text": rendered.text}
            await self._call("chat.postMessage", {**private, "blocks": rendered.blocks, **_NO_PREVIEWS})

    async def mark(self, ref: str, sign: Sign) -> None:
        """Add a mark to the message `ref`."""
        channel, _, message = ref.partition(":")
        await self._call("reactions.add", {"channel": channel, "timestamp": message, "name": _SIGNS[sign]})

    async def upload(self, to: Destination, file: File, comment: str = "") -> None:
        """Upload a file."""
        with _surface_errors():
            await self.client.files_upload_v2(
                channel=await self._channel(to),
                thread_ts=to.thread or None,
                content=file.content,
                filename=file.name,
                title=file.title,
                alt_txt=file.alt or None,
                initial_comment=comment or None,
            )

    async def copy_files(self, files: Sequence[FileLink], to: Destination) -> list[str]:
        """Copy files from another conversation; return the names of those that could not be copied."""
        return await copy_files(self.client, files, to.channel, to.thread) if files else []

    async def show_home(self, person: str, page: Page) -> None:
        """Update a person's App Home."""
        blocks = render(page, VIEW_BLOCKS).blocks
        with _surface_errors():
            await self.client.views_publish(user_id=user_of(person), view=View(type="home", blocks=blocks))

    async def link(self, channel: str, message: str) -> str:
        """Return the URL of a message."""
        with _surface_errors():
            found = await self.client.chat_getPermalink(channel=channel, message_ts=message)
            return str(found["permalink"])

    def is_private(self, channel: str) -> bool:
        """Tell whether a channel is direct messages, whose ids begin with D."""
        return channel.startswith("D")

    def conversation(self, person: str, channel: str, thread: str) -> str:
        """Return the id of the conversation in a thread, in the workspace of a person."""
        return f"{team_of(person)}:{channel}:{thread}"

    async def _call(self, method: str, arguments: Mapping[str, Any]) -> None:
        with _surface_errors():
            await self.client.api_call(method, json=dict(arguments))


def _carrying(key: str, page: AsyncSlackResponse) -> str | None:
    messages: list[dict[str, Any]] = page["messages"]
    for message in messages:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("key") == key:
            return str(message["ts"])
    return None


@contextmanager
def _surface_errors() -> Iterator[None]:
    """Turn Slack's errors into those of a surface."""
    try:
        yield
    except SlackApiError as error:
        raise _surface_error(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DeliveryDelayedError from error


def _surface_error(error: SlackApiError) -> DeliveryDelayedError | DeliveryRefusedError:
    """Return the error to retry, the one of a lost place, or the final one."""
    response, word = error.response, str(error.response.get("error"))
    if response.status_code == _TOO_MANY_REQUESTS:
        return DeliveryDelayedError(timedelta(seconds=int(response.headers.get("Retry-After", 1))))
    if response.status_code >= _SERVER_ERRORS or word in _PASSING:
        return DeliveryDelayedError()
    return PlaceLostError(word) if word in _LOST else DeliveryRefusedError(word)
