"""Buttons: the same door as messages, with the choice in the button's value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from actions.choices import decode, encode
from actions.model import Choice, Explain, Inbound, ListTopics, Rate
from bot.envelope import Envelope
from bot.slack.listeners.forms import opens, reopen
from bot.slack.render import ACTION_PREFIX

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.listeners.forms import FormDesk
    from bot.worker import Inbox


def register(app: AsyncApp, inbox: Inbox, desk: FormDesk) -> None:
    """Hear every button of ours."""

    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        if (form := opens(body["actions"][0]["value"])) is not None:
            await ack()
            await reopen(desk, body, client, form)
            return
        # Queued first: where that fails, Slack shows the person that the press was not taken.
        await inbox.put(envelope_of(body))
        await ack()

    app.action(re.compile("^" + re.escape(ACTION_PREFIX)))(press)


def envelope_of(body: dict[str, Any]) -> Envelope:
    """Return the act behind a press."""
    action, container = body["actions"][0], body["container"]
    channel, message = container["channel_id"], container["message_ts"]
    thread = container.get("thread_ts") or body.get("message", {}).get("thread_ts") or message
    team, user = body["team"]["id"], body["user"]["id"]
    choice = decode(action["value"]) or ListTopics()
    inbound = Inbound(
        key=f"{team}:{channel}:{message}:{_scope(choice, user, action)}",
        person=f"{team}:{user}",
        conversation=f"{team}:{channel}:{thread}",
        act=choice,
        press=str(action.get("action_ts") or body["trigger_id"]),
    )
    address = {
        "channel": channel,
        "thread": thread,
        "message": message,
        "user": user,
        "private": str(channel).startswith("D"),
    }
    return Envelope(inbound, address)


def _scope(choice: Choice, user: str, action: dict[str, Any]) -> str:
    """Return what makes two presses one act.

    A question pressed by two people at once is answered once; an opinion is each person's own; opening
    and closing the reasons is a new act each time.
    """
    line = encode(choice)
    match choice:
        case Rate():
            return f"{line}:{user}"
        case Explain():
            return f"{line}:{action.get('action_ts')}"
        case _:
            return line
