"""`/escalations`: the report on cases, for managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import AskCaseReport
from bot.pages.page import mention
from bot.slack.blocks.markup import mrkdwn
from bot.slack.interaction import Interaction
from bot.slack.payloads import answered_in_private, command_key, invoked_in
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body

COMMAND = "/escalations"


def register(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    """Register the command; it tells anybody else who the managers are."""

    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        # Acknowledged first: saying who manages may take Slack longer than it waits for us.
        await ack()
        ordered = Interaction(body, context, client, services())
        person, managers = ordered.person, ordered.services.advisor.readiness.managers
        if await managers.manages(person):
            key = command_key(body, context)
            try:
                await inbox.put(answered_in_private(key, person, AskCaseReport(), invoked_in(body)))
            except StoreAwayError:
                await ordered.say("not_queued")
            return
        say = ordered.services.strings[await ordered.services.case_forms.language(person)]
        people = say("list_comma").join(mrkdwn(mention(each)) for each in await managers.managers())
        await ordered.tell(say("refused_managers", people=people) if people else say("refused_managers_none"))

    app.command(COMMAND)(command)
