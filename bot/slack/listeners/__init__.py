"""The door: each listener parses, puts the act in the inbox, and lets Bolt acknowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.listeners import buttons, commands, forms, messages

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.slack.listeners.forms import FormDesk
    from bot.stores.people import RedisConversations
    from bot.worker import Inbox


def register(app: AsyncApp, inbox: Inbox, conversations: RedisConversations, desk: FormDesk) -> None:
    """Register every listener; the manifest names the same events."""
    messages.register(app, inbox, conversations)
    buttons.register(app, inbox, desk)
    commands.register(app, inbox)
    forms.register(app, inbox, desk)
