"""How long a form waits for stores and Slack before it opens without what they know."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from actions.model import Inbound
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from actions.dialogue.converse import Advisor
    from actions.language import Language

# In seconds; Slack's trigger to open a modal expires after three.
PATIENCE = 1.5


async def language_of(advisor: Advisor, person: str, conversation: str = "") -> Language:
    """Return a person's language; the default one where it cannot be read now."""
    inbound = Inbound("", person, conversation or f"{person}:commands")
    try:
        async with asyncio.timeout(PATIENCE):
            with reaching_redis():
                return await advisor.language(inbound)
    except (StoreAwayError, TimeoutError):
        return advisor.default_language
