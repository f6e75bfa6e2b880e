"""Buttons that ask for a reply, which are queued like messages; the choice is in the button's value.

Features register the buttons that open their forms before these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from actions.acts import Explain, ListTopics, Rate
from actions.cases.acts import CaseChoice
from actions.choices import decode, encode
from actions.model import Inbound
from actions.readiness.acts import ReadinessChoice
from bot.queue.envelope import Envelope
from bot.slack.blocks.render import ACTION_PREFIX
from bot.slack.payloads import SURFACE, conversation_id, pressed_in, pressed_line, team_in

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

    from actions.acts import Choice
    from bot.queue.inbox import Inbox
    from bot.slack.payloads import Body


def register(app: AsyncApp, inbox: Inbox) -> None:
    """Register every button of ours that no feature has registered."""

    async def press(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        # Queued before the acknowledgement, so that Slack shows the person an error where that fails.
        await inbox.put(envelope_of(body, context))
        await ack()

    app.action(re.compile("^" + re.escape(ACTION_PREFIX)))(press)


def envelope_of(body: Body, context: AsyncBoltContext) -> Envelope:
    """Return the act of a press; in App Home there is no channel, so that the reply is private."""
    action, address = body["actions"][0], pressed_in(body, context)
    choice = decode(pressed_line(body)) or ListTopics()
    person, place = address.person, f"{address.channel}:{address.message or 'home'}"
    inbound = Inbound(
        key=f"{team_in(context)}:{place}:{_scope(choice, body['user']['id'], action)}",
        person=person,
        conversation=conversation_id(person, address.channel, address.thread),
        press=str(action.get("action_ts") or body["trigger_id"]),
        surface=SURFACE,
    )
    return Envelope(inbound, choice, address)


def _scope(choice: Choice, user: str, action: dict[str, Any]) -> str:
    """Return the part of the key by which two presses are one act.

    A question pressed by two people at once is answered once. Ratings, and choices on cases or assessments,
    are each person's own. Opening and closing the reasons is a new act each time.
    """
    line = encode(choice)
    if isinstance(choice, Rate | ReadinessChoice | CaseChoice):
        return f"{line}:{user}"
    return f"{line}:{action.get('action_ts')}" if isinstance(choice, Explain) else line
