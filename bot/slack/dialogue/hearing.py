"""Decides which messages are for Relais, and notes who spoke, by ids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
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
_SPOKEN = {None, "file_share", "me_message", "thread_broadcast"}


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


class To(Enum):
    """Who a message is for."""

    RELAIS = auto()
    DEPARTMENT = auto()  # a requester's words in the thread of their request
    COLLEAGUES = auto()  # others, in a thread in which somebody spoke to Relais
    NOBODY = auto()  # others, elsewhere: nothing of it is noted


HEARD = frozenset({To.RELAIS, To.DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Hearing:
    """Hears direct messages, mentions, follow-ups, and a requester's words in the thread of a request.

    What people in a channel say to one another is neither queued nor logged: of a thread in which somebody
    spoke to Relais within the hour, it is noted who spoke when.
    """

    conversations: RedisConversations
    threads: RedisCaseThreads
    services: Callable[[], Services]

    async def recipient(self, message: Message) -> To:
        """Return who a message is for; in the thread of a department's card only mentions are for Relais."""
        if message.mentioned:
            return To.RELAIS
        if not message.in_thread or await self.threads.case_at(message.conversation):
            return To.RELAIS if message.direct and not message.in_thread else To.NOBODY
        if message.direct:
            return To.RELAIS
        speaker, may_follow = await self.conversations.before(message.conversation, message.at)
        follows = may_follow and speaker == message.person and not message.to_others
        if not await self.threads.has_case(message.conversation):
            others = To.COLLEAGUES if speaker else To.NOBODY
            return To.RELAIS if follows else others
        if await self._is_about_own_case(message, speaker):
            return To.DEPARTMENT
        return To.RELAIS if follows else To.COLLEAGUES

    async def _is_about_own_case(self, message: Message, speaker: str) -> bool:
        """Tell whether a case of the person's here is open, or was closed within the hour.

        In a closed one's thread, `speaker`, who spoke last, has to be the same person.
        """
        cases = self.services().advisor.cases
        with reaching_redis():
            if await cases.open_in(message.conversation, message.person) is not None:
                return True
            closed = await cases.closed_in(message.conversation, message.person)
        if closed is None or closed.closed_at is None or message.to_others:
            return False
        recent = cases.clock.now() - closed.closed_at <= FOLLOW_UP
        return recent and speaker in {"", message.person}

    async def note(self, message: Message, to: To) -> None:
        """Note who spoke in a channel's thread, and whether to Relais."""
        if to is not To.NOBODY and not message.direct:
            to_relais = to is To.RELAIS
            await self.conversations.spoke(
                message.conversation, message.person, message.at, to_relais=to_relais
            )
