"""Slash commands: the same door as messages; the reply comes in the private conversation with Relais."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.model import AskRoles, Inbound
from actions.privacy import redact
from bot.queue.envelope import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp

    from actions.model import Act
    from bot.queue.worker import Inbox

COMMANDS: dict[str, Callable[[str], Act]] = {"/roles": AskRoles}


def register(app: AsyncApp, inbox: Inbox) -> None:
    """Hear every command of ours; the manifest names the same."""

    async def order(ack: AsyncAck, body: dict[str, Any]) -> None:
        # Queued first: where that fails, Slack shows the person that the command was not taken.
        await inbox.put(envelope_of(body))
        await ack()

    for command in COMMANDS:
        app.command(command)(order)


def envelope_of(body: dict[str, Any]) -> Envelope:
    """Return the act behind a command."""
    act = COMMANDS[body["command"]](redact(str(body.get("text") or "")))
    return answered_in_private(key_of(body), body["team_id"], body["user_id"], act, open_channel(body))


def key_of(body: dict[str, Any]) -> str:
    """Return what makes two deliveries of a command one act: its trigger id."""
    return f"{body['team_id']}:command:{body['trigger_id']}"


def sent_key(body: dict[str, Any]) -> str:
    """Return what makes two deliveries of a submitted form one act: its view as it was sent."""
    return f"{body['team']['id']}:view:{body['view']['id']}:{body['view'].get('hash') or ''}"


def thread_pressed_in(body: dict[str, Any]) -> str | None:
    """Return the thread of the message whose button was pressed, the message itself where it has none."""
    container, message = body["container"], body.get("message", {})
    thread = container.get("thread_ts") or message.get("thread_ts") or container.get("message_ts")
    return str(thread) if thread else None


def open_channel(body: dict[str, Any]) -> str:
    """Return the channel a command was typed in; none where that is a private conversation."""
    channel = str(body["channel_id"])
    return "" if channel.startswith("D") else channel


def answered_in_private(key: str, team: str, user: str, act: Act, invoked_in: str) -> Envelope:
    """Return an act with no channel to answer in: the surface opens the private conversation."""
    person = f"{team}:{user}"
    address = {"user": user, "private": True, "ordered_in": invoked_in}
    return Envelope(Inbound(key, person, f"{person}:commands", act), address)
