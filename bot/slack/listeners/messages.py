"""Mentions, direct messages and follow-ups.

Bolt acknowledges an event before its listener has run, so the work is done in a listener middleware:
where it cannot queue the act, Slack gets no 200 and delivers again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.response import BoltResponse

from actions.model import Inbound, Said
from actions.privacy import redact
from bot.envelope import Envelope
from bot.slack.text import mentions, plain
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncApp, AsyncBoltContext

    from bot.stores.people import RedisConversations
    from bot.worker import Inbox

log = structlog.get_logger()

# What a person wrote. Edits, deletions, joins and the like are not questions.
_SPOKEN = {None, "file_share", "thread_broadcast"}


def register(app: AsyncApp, inbox: Inbox, conversations: RedisConversations) -> None:
    """Hear mentions everywhere, direct messages, and the threads Relais takes part in."""

    async def receive(
        event: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[None]],  # noqa: A002  Bolt's name
    ) -> BoltResponse | None:
        try:
            if await _is_for_us(event, context, conversations):
                await inbox.put(envelope_of(event, context))
        except StoreAwayError:
            log.warning("inbox_away", event_ts=event.get("ts"))
            return BoltResponse(status=503, body="")
        await next()
        return None

    app.event("app_mention", middleware=[receive])(_acknowledged)
    app.event("message", middleware=[receive])(_acknowledged)


async def _acknowledged() -> None:
    """Do nothing more: the act is in the inbox."""


async def _is_for_us(
    event: dict[str, Any], context: AsyncBoltContext, conversations: RedisConversations
) -> bool:
    """Tell whether a person speaks to Relais; nothing else a channel says is read further."""
    if event.get("subtype") not in _SPOKEN or event.get("bot_id") or not event.get("user"):
        return False
    if event["type"] == "app_mention" or event.get("channel_type") == "im":
        return True
    if mentions(event.get("text") or "", str(context.bot_user_id)):
        return True
    return "thread_ts" in event and await conversations.takes_part(_conversation(event, context))


def _conversation(event: dict[str, Any], context: AsyncBoltContext) -> str:
    return f"{context.team_id}:{event['channel']}:{event.get('thread_ts') or event['ts']}"


def envelope_of(event: dict[str, Any], context: AsyncBoltContext) -> Envelope:
    """Return the act; a mention, which arrives as two events, gives the same key twice."""
    text = plain(event.get("text") or "", context.bot_user_id)
    inbound = Inbound(
        key=f"{context.team_id}:{event['channel']}:{event['ts']}",
        person=f"{context.team_id}:{event['user']}",
        conversation=_conversation(event, context),
        act=Said(redact(text)),
    )
    address = {
        "channel": event["channel"],
        "thread": event.get("thread_ts") or event["ts"],
        "user": event["user"],
        # A mention carries no channel type, but it cannot happen in a direct message's event.
        "private": event.get("channel_type") == "im" or str(event["channel"]).startswith("D"),
    }
    return Envelope(inbound, address)
