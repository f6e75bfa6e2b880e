"""`health`: asks the running bot whether all its parts answer, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
from rich.console import Console

if TYPE_CHECKING:
    from bot.settings import Settings

console = Console(highlight=False, soft_wrap=True)
_TIMEOUT = aiohttp.ClientTimeout(total=4.0)


async def health(settings: Settings) -> int:
    """Print what `/health` says; return 0 when everything answers, else 1."""
    address = f"http://127.0.0.1:{settings.relais_http_port}/health"
    try:
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session, session.get(address) as response:
            console.print(await response.text(), markup=False)
            return 0 if response.ok else 1
    except (aiohttp.ClientError, TimeoutError):
        console.print(f"Relais does not answer at {address}.")
        return 1
