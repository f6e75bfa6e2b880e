"""`Surface` of `bot.outgoing` on Slack."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk.models.views import View

from bot.outgoing.calls import Sign
from bot.outgoing.surface import DeliveryRefusedError, PlaceLostError, Posted
from bot.slack.blocks.render import render_home, render_parts
from bot.slack.errors import AlreadyError, surface_errors
from bot.slack.paced import PacedClient
from bot.slack.posts import Posts, Thread, metadata
from bot.slack.relay import copy_files
from bot.slack.uploads import Upload, upload
from bot.slack.workspace.people import team_of, user_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.files.file import File
    from bot.outgoing.address import Destination, FileLink
    from bot.outgoing.attempts import Attempts, Pace
    from bot.pages.page import Page

# The result of a message that is not to be posted any more.
_WITHDRAWN = ":"
_SIGNS = {Sign.RECEIVED: "incoming_envelope", Sign.SENT: "outbox_tray"}


@dataclass(frozen=True, slots=True)
class SlackSurface:
    """`Surface` of `bot.outgoing`, with the bot's own token.

    `attempts` remembers what was posted; `pace` keeps Slack's limits, of which a 429 tells more.
    """

    client: AsyncWebClient
    attempts: Attempts
    pace: Pace

    @property
    def api(self) -> PacedClient:
        """The Web API."""
        return PacedClient(self.client, self.pace)

    @property
    def posts(self) -> Posts:
        """What posts messages once."""
        return Posts(self.api, self.attempts)

    async def post(
        self, to: Destination, page: Page, key: str, *, broadcast: bool = False, replaces: str = ""
    ) -> Posted:
        """Post a page that carries `key`, once: first look for it where an earlier attempt may have.

        A page longer than a message goes in parts, one after the other, each with a key of its own. The first
        is written over the message of the key `replaces`, where there is one.
        """
        there = Thread(await self._channel(to), to.thread)
        first, *further = render_parts(page)
        message = ""
        if replaces and (notice := await self.attempts.result(replaces)):
            message = notice.rpartition(":")[2]
            body = {"channel": there.channel, "ts": message, "text": first.text, "blocks": first.blocks}
            try:
                await self.api.call("chat.update", there.channel, {**body, "metadata": metadata(key)})
                await self.attempts.begin(key)
                await self.attempts.finish(key, notice)
            except DeliveryRefusedError:
                message = ""
        message = message or await self.posts.post(there, first, key, broadcast=broadcast)
        ids = [
            await self.posts.post(there, part, f"{key}:{number}")
            for number, part in enumerate(further, start=2)
        ]
        return Posted(there.channel, message, tuple(ids))

    async def is_posted(self, key: str) -> bool:
        """Tell whether the message of this key was posted within a day."""
        return bool(await self.attempts.result(key))

    async def withdraw(self, key: str) -> None:
        """Delete the message of this key where it was posted, else see to it that it is not."""
        channel, _, message = (await self.attempts.result(key)).partition(":")
        if message:
            await self._delete(channel, message)
        else:
            await self.attempts.finish(key, _WITHDRAWN)

    async def _delete(self, channel: str, message: str) -> None:
        """Delete a message; a retry may find it gone."""
        with suppress(PlaceLostError):
            await self.api.call("chat.delete", channel, {"channel": channel, "ts": message})

    async def _channel(self, to: Destination) -> str:
        """Return the channel, opening the direct messages of a person first."""
        if to.channel:
            return to.channel
        opened = await self.api.call("conversations.open", "", {"users": user_of(to.person)})
        return str(opened["channel"]["id"])

    async def update(self, channel: str, message: str, page: Page, further: Sequence[str] = ()) -> None:
        """Replace the content of a message, and of `further` ones where the page had been posted in parts."""
        messages = (message, *further)
        parts = render_parts(page, most=len(messages))
        for each, part in zip(messages, parts, strict=False):
            body = {"channel": channel, "ts": each, "text": part.text, "blocks": part.blocks}
            await self.api.call("chat.update", channel, body)
        for each in messages[len(parts) :]:
            await self._delete(channel, each)

    async def whisper(self, to: Destination, person: str, page: Page, key: str) -> None:
        """Post a page that only `person` sees; twice at most, since it cannot be looked for."""
        there = Thread(to.channel, to.thread)
        for number, part in enumerate(render_parts(page), start=1):
            own = key if number == 1 else f"{key}:{number}"
            await self.posts.whisper(there, user_of(person), part, own)

    async def mark(self, ref: str, sign: Sign) -> None:
        """Add a mark to the message `ref`."""
        channel, _, message = ref.partition(":")
        body = {"channel": channel, "timestamp": message, "name": _SIGNS[sign]}
        with suppress(AlreadyError):
            await self.api.call("reactions.add", channel, body)

    async def upload(self, to: Destination, file: File, key: str, comment: str = "") -> None:
        """Upload a file, once; a later attempt goes on with the file of an earlier one."""
        channel = await self._channel(to)
        with surface_errors():
            await upload(self.client, self.attempts, key, Upload(channel, to.thread, file, comment))

    async def copy_files(self, files: Sequence[FileLink], to: Destination, key: str) -> list[str]:
        """Copy files from another conversation, each once; return the names of those not copied."""
        if not files:
            return []
        return await copy_files(self.client, self.attempts, files, to, key)

    async def show_home(self, person: str, page: Page) -> None:
        """Update a person's App Home."""
        view = View(type="home", blocks=render_home(page)).to_dict()
        await self.api.call("views.publish", "", {"user_id": user_of(person), "view": view})

    async def link(self, channel: str, message: str) -> str:
        """Return the URL of a message."""
        arguments = {"channel": channel, "message_ts": message}
        return str((await self.api.call("chat.getPermalink", channel, arguments, get=True))["permalink"])

    def is_private(self, channel: str) -> bool:
        """Tell whether a channel is direct messages, whose ids begin with D."""
        return channel.startswith("D")

    def conversation(self, person: str, channel: str, thread: str) -> str:
        """Return the id of the conversation in a thread, in the workspace of a person."""
        return f"{team_of(person)}:{channel}:{thread}"
