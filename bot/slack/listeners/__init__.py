"""The door: each listener parses, puts the act in the inbox, and lets Bolt acknowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.listeners import buttons, cases, commands, escalations, forms, home, messages, readiness

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.slack.case_desk import CaseDesk
    from bot.slack.home import Homes
    from bot.slack.listeners.forms import FormDesk
    from bot.slack.managers import Managers
    from bot.slack.readiness_desk import ReadinessDesk
    from bot.stores.people import RedisConversations
    from bot.stores.places import RedisPlaces
    from bot.worker import Inbox


@dataclass(frozen=True, slots=True)
class Door:
    """What listeners need: where acts go, what tells who is spoken to, and who opens forms."""

    inbox: Inbox
    conversations: RedisConversations
    places: RedisPlaces
    forms: FormDesk
    cases: CaseDesk
    homes: Homes
    managers: Managers
    readiness: ReadinessDesk

    def register(self, app: AsyncApp) -> None:
        """Register every listener; the manifest names the same events."""
        messages.register(app, self.inbox, self.conversations, self.places)
        buttons.register(app, self.inbox, self.forms, self.cases, self.readiness)
        commands.register(app, self.inbox)
        forms.register(app, self.inbox, self.forms)
        cases.register(app, self.inbox, self.cases, self.places)
        escalations.register(app, self.inbox, self.cases, self.managers)
        readiness.register(app, self.inbox, self.readiness)
        home.register(app, self.homes)
