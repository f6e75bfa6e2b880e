"""What a form cannot wait for: somebody has pressed a button, and looks at nothing meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from actions.model import Inbound
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from actions.dialogue.converse import Advisor
    from actions.language import Language

# In seconds. What is not known by then is left out: Slack's triggers live three.
PATIENCE = 1.5


async def language_of(advisor: Advisor, person: str, conversation: str = "") -> Language:
    """Return the language to speak to a person; the default one where that cannot be known now."""
    inbound = Inbound("", person, conversation or f"{person}:commands")
    try:
        async with asyncio.timeout(PATIENCE):
            with reaching_redis():
                return await advisor.language(inbound)
    except (StoreAwayError, TimeoutError):
        return advisor.default_language
