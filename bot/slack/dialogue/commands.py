"""Slash commands without a form, which are queued like messages and answered in direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import AskCaseReport, AskRoles
from actions.privacy import redact
from bot.slack.payloads import answered_in_private, command_key, invoked_in, person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

    from actions.acts import Act
    from bot.queue.envelope import Envelope
    from bot.queue.inbox import Inbox
    from bot.slack.payloads import Body

COMMANDS: dict[str, Callable[[str], Act]] = {"/roles": AskRoles, "/escalations": lambda _: AskCaseReport()}


def register(app: AsyncApp, inbox: Inbox) -> None:
    """Register every such command; the manifest lists the same ones."""

    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        # Queued before the acknowledgement, so that Slack shows the person an error where that fails.
        await inbox.put(envelope_of(body, context))
        await ack()

    for name in COMMANDS:
        app.command(name)(command)


def envelope_of(body: Body, context: AsyncBoltContext) -> Envelope:
    """Return the act of a command."""
    act = COMMANDS[body["command"]](redact(str(body.get("text") or "")))
    return answered_in_private(command_key(body, context), person_of(context), act, invoked_in(body))
