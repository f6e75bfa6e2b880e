"""Where the bot hears Slack and those who ask how it is: the socket, or the web server, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.health import Report
from bot.web import WebServer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.health import Health
    from bot.slack.socket import Socket

# How long the connection to Slack may take to close when Relais stops.
_CLOSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Listening:
    """What listens; `socket` is None where Slack calls by HTTP."""

    health: Health
    web: WebServer
    socket: Socket | None

    def parts(self) -> dict[str, Callable[[], Coroutine[None, None, None]]]:
        """Return what must not end, by its name."""
        parts = {"health": self.health.watch, "web": self.web.ended}
        return parts if self.socket is None else {**parts, "socket": self.socket.watch}

    async def close(self) -> None:
        """Hear nothing more from Slack: it delivers to another Relais, or again when one is back."""
        self.health.stop()
        self.web.refuse()
        if self.socket is not None:
            await self.socket.close(_CLOSE_SECONDS)


async def open_pages(host: str, port: int) -> WebServer:
    """Serve the pages of a Relais that starts: it is live, not ready, and refuses what Slack posts."""
    live, not_yet = Report(ok=True, facts={"starting": True}), Report(ok=False, facts={"starting": True})
    web = WebServer({"/livez": lambda: live, "/readyz": lambda: not_yet, "/health": lambda: not_yet})
    web.refuse()
    await web.start(host, port)
    return web


async def called_by_http() -> bool:
    """Tell that Slack can reach us: where it calls by HTTP, no connection tells otherwise."""
    return True
