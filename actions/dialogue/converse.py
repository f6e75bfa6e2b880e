"""One act to one reply: the whole use case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.calculators.calculate import calculate
from actions.cases.acts import CaseAct
from actions.cases.outcome import CaseOutcome
from actions.dialogue.buttons import decide_chosen, roles
from actions.dialogue.decide import UnderstoodMessage, decide_said
from actions.dialogue.guidance import activities_named, actors_named
from actions.dialogue.handoff import answer_about_cases, is_for_relais, question_for, relay
from actions.dialogue.ports import (
    Conversations,
    Journal,
    LanguageGuesser,
    Locales,
    Opinions,
    People,
    Turn,
    Understander,
    UnderstandingAwayError,
)
from actions.dialogue.questions import is_follow_up, questions_in
from actions.dialogue.turn import Exchange as Exchange  # noqa: PLC0414  everybody takes it from here
from actions.dialogue.turn import next_turn, note
from actions.model import (
    AskEscalations,
    AskRoles,
    Calculate,
    Inbound,
    Language,
    Ranked,
    Said,
    Understanding,
    UseScenario,
)
from actions.readiness.acts import ReadinessAct
from actions.readiness.outcome import ReadinessOutcome
from actions.reply import (
    Decision,
    Escalations,
    Reply,
    ShowTopics,
    SwitchLanguage,
    Unavailable,
)

if TYPE_CHECKING:
    from actions.calculators.scenarios import Scenarios
    from actions.cases.service import CaseService
    from actions.knowledge.library import Library
    from actions.readiness.service import ReadinessService

# A bare mention: the person wants to know what can be asked.
_HELP = UnderstoodMessage(Understanding((Ranked("help", 1.0),)))


@dataclass(frozen=True, slots=True)
class Memories:
    """What is kept between acts."""

    people: People
    conversations: Conversations
    opinions: Opinions
    journal: Journal
    scenarios: Scenarios


@dataclass(frozen=True, slots=True)
class Advisor:
    """The advisor: what it knows, and what it needs from outside."""

    library: Library
    understander: Understander
    guesser: LanguageGuesser
    locales: Locales
    memories: Memories
    default_language: Language = Language.FR
    cases: CaseService | None = None
    readiness: ReadinessService | None = None

    async def converse(self, inbound: Inbound) -> Exchange:
        """Understand and decide; nothing is kept before `remember`, so repeating it replies alike."""
        turn = await self.memories.conversations.recall(inbound.conversation)
        language = await self._language_after(inbound, turn)
        decision, understood = await self._decide(inbound, turn, language)
        if isinstance(decision, SwitchLanguage):
            language = decision.language
        reply = Reply(
            language=language,
            decision=decision,
            introduce=not isinstance(decision, CaseOutcome | ReadinessOutcome)
            and not await self.memories.people.is_introduced(inbound.person),
            question=question_for(inbound, turn, decision),
        )
        return Exchange(inbound, turn, reply, understood)

    async def remember(self, exchange: Exchange) -> None:
        """Keep what the next act needs; to be called once the reply cannot be lost any more."""
        person, reply = exchange.inbound.person, exchange.reply
        if isinstance(reply.decision, CaseOutcome | ReadinessOutcome):
            return
        if isinstance(reply.decision, SwitchLanguage):
            await self.memories.people.set_language(person, reply.language)
        await note(exchange, self.memories.opinions, self.memories.journal)
        await self.memories.people.mark_introduced(person)
        await self.memories.conversations.remember(
            exchange.inbound.conversation, next_turn(exchange, self.library)
        )

    async def answer(self, inbound: Inbound) -> Exchange:
        """Converse and remember at once, where a reply is shown as soon as it is made."""
        exchange = await self.converse(inbound)
        await self.remember(exchange)
        return exchange

    async def _decide(
        self, inbound: Inbound, turn: Turn | None, language: Language
    ) -> tuple[Decision, UnderstoodMessage | None]:
        if isinstance(inbound.act, AskRoles):
            return await self._roles(inbound.act.text), None
        if isinstance(inbound.act, Calculate | UseScenario):
            return await calculate(inbound, inbound.act, self.memories.scenarios, self.library), None
        if isinstance(inbound.act, CaseAct | AskEscalations):
            if self.cases is None:
                return ShowTopics(), None
            if isinstance(inbound.act, AskEscalations):
                return Escalations(await self.cases.report()), None
            return await self.cases.do(inbound, inbound.act, turn.past if turn else ()), None
        if isinstance(inbound.act, ReadinessAct):
            return await self.readiness.do(inbound, inbound.act) if self.readiness else ShowTopics(), None
        if isinstance(inbound.act, Said):
            return await self._said(inbound, inbound.act.text, turn, language)
        return decide_chosen(inbound.act, self.library, turn), None

    async def _said(
        self, inbound: Inbound, text: str, turn: Turn | None, language: Language
    ) -> tuple[Decision, UnderstoodMessage | None]:
        """Decide about a message: the department's, where it is said in the thread of a case, else ours."""
        open_case = None
        if self.cases is not None and not inbound.addressed:
            open_case = await self.cases.open_in(inbound.conversation, inbound.person)
        understood = await self._understood(text)
        if self.cases is not None and open_case is not None:
            if understood and is_for_relais(text, understood.whole, self.library.policy.sure_from):
                return await self.cases.list_of(inbound.person, open_case.number), understood
            return await relay(inbound, open_case, self.cases), understood
        decision = decide_said(understood, self.library, turn, language) if understood else Unavailable()
        if self.cases is not None:
            ticket = understood.whole.value("ticket_id") if understood else None
            decision = await answer_about_cases(decision, inbound, self.cases, ticket)
        return decision, understood

    async def _understood(self, text: str) -> UnderstoodMessage | None:
        """Understand `text`; None when nobody can for now."""
        if not text.strip():
            return _HELP
        try:
            return await self.understand(text)
        except UnderstandingAwayError:
            return None

    async def _roles(self, text: str) -> Decision:
        """Find the rows or columns that `text` names; all of the table where it names none."""
        if not text.strip():
            return roles("", "", self.library)
        try:
            entities = (await self.understander.understand(text)).entities
        except UnderstandingAwayError:
            entities = ()
        activity, actor = activities_named(entities, self.library), actors_named(entities, self.library)
        return roles(activity[0] if activity else "", actor[0] if actor else "", self.library)

    async def understand(self, text: str) -> UnderstoodMessage:
        """Understand a message as a whole, and each of its questions where it is more than one sentence."""
        whole = await self.understander.understand(text)
        questions = [question for question in questions_in(text) if question != text.strip()]
        parts = [await self.understander.understand(question) for question in questions]
        return UnderstoodMessage(whole, tuple(parts), is_follow_up(text))

    async def language(self, inbound: Inbound) -> Language:
        """Return the language to speak to this person now."""
        turn = await self.memories.conversations.recall(inbound.conversation)
        return await self._language_after(inbound, turn)

    async def _language_after(self, inbound: Inbound, turn: Turn | None) -> Language:
        """What the person set, else what they write, else the conversation's, else their locale's."""
        if (chosen := await self.memories.people.language(inbound.person)) is not None:
            return chosen
        guess = self.guesser.guess(inbound.act.text) if isinstance(inbound.act, Said) else None
        if guess is not None and guess.sure:
            return guess.language
        if turn is not None:
            return turn.language
        if (locale := inbound.language or await self.locales.locale(inbound.person)) is not None:
            return locale
        return guess.language if guess is not None else self.default_language
