"""The door: each listener parses, puts the act in the inbox, and lets Bolt acknowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack import home
from bot.slack.calculators import listeners as forms
from bot.slack.cases import listeners as cases
from bot.slack.cases import report_command as escalations
from bot.slack.dialogue import buttons, commands, messages
from bot.slack.readiness import listeners as readiness

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.outgoing.home import Homes
    from bot.queue.worker import Inbox
    from bot.slack.calculators.listeners import FormDesk
    from bot.slack.cases.modals import CaseDesk
    from bot.slack.readiness.modals import ReadinessDesk
    from bot.slack.workspace.managers import Managers
    from bot.stores.case_threads import RedisCaseThreads
    from bot.stores.people import RedisConversations


@dataclass(frozen=True, slots=True)
class Door:
    """What listeners need: where acts go, what tells who is spoken to, and who opens forms."""

    inbox: Inbox
    conversations: RedisConversations
    threads: RedisCaseThreads
    forms: FormDesk
    cases: CaseDesk
    homes: Homes
    managers: Managers
    readiness: ReadinessDesk

    def register(self, app: AsyncApp) -> None:
        """Register every listener; the manifest names the same events."""
        messages.register(app, self.inbox, self.conversations, self.threads)
        buttons.register(app, self.inbox, self.forms, self.cases, self.readiness)
        commands.register(app, self.inbox)
        forms.register(app, self.inbox, self.forms)
        cases.register(app, self.inbox, self.cases, self.threads)
        escalations.register(app, self.inbox, self.cases, self.managers)
        readiness.register(app, self.inbox, self.readiness)
        home.register(app, self.homes)
