"""`/escalations`: the report on cases; who may have it is asked when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import AskCaseReport
from bot.slack.payloads import answered_in_private, command_key, invoked_in, person_of

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

    from bot.queue.inbox import Inbox
    from bot.slack.payloads import Body

COMMAND = "/escalations"


def register(app: AsyncApp, inbox: Inbox) -> None:
    """Register the command."""

    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        # Queued before the acknowledgement, so that Slack shows the person an error where that fails.
        key = command_key(body, context)
        await inbox.put(answered_in_private(key, person_of(context), AskCaseReport(), invoked_in(body)))
        await ack()

    app.command(COMMAND)(command)
