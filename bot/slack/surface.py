"""`Surface` of `bot.outgoing` on Slack: calls of the Web API, with its errors sorted."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from slack_sdk.models.views import View

from bot.outgoing.calls import Sign
from bot.outgoing.surface import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    PlaceLostError,
    Posted,
    UnheardError,
)
from bot.slack.blocks.render import VIEW_BLOCKS, render
from bot.slack.errors import AlreadyError, surface_errors
from bot.slack.relay import copy_files
from bot.slack.uploads import Upload, upload
from bot.slack.workspace.people import team_of, user_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.files.file import File
    from bot.outgoing.address import Destination, FileLink
    from bot.outgoing.attempts import Attempts, Pace
    from bot.pages.page import Page

# The type of the metadata by which a retry finds a message.
METADATA_TYPE = "relais_reply"
# How many messages a look for an earlier attempt reads at once.
_PAGE = 100
_SIGNS = {Sign.RECEIVED: "incoming_envelope", Sign.SENT: "outbox_tray"}
# How far back a look goes: a call is tried for a day.
_LOOK_BACK = timedelta(days=1, hours=1)
# The methods whose pace is kept before an attempt is noted.
_PACED = frozenset({"chat.postMessage", "chat.postEphemeral"})


@dataclass(frozen=True, slots=True)
class SlackSurface:
    """`Surface` of `bot.outgoing`, with the bot's own token.

    `attempts` remembers what was posted; `pace` keeps Slack's limits, of which a 429 tells more.
    """

    client: AsyncWebClient
    attempts: Attempts
    pace: Pace

    async def post(
        self, to: Destination, page: Page, key: str, *, broadcast: bool = False, replaces: str = ""
    ) -> Posted:
        """Post a message that carries `key`, once: first look for it where an earlier attempt may have.

        It is written over the message of the key `replaces`, where there is one.
        """
        if replaces and (notice := await self.attempts.result(replaces)):
            with suppress(DeliveryRefusedError):
                return await self._write_over(notice, page, key)
        channel = await self._channel(to)
        message = render(page)
        body: dict[str, Any] = {
            "channel": channel,
            "text": message.text,
            "blocks": message.blocks,
            **({"thread_ts": to.thread} if to.thread else {}),
            **({"reply_broadcast": True} if broadcast else {}),
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": METADATA_TYPE, "event_payload": {"key": key}},
        }
        return await self._post_once(channel, to.thread, key, body)

    async def _post_once(self, channel: str, thread: str, key: str, body: Mapping[str, Any]) -> Posted:
        await self._keep_pace("chat.postMessage", channel, paced=True)
        before = await self.attempts.begin(key)
        if before.done:
            return _posted(before.done)
        if before.tried and (found := await self._find_posted(channel, thread, key)) is not None:
            posted = Posted(channel, found)
        else:
            try:
                answer = await self._call("chat.postMessage", channel, body)
            except (DeliveryDelayedError, DeliveryRefusedError) as error:
                if not isinstance(error, UnheardError):
                    await self.attempts.withdraw(key)
                raise
            posted = Posted(channel, str(answer["ts"]))
        await self.attempts.finish(key, f"{posted.channel}:{posted.message}")
        return posted

    async def _write_over(self, notice: str, page: Page, key: str) -> Posted:
        """Write a message over a notice."""
        posted = _posted(notice)
        await self.update(posted.channel, posted.message, page, key)
        await self.attempts.begin(key)
        await self.attempts.finish(key, notice)
        return posted

    async def is_posted(self, key: str) -> bool:
        """Tell whether the message of this key was posted within a day."""
        return bool(await self.attempts.result(key))

    async def withdraw(self, key: str) -> None:
        """Delete the message of this key, where it was posted."""
        if result := await self.attempts.result(key):
            posted = _posted(result)
            with suppress(PlaceLostError):
                await self._call(
                    "chat.delete", posted.channel, {"channel": posted.channel, "ts": posted.message}
                )

    async def _channel(self, to: Destination) -> str:
        """Return the channel, opening the direct messages of a person first."""
        if to.channel:
            return to.channel
        opened = await self._call("conversations.open", "", {"users": user_of(to.person)})
        return str(opened["channel"]["id"])

    async def _find_posted(self, channel: str, thread: str, key: str) -> str | None:
        """Return the id of the message that carries `key`, None where no earlier attempt posted it.

        None too where Relais will never be allowed to look.

        Raises:
            DeliveryDelayedError: Slack cannot say now.
        """
        since = f"{time.time() - _LOOK_BACK.total_seconds():.6f}"
        where = {"channel": channel, "include_all_metadata": True, "limit": _PAGE, "oldest": since}
        method = "conversations.replies" if thread else "conversations.history"
        arguments: dict[str, Any] = {**where, **({"ts": thread} if thread else {})}
        try:
            while True:
                page = await self._call(method, channel, arguments, get=True)
                if found := _carrying(key, page):
                    return found
                cursor = (page.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    return None
                arguments["cursor"] = cursor
        except DeliveryRefusedError:
            return None

    async def update(self, channel: str, message: str, page: Page, key: str = "") -> None:
        """Replace the content of a message, and its key where there is one."""
        rendered = render(page)
        body: dict[str, Any] = {
            "channel": channel,
            "ts": message,
            "text": rendered.text,
            "blocks": rendered.blocks,
        }
        if key:
            body["metadata"] = {"event_type": METADATA_TYPE, "event_payload": {"key": key}}
        await self._call("chat.update", channel, body)

    async def whisper(self, to: Destination, person: str, page: Page, key: str) -> None:
        """Post a message that only `person` sees; twice at most, since it cannot be looked for."""
        rendered, thread = render(page), {"thread_ts": to.thread} if to.thread else {}
        body = {
            "channel": to.channel,
            "user": user_of(person),
            "text": rendered.text,
            "blocks": rendered.blocks,
        }
        await self._keep_pace("chat.postEphemeral", to.channel, paced=True)
        before = await self.attempts.begin(key)
        if before.done or before.tried > 1:
            return
        try:
            await self._call("chat.postEphemeral", to.channel, {**body, **thread})
        except (DeliveryDelayedError, DeliveryRefusedError) as error:
            if not isinstance(error, UnheardError):
                await self.attempts.withdraw(key)
            raise
        await self.attempts.finish(key, "whispered")

    async def mark(self, ref: str, sign: Sign) -> None:
        """Add a mark to the message `ref`."""
        channel, _, message = ref.partition(":")
        body = {"channel": channel, "timestamp": message, "name": _SIGNS[sign]}
        with suppress(AlreadyError):
            await self._call("reactions.add", channel, body)

    async def upload(self, to: Destination, file: File, key: str, comment: str = "") -> None:
        """Upload a file, once; a later attempt goes on with the file of an earlier one."""
        channel = await self._channel(to)
        await self._keep_pace("files.completeUploadExternal", channel, paced=True)
        with surface_errors():
            await upload(self.client, self.attempts, key, Upload(channel, to.thread, file, comment))

    async def copy_files(self, files: Sequence[FileLink], to: Destination, key: str) -> list[str]:
        """Copy files from another conversation, each once; return the names of those not copied."""
        if not files:
            return []
        return await copy_files(self.client, self.attempts, files, to, key)

    async def show_home(self, person: str, page: Page) -> None:
        """Update a person's App Home."""
        blocks = render(page, VIEW_BLOCKS).blocks
        view = View(type="home", blocks=blocks).to_dict()
        await self._call("views.publish", "", {"user_id": user_of(person), "view": view})

    async def link(self, channel: str, message: str) -> str:
        """Return the URL of a message."""
        arguments = {"channel": channel, "message_ts": message}
        return str((await self._call("chat.getPermalink", channel, arguments, get=True))["permalink"])

    def is_private(self, channel: str) -> bool:
        """Tell whether a channel is direct messages, whose ids begin with D."""
        return channel.startswith("D")

    def conversation(self, person: str, channel: str, thread: str) -> str:
        """Return the id of the conversation in a thread, in the workspace of a person."""
        return f"{team_of(person)}:{channel}:{thread}"

    async def _keep_pace(self, method: str, channel: str, *, paced: bool) -> None:
        """Have the call wait where it is too early.

        Raises:
            DeliveryDelayedError: it is; nothing was sent.
        """
        if (seconds := await self.pace.wait(method, channel, paced=paced)) > 0:
            raise DeliveryDelayedError(timedelta(seconds=seconds))

    async def _call(
        self, method: str, channel: str, arguments: Mapping[str, Any], *, get: bool = False
    ) -> AsyncSlackResponse:
        """Call a method; a 429 holds it back for the channel, for every worker."""
        if method not in _PACED:
            await self._keep_pace(method, channel, paced=False)
        try:
            with surface_errors():
                if get:
                    return await self.client.api_call(method, http_verb="GET", params=dict(arguments))
                return await self.client.api_call(method, json=dict(arguments))
        except DeliveryDelayedError as error:
            if error.after is not None:
                await self.pace.hold(method, channel, error.after.total_seconds())
            raise


def _posted(result: str) -> Posted:
    channel, _, message = result.partition(":")
    return Posted(channel, message)


def _carrying(key: str, page: AsyncSlackResponse) -> str | None:
    messages: list[dict[str, Any]] = page["messages"]
    for message in messages:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("key") == key:
            return str(message["ts"])
    return None
