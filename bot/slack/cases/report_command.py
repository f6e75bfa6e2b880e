"""`/escalations`: the report on cases, for managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import AskCaseReport
from bot.pages.page import mention
from bot.slack.blocks.markup import mrkdwn
from bot.slack.payloads import answered_in_private, command_key, invoked_in, person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body

COMMAND = "/escalations"


def register(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    """Register the command; it tells anybody else who the managers are."""

    async def command(ack: AsyncAck, body: Body) -> None:
        now, person = services(), person_of(body)
        managers = now.advisor.readiness.managers
        if await managers.manages(person):
            envelope = answered_in_private(command_key(body), person, AskCaseReport(), invoked_in(body))
            await inbox.put(envelope)
            await ack()
            return
        say = now.strings[await now.case_forms.language(person)]
        people = say("list_comma").join(mrkdwn(mention(each)) for each in await managers.managers())
        await ack(say("refused_managers", people=people) if people else say("refused_managers_none"))

    app.command(COMMAND)(command)
