"""App Home: drawn when somebody opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp, AsyncBoltContext

    from bot.outgoing.home import Homes


def register(app: AsyncApp, homes: Homes) -> None:
    """Hear that a home was opened."""

    async def opened(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if event.get("tab", "home") == "home":
            await homes.publish(f"{context.team_id}:{event['user']}")

    app.event("app_home_opened")(opened)
