"""Posts messages, each once: one carries its key as metadata, and is looked for before it is repeated."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError, UnheardError
from bot.slack.workspace.facts import pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.outgoing.attempts import Attempts
    from bot.slack.blocks.render import Message
    from bot.slack.paced import PacedClient

# The type of the metadata by which a retry finds a message.
METADATA_TYPE = "relais_reply"
# How many messages a look for an earlier attempt reads at once.
_PAGE = 100
# How far back a look goes: a call is tried for a day.
_LOOK_BACK = timedelta(days=1, hours=1)


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message goes: a channel, and a thread of it or none."""

    channel: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts messages; `attempts` remembers which."""

    api: PacedClient
    attempts: Attempts

    async def post(self, to: Thread, message: Message, key: str, *, broadcast: bool = False) -> str:
        """Post a message once, and return its id."""
        before = await self.attempts.begin(key)
        channel, _, posted = before.done.rpartition(":")
        # Posted in another channel, it was a part of what was then refused there.
        if before.done and channel in {"", to.channel}:
            return posted
        found = await self._find(to, key) if before.tried else None
        if found is None:
            body = {
                **as_body(to, message),
                **({"reply_broadcast": True} if broadcast else {}),
                "unfurl_links": False,
                "unfurl_media": False,
                "metadata": metadata(key),
            }
            found = str((await self._try("chat.postMessage", to.channel, body, key))["ts"])
        await self.attempts.finish(key, f"{to.channel}:{found}")
        return found

    async def whisper(self, to: Thread, user: str, message: Message, key: str) -> None:
        """Post a message that only `user` sees; twice at most, since it cannot be looked for."""
        before = await self.attempts.begin(key)
        if before.done or before.tried > 1:
            return
        await self._try("chat.postEphemeral", to.channel, {**as_body(to, message), "user": user}, key)
        await self.attempts.finish(key, "whispered")

    async def _try(self, method: str, channel: str, body: Mapping[str, Any], key: str) -> AsyncSlackResponse:
        """Call a method at Slack's pace; an attempt that Slack surely did not carry out is taken back."""
        try:
            return await self.api.call(method, channel, body, paced=True)
        except (DeliveryDelayedError, DeliveryRefusedError) as error:
            if not isinstance(error, UnheardError):
                await self.attempts.withdraw(key)
            raise

    async def _find(self, to: Thread, key: str) -> str | None:
        """Return the id of the message that carries `key`, None where no earlier attempt posted it.

        None too where Relais will never be allowed to look.

        Raises:
            DeliveryDelayedError: Slack cannot say now.
        """
        since = f"{time.time() - _LOOK_BACK.total_seconds():.6f}"
        # What is None is not sent.
        asked = {
            "channel": to.channel,
            "ts": to.thread or None,
            "include_all_metadata": True,
            "limit": _PAGE,
            "oldest": since,
        }
        method = "conversations.replies" if to.thread else "conversations.history"
        look = pages(
            lambda cursor: self.api.call(method, to.channel, {**asked, "cursor": cursor or None}, get=True)
        )
        try:
            async for page in look:
                if found := _carrying(key, page):
                    return found
        except DeliveryRefusedError:
            return None
        return None


def as_body(to: Thread, message: Message) -> dict[str, Any]:
    """Return a message as the Web API takes it."""
    thread = {"thread_ts": to.thread} if to.thread else {}
    return {"channel": to.channel, "text": message.text, "blocks": message.blocks, **thread}


def metadata(key: str) -> dict[str, Any]:
    """Return the metadata by which a message is found."""
    return {"event_type": METADATA_TYPE, "event_payload": {"key": key}}


def _carrying(key: str, page: AsyncSlackResponse) -> str | None:
    messages: list[dict[str, Any]] = page["messages"]
    for message in messages:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("key") == key:
            return str(message["ts"])
    return None
