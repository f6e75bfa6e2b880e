"""`/escalations`: how requests are answered, for managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.model import AskEscalations
from bot.slack.dialogue.commands import answered_in_private, key_of, open_channel
from bot.slack.workspace.cache import SLACK_ERRORS
from bot.slack.workspace.people import mention

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.queue.worker import Inbox
    from bot.slack.cases.modals import CaseDesk
    from bot.slack.workspace.managers import Managers

COMMAND = "/escalations"


def register(app: AsyncApp, inbox: Inbox, desk: CaseDesk, managers: Managers) -> None:
    """Hear the command; whoever is no manager is told who is."""

    async def order(ack: AsyncAck, body: dict[str, Any]) -> None:
        team, user = body["team_id"], body["user_id"]
        try:
            names = await managers.names()
        except SLACK_ERRORS:
            names = ()
        if user in names:
            act = AskEscalations()
            await inbox.put(answered_in_private(key_of(body), team, user, act, open_channel(body)))
            await ack()
            return
        say = desk.strings[await desk.language(f"{team}:{user}")]
        people = say("list_comma").join(mention(name) for name in names)
        await ack(say("refused_managers", people=people) if names else say("refused_managers_none"))

    app.command(COMMAND)(order)
