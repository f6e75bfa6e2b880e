"""A conversation with the advisor, in memory, with an understanding that knows the sentences it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from actions.acts import Act, Said
from actions.language import Language
from actions.model import Inbound
from bot.commands.offline import memory_advisor
from bot.language import LinguaGuesser
from bot.stores.memory import Memory
from tests.fakes.understander import ScriptedUnderstander

if TYPE_CHECKING:
    from actions.dialogue.converse import Advisor
    from actions.dialogue.turn import Exchange
    from actions.knowledge.library import Library
    from actions.model import Understanding


@dataclass
class Talk:
    """One person's conversation; acts are numbered."""

    advisor: Advisor
    memory: Memory
    understander: ScriptedUnderstander
    count: int = field(default=0)

    async def __call__(self, act: Act | str, language: Language | None = None) -> Exchange:
        """Let the person do or say something."""
        self.count += 1
        said = Said(act) if isinstance(act, str) else act
        return await self.advisor.answer(Inbound(str(self.count), "p", "c", language), said)


def begin(library: Library, script: dict[str, Understanding]) -> Talk:
    """Begin a conversation with a new person, in which the sentences of `script` are understood."""
    memory, understander = Memory(), ScriptedUnderstander(script)
    advisor = memory_advisor(library, understander, LinguaGuesser(), Language.FR, memory)
    return Talk(advisor, memory, understander)
