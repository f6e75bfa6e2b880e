"""Mentions, direct messages and follow-ups.

Bolt acknowledges an event before its listener has run, so the act is queued in a listener middleware: where
that fails, Slack gets a 503 and delivers the event again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from slack_bolt.response import BoltResponse

from actions.acts import Said
from actions.model import Inbound
from actions.privacy import redact
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.slack.blocks.text import mentions, plain
from bot.slack.dialogue.hearing import HEARD, is_spoken, message_of
from bot.slack.payloads import SURFACE, attached, is_private
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncApp, AsyncBoltContext

    from bot.queue.inbox import Inbox
    from bot.slack.dialogue.hearing import Hearing
    from bot.slack.payloads import Body
    from bot.stores.case_threads import RedisCaseThreads

log = structlog.get_logger()

# Edits and deletions, which matter where the message was relayed.
REWRITTEN = {"message_changed", "message_deleted"}


def register(
    app: AsyncApp,
    inbox: Inbox,
    hearing: Hearing,
    rewritten: Callable[[Body, str, RedisCaseThreads], Awaitable[Envelope | None]],
) -> None:
    """Register messages, of which `hearing` tells those that are for Relais.

    `rewritten` returns the act of an edited or deleted message, None where it has none.
    """

    async def receive(
        event: Body,
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[None]],  # noqa: A002  Bolt's name
    ) -> BoltResponse | None:
        try:
            if event.get("subtype") in REWRITTEN:
                envelope = await rewritten(event, str(context.team_id), hearing.threads)
                if envelope is not None:
                    await inbox.put(envelope)
            elif is_spoken(event):
                message = message_of(event, context, _conversation(event, context))
                to = await hearing.recipient(message)
                if to in HEARD:
                    await inbox.put(envelope_of(event, context))
                await hearing.note(message, to)
        except StoreAwayError:
            log.warning("inbox_away", event_ts=event.get("ts"))
            return BoltResponse(status=503, body="")
        await next()
        return None

    app.event("app_mention", middleware=[receive])(_acknowledged)
    app.event("message", middleware=[receive])(_acknowledged)


async def _acknowledged() -> None:
    """Do nothing more, since the middleware has queued the act."""


def _conversation(event: Body, context: AsyncBoltContext) -> str:
    return f"{context.team_id}:{event['channel']}:{event.get('thread_ts') or event['ts']}"


def envelope_of(event: Body, context: AsyncBoltContext) -> Envelope:
    """Return the act; a mention arrives as two events, which get the same key."""
    text, files = plain(event.get("text") or "", context.bot_user_id), attached(event)
    channel, person = str(event["channel"]), f"{context.team_id}:{event['user']}"
    inbound = Inbound(
        key=f"{context.team_id}:{channel}:{event['ts']}",
        person=person,
        conversation=_conversation(event, context),
        ref=f"{channel}:{event['ts']}",
        files=tuple(file.name for file in files),
        addressed="thread_ts" not in event or mentions(event.get("text") or "", str(context.bot_user_id)),
        surface=SURFACE,
    )
    # An app_mention event has no channel type, so the channel's id decides there.
    private = event.get("channel_type") == "im" or is_private(channel)
    thread = str(event.get("thread_ts") or event["ts"])
    address = Address(person, channel, thread, private=private, files=files)
    return Envelope(inbound, Said(redact(text)), address)
