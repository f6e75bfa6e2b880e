"""How long a form waits for stores and Slack before it opens without what they know."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.model import Inbound
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from actions.dialogue.converse import Advisor
    from actions.language import Language

# From the press to the call that opens a form, in seconds; Slack's trigger expires after three.
PATIENCE = 2.2
# The part of it that finding out the language may take.
_FOR_LANGUAGE = 0.5


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a form must be opened, by the clock of the event loop; everything before shares it."""

    at: float

    @classmethod
    def of_press(cls) -> Deadline:
        """Return the deadline of a form whose button has just been pressed."""
        return cls(asyncio.get_running_loop().time() + PATIENCE)

    @asynccontextmanager
    async def timeout(self, share: float = 1.0) -> AsyncIterator[asyncio.Timeout]:
        """Limit a step to `share` of the time left; with none left, it is not begun.

        Raises:
            TimeoutError: the step took longer.
        """
        left = self.at - asyncio.get_running_loop().time()
        if left <= 0:
            raise TimeoutError
        async with asyncio.timeout(left * share) as limit:
            yield limit


async def language_of(
    advisor: Advisor, person: str, conversation: str = "", deadline: Deadline | None = None
) -> Language:
    """Return a person's language; the default one where it cannot be read in time."""
    inbound = Inbound("", person, conversation or f"{person}:commands")
    deadline = deadline or Deadline.of_press()
    try:
        async with deadline.timeout(_FOR_LANGUAGE):
            with reaching_redis():
                return await advisor.language(inbound)
    except (StoreAwayError, TimeoutError):
        return advisor.default_language
