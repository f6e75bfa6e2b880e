"""Slack as a surface: one builder of messages, every call of the Web API, and Slack's errors sorted."""

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
from bot.slack.relay import bring
from bot.slack.workspace.cache import SLACK_ERRORS
from bot.slack.workspace.people import team_of, user_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.files.file import File
    from bot.outgoing.address import Destination, FileLink
    from bot.pages.page import Page

# What a message of ours bears, so that it is found again.
METADATA_TYPE = "relais_reply"
_LOOK_BACK = 100
_SIGNS = {Sign.RECEIVED: "incoming_envelope", Sign.SENT: "outbox_tray"}
# Slack's words for a place that is not there any more, or closed to us.
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
# Errors that time or an administrator mends: the call waits. Every other one is final.
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
        """Post a message that bears `key`; with `again`, look first whether an earlier attempt posted it."""
        message = render(page)
        with _sorted_errors():
            channel = await self._channel(to)
            if again and (found := await self._posted(channel, to.thread, key)) is not None:
                return Posted(channel, found)
            answer = await self.client.api_call(
                "chat.postMessage",
                json={
                    "channel": channel,
                    "text": message.text,
                    "blocks": message.blocks,
                    **({"thread_ts": to.thread} if to.thread else {}),
                    **({"reply_broadcast": True} if broadcast else {}),
                    "unfurl_links": False,
                    "unfurl_media": False,
                    "metadata": {"event_type": METADATA_TYPE, "event_payload": {"key": key}},
                },
            )
            return Posted(channel, str(answer["ts"]))

    async def _channel(self, to: Destination) -> str:
        """Return the channel, which is opened first where it is a private conversation."""
        if to.channel:
            return to.channel
        opened = await self.client.conversations_open(users=user_of(to.person))
        return str(opened["channel"]["id"])

    async def _posted(self, channel: str, thread: str, key: str) -> str | None:
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

    async def update(self, channel: str, message: str, page: Page) -> None:
        """Write a message over."""
        shown = render(page)
        await self._call(
            "chat.update", {"channel": channel, "ts": message, "text": shown.text, "blocks": shown.blocks}
        )

    async def whisper(self, to: Destination, person: str, page: Page) -> None:
        """Say something in a channel that one person alone sees."""
        shown, thread = render(page), {"thread_ts": to.thread} if to.thread else {}
        body = {"channel": to.channel, "user": user_of(person), "text": shown.text, "blocks": shown.blocks}
        await self._call("chat.postEphemeral", {**body, **thread})

    async def mark(self, ref: str, sign: Sign) -> None:
        """Put a mark on the message `ref`; one that bears it already is well."""
        channel, _, message = ref.partition(":")
        await self._call("reactions.add", {"channel": channel, "timestamp": message, "name": _SIGNS[sign]})

    async def upload(self, to: Destination, file: File, comment: str = "") -> None:
        """Send a file."""
        with _sorted_errors():
            await self.client.files_upload_v2(
                channel=await self._channel(to),
                thread_ts=to.thread or None,
                content=file.content,
                filename=file.name,
                title=file.title,
                alt_txt=file.alt or None,
                initial_comment=comment or None,
            )

    async def bring(self, files: Sequence[FileLink], to: Destination) -> list[str]:
        """Bring files over from another conversation; return the names of those that could not be."""
        return await bring(self.client, files, to.channel, to.thread) if files else []

    async def show_home(self, person: str, page: Page) -> None:
        """Show a person's home."""
        blocks = render(page, VIEW_BLOCKS).blocks
        with _sorted_errors():
            await self.client.views_publish(user_id=user_of(person), view=View(type="home", blocks=blocks))

    async def link(self, channel: str, message: str) -> str:
        """Return the address of a message."""
        with _sorted_errors():
            found = await self.client.chat_getPermalink(channel=channel, message_ts=message)
            return str(found["permalink"])

    def is_private(self, channel: str) -> bool:
        """Tell a private conversation by the letter that its id begins with."""
        return channel.startswith("D")

    def conversation(self, person: str, channel: str, thread: str) -> str:
        """Return the id of the conversation in a thread, in the workspace of a person."""
        return f"{team_of(person)}:{channel}:{thread}"

    async def _call(self, method: str, arguments: Mapping[str, Any]) -> None:
        with _sorted_errors():
            await self.client.api_call(method, json=dict(arguments))


@contextmanager
def _sorted_errors() -> Iterator[None]:
    """Turn Slack's ways of failing into those of a surface."""
    try:
        yield
    except SlackApiError as error:
        raise _sorted(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DeliveryDelayedError from error


def _sorted(error: SlackApiError) -> DeliveryDelayedError | DeliveryRefusedError:
    """Tell what will pass from what will not, and a place that is gone from both."""
    response, word = error.response, str(error.response.get("error"))
    if response.status_code == _TOO_MANY_REQUESTS:
        return DeliveryDelayedError(timedelta(seconds=int(response.headers.get("Retry-After", 1))))
    if response.status_code >= _SERVER_ERRORS or word in _PASSING:
        return DeliveryDelayedError()
    return PlaceLostError(word) if word in _LOST else DeliveryRefusedError(word)
