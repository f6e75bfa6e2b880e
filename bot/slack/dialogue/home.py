"""App Home, which is updated when a person opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.payloads import person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp, AsyncBoltContext

    from bot.outgoing.surface import Surface
    from bot.services import Services
    from bot.slack.payloads import Body


def register(app: AsyncApp, services: Callable[[], Services], surface: Surface) -> None:
    """Register the opening of App Home."""

    async def opened(event: Body, context: AsyncBoltContext) -> None:
        if event.get("tab", "home") == "home":
            person = person_of(context)
            await surface.show_home(person, await services().homes.page(person))

    app.event("app_home_opened")(opened)
