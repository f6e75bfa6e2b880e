"""One act to one reply: the whole use case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.decide import decide_chosen, decide_said
from actions.model import Inbound, Language, Ranked, Said, Understanding
from actions.ports import (
    Conversations,
    LanguageGuesser,
    Opinions,
    People,
    Turn,
    Understander,
    UnderstandingAwayError,
)
from actions.reply import Answer, Decision, Escalate, Rated, Reply, SwitchLanguage, Unavailable

if TYPE_CHECKING:
    from actions.knowledge.library import Library


# A bare mention: the person wants to know what can be asked.
_HELP = Understanding((Ranked("help", 1.0),))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A reply and what was understood to make it (None for a button, or when nobody understood)."""

    reply: Reply
    understanding: Understanding | None = None


@dataclass(frozen=True, slots=True)
class Advisor:
    """The advisor: what it knows, and what it needs from outside."""

    library: Library
    understander: Understander
    guesser: LanguageGuesser
    people: People
    conversations: Conversations
    opinions: Opinions
    default_language: Language = Language.FR

    async def converse(self, inbound: Inbound) -> Exchange:
        """Understand, decide, remember; safe to repeat for the same act."""
        turn = await self.conversations.recall(inbound.conversation)
        language = await self._language(inbound, turn)
        decision, understanding = await self._decide(inbound, turn, language)
        if isinstance(decision, SwitchLanguage):
            language = decision.language
            await self.people.set_language(inbound.person, language)
        if isinstance(decision, Rated):
            rater = f"{inbound.person}:{inbound.conversation}"
            await self.opinions.rate(decision.topic.topic, rater, helpful=decision.helpful)
        reply = Reply(
            language=language,
            decision=decision,
            introduce=not await self.people.is_introduced(inbound.person),
            question=turn.question if turn and isinstance(decision, Escalate) else "",
        )
        if isinstance(decision, Escalate) and isinstance(inbound.act, Said):
            # « je veux parler au juridique pour… »: the words of the request are the context.
            reply = Reply(language, decision, reply.introduce, inbound.act.text)
        await self.people.mark_introduced(inbound.person)
        await self.conversations.remember(inbound.conversation, _next_turn(inbound, turn, reply))
        return Exchange(reply, understanding)

    async def _decide(
        self, inbound: Inbound, turn: Turn | None, language: Language
    ) -> tuple[Decision, Understanding | None]:
        if not isinstance(inbound.act, Said):
            return decide_chosen(inbound.act, self.library, turn), None
        if not inbound.act.text.strip():
            return decide_said(_HELP, self.library, turn, language), None
        try:
            understanding = await self.understander.understand(inbound.act.text)
        except UnderstandingAwayError:
            return Unavailable(), None
        return decide_said(understanding, self.library, turn, language), understanding

    async def _language(self, inbound: Inbound, turn: Turn | None) -> Language:
        """What the person set, else what they write, else the conversation's, else the surface's."""
        if (chosen := await self.people.language(inbound.person)) is not None:
            return chosen
        if isinstance(inbound.act, Said) and (guessed := self.guesser.guess(inbound.act.text)):
            return guessed
        if turn is not None:
            return turn.language
        return inbound.language or self.default_language


def _next_turn(inbound: Inbound, turn: Turn | None, reply: Reply) -> Turn:
    """Keep the question until another is asked, and the topic until another is answered."""
    topic = turn.topic if turn else ""
    question = turn.question if turn else ""
    if isinstance(reply.decision, Answer):
        topic = reply.decision.topic.topic
    if isinstance(inbound.act, Said) and not isinstance(reply.decision, Escalate):
        question = inbound.act.text
    return Turn(reply.language, topic, question)
