"""`health`: asks the running bot whether all its parts answer, for a container's health check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from bot.settings import Settings

_TIMEOUT = aiohttp.ClientTimeout(total=4.0)


async def health(settings: Settings) -> int:
    """Return 0 when everything answers, else 1."""
    address = f"http://127.0.0.1:{settings.relais_http_port}/health"
    try:
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session, session.get(address) as response:
            return 0 if response.ok else 1
    except (aiohttp.ClientError, TimeoutError):
        return 1
