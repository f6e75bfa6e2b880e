"""Decides which messages are for Relais, and notes who spoke, by ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.blocks.text import addresses_others, mentions
from bot.stores.errors import reaching_redis
from bot.stores.people import FOLLOW_UP

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncBoltContext

    from bot.services import Services
    from bot.slack.payloads import Body
    from bot.stores.case_threads import RedisCaseThreads
    from bot.stores.people import RedisConversations

# The subtypes of messages that a person wrote; edits, deletions, joins and the like are left out.
_SPOKEN = {None, "file_share", "thread_broadcast"}


def is_spoken(event: Body) -> bool:
    """Tell whether a person wrote a message, rather than a bot or Slack."""
    return event.get("subtype") in _SPOKEN and not event.get("bot_id") and bool(event.get("user"))


@dataclass(frozen=True, slots=True)
class Message:
    """What is looked at of a message to decide whether it is for Relais; its words are not kept."""

    person: str
    conversation: str
    at: str
    direct: bool
    in_thread: bool
    mentioned: bool
    to_others: bool


def message_of(event: Body, context: AsyncBoltContext, conversation: str) -> Message:
    """Read a message event."""
    text, bot = str(event.get("text") or ""), str(context.bot_user_id)
    mentioned = event["type"] == "app_mention" or mentions(text, bot)
    return Message(
        f"{context.team_id}:{event['user']}",
        conversation,
        str(event["ts"]),
        event.get("channel_type") == "im",
        "thread_ts" in event,
        mentioned,
        addresses_others(text, bot),
    )


@dataclass(frozen=True, slots=True)
class Hearing:
    """Hears direct messages, mentions, follow-ups, and a requester's words in the thread of a request.

    What people in a channel say to one another is neither queued nor logged: of a thread in which Relais
    answered within the hour it is noted who spoke when.
    """

    conversations: RedisConversations
    threads: RedisCaseThreads
    services: Callable[[], Services]

    async def is_for_relais(self, message: Message) -> bool:
        """Tell whether a message is for Relais, or for the department of the person's own request.

        In the thread of a department's card only mentions are.
        """
        if message.mentioned:
            return True
        if not message.in_thread or await self.threads.case_at(message.conversation):
            return message.direct and not message.in_thread
        return message.direct or await self._is_about_own_case(message) or await self._follows_up(message)

    async def _follows_up(self, message: Message) -> bool:
        return not message.to_others and await self.conversations.follows_up(
            message.conversation, message.person, message.at
        )

    async def _is_about_own_case(self, message: Message) -> bool:
        """Tell whether a case of the person's here is open, or was closed within the hour."""
        conversation, person = message.conversation, message.person
        if not await self.threads.has_case(conversation):
            return False
        cases = self.services().advisor.cases
        with reaching_redis():
            if await cases.open_in(conversation, person) is not None:
                return True
            closed = await cases.closed_in(conversation, person)
        if closed is None or closed.closed_at is None or message.to_others:
            return False
        recent = cases.clock.now() - closed.closed_at <= FOLLOW_UP
        return recent and await self.conversations.last_speaker(conversation, message.at) in {"", person}

    async def note(self, message: Message, *, heard: bool) -> None:
        """Note who spoke in a thread, and whether to Relais; nothing of threads it has no part in."""
        if message.direct:
            return
        if heard and message.mentioned:
            await self.conversations.spoke(message.conversation, message.person, message.at, to_relais=True)
        elif message.in_thread and (
            await self.conversations.is_followed(message.conversation)
            or await self.threads.has_case(message.conversation)
        ):
            to_relais = heard and await self._follows_up(message)
            await self.conversations.spoke(
                message.conversation, message.person, message.at, to_relais=to_relais
            )
