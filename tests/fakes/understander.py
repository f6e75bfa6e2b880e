"""An `Understander` that answers from a script."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from actions.dialogue.ports import UnderstandingAwayError
from actions.model import Entity, Ranked, Understanding


def understood(intent: str, confidence: float = 0.9, *others: Ranked, **entities: str) -> Understanding:
    """Return an understanding of one intent, with runners-up and entities."""
    found = tuple(Entity(name, value, value) for name, value in entities.items())
    return Understanding((Ranked(intent, confidence), *others), found)


@dataclass
class ScriptedUnderstander:
    """Answers by text; a text it was not told is out of scope; `away` fails every call."""

    script: dict[str, Understanding] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0

    async def understand(self, text: str) -> Understanding:
        """Return what was scripted."""
        self.asked.append(text)
        if self.away:
            raise UnderstandingAwayError
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        await asyncio.sleep(0.01)
        self._now -= 1
        return self.script.get(text, understood("out_of_scope"))


class NoGuess:
    """Never sure of a language."""

    def guess(self, text: str) -> None:
        """Return None."""
        del text
