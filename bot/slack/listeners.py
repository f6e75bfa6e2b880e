"""Registers every listener; each parses a payload, then queues the act or opens a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.calculators import listeners as calculators
from bot.slack.cases import listeners as cases
from bot.slack.cases import messages as case_messages
from bot.slack.dialogue import buttons, commands, home, messages
from bot.slack.dialogue.hearing import Hearing
from bot.slack.readiness import listeners as readiness
from bot.slack.workspace import events as workspace_events

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp

    from bot.outgoing.surface import Surface
    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.workspace.directory import Directory
    from bot.stores.case_threads import RedisCaseThreads
    from bot.stores.people import RedisConversations


@dataclass(frozen=True, slots=True)
class Listeners:
    """What listeners need: the inbox, the present services, the surface and the stores."""

    inbox: Inbox
    services: Callable[[], Services]
    surface: Surface
    directory: Directory
    conversations: RedisConversations
    threads: RedisCaseThreads

    def register(self, app: AsyncApp) -> None:
        """Register every listener; the manifest lists the same events.

        Bolt calls the first listener that matches, so features' buttons are registered before all others.
        """
        hearing = Hearing(self.conversations, self.threads, self.services)
        messages.register(app, self.inbox, hearing, case_messages.rewritten)
        commands.register(app, self.inbox)
        calculators.register(app, self.inbox, self.services)
        cases.register(app, self.inbox, self.services)
        case_messages.register(app, self.inbox, self.services, self.threads, self.directory)
        readiness.register(app, self.inbox, self.services)
        buttons.register(app, self.inbox)
        home.register(app, self.services, self.surface)
        workspace_events.register(app, self.directory)
