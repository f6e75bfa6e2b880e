"""Slash commands: the same door as messages; the reply comes in the private conversation with Relais."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.model import AskRoles, Inbound
from actions.privacy import redact
from bot.envelope import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp

    from actions.model import Act
    from bot.worker import Inbox

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
    """Return the act behind a command; its trigger id is what makes two deliveries one act."""
    team, user, channel = body["team_id"], body["user_id"], str(body["channel_id"])
    inbound = Inbound(
        key=f"{team}:command:{body['trigger_id']}",
        person=f"{team}:{user}",
        conversation=f"{team}:{user}:commands",
        act=COMMANDS[body["command"]](redact(str(body.get("text") or ""))),
    )
    # No channel: the surface opens the private conversation.
    return Envelope(
        inbound, {"user": user, "ordered_in": "" if channel.startswith("D") else channel, "private": True}
    )
