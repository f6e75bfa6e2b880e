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
from bot.slack.payloads import SURFACE, attached, is_private
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncApp, AsyncBoltContext

    from bot.queue.inbox import Inbox
    from bot.slack.payloads import Body
    from bot.stores.case_threads import RedisCaseThreads
    from bot.stores.people import RedisConversations

log = structlog.get_logger()

# The subtypes of messages that a person wrote; edits, deletions, joins and the like are left out.
_SPOKEN = {None, "file_share", "thread_broadcast"}
# Edits and deletions, which matter where the message was relayed.
_REWRITTEN = {"message_changed", "message_deleted"}


def register(
    app: AsyncApp,
    inbox: Inbox,
    conversations: RedisConversations,
    threads: RedisCaseThreads,
    rewritten: Callable[[Body, str, RedisCaseThreads], Awaitable[Envelope | None]],
) -> None:
    """Register mentions, direct messages, and messages of the threads that Relais takes part in.

    `rewritten` returns the act of an edited or deleted message, None where it has none.
    """

    async def receive(
        event: Body,
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[None]],  # noqa: A002  Bolt's name
    ) -> BoltResponse | None:
        try:
            if event.get("subtype") in _REWRITTEN:
                envelope = await rewritten(event, str(context.team_id), threads)
            elif await _is_for_us(event, context, conversations, threads):
                envelope = envelope_of(event, context)
            else:
                envelope = None
            if envelope is not None:
                await inbox.put(envelope)
        except StoreAwayError:
            log.warning("inbox_away", event_ts=event.get("ts"))
            return BoltResponse(status=503, body="")
        await next()
        return None

    app.event("app_mention", middleware=[receive])(_acknowledged)
    app.event("message", middleware=[receive])(_acknowledged)


async def _acknowledged() -> None:
    """Do nothing more, since the middleware has queued the act."""


async def _is_for_us(
    event: Body, context: AsyncBoltContext, conversations: RedisConversations, threads: RedisCaseThreads
) -> bool:
    """Tell whether a message is for Relais; any other message of a channel is not read further.

    In the thread of a department's card only mentions are for Relais.
    """
    if event.get("subtype") not in _SPOKEN or event.get("bot_id") or not event.get("user"):
        return False
    if event["type"] == "app_mention" or mentions(event.get("text") or "", str(context.bot_user_id)):
        return True
    direct, conversation = event.get("channel_type") == "im", _conversation(event, context)
    if "thread_ts" not in event or await threads.case_at(conversation):
        return direct and "thread_ts" not in event
    return direct or await conversations.takes_part(conversation) or await threads.has_case(conversation)


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
