"""Turns one act into one reply: remembers, understands, and hands the act to its feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from actions.acts import (
    Act,
    AskCaseReport,
    AskRoles,
    AskTopic,
    DialogueChoice,
    ListTopics,
    Said,
    ShowCaseReport,
    ShowRoles,
)
from actions.calculators.acts import Calculate, UseScenario
from actions.calculators.calculate import calculate
from actions.calculators.scenarios import Scenarios
from actions.cases.acts import Add, FillCase
from actions.cases.outcome import CaseOutcome
from actions.dialogue.buttons import decide_pressed, roles
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
from actions.dialogue.questions import READ_CHARACTERS, beginning, is_follow_up, questions_in
from actions.dialogue.turn import Exchange, next_turn, note
from actions.language import Language
from actions.model import Inbound, Ranked, Understanding
from actions.permissions.denial import NotAllowed
from actions.permissions.permissions import Permissions
from actions.readiness.acts import ReadinessAct
from actions.readiness.outcome import ReadinessOutcome
from actions.reply import CaseReport, Decision, Reply, ShowTopics, SwitchLanguage, Unavailable

if TYPE_CHECKING:
    from actions.cases.service import CaseService
    from actions.knowledge.library import Library
    from actions.permissions.organisation import ManagerDirectory, Organisation
    from actions.readiness.service import ReadinessService

# A mention without text is understood as a request for help.
_HELP = UnderstoodMessage(Understanding((Ranked("help", 1.0),)))
# The decisions that are no turn of the dialogue: they introduce nobody, and nothing of them is kept.
_NOT_SAID = CaseOutcome | ReadinessOutcome | NotAllowed
# The presses that are answered as if the person had asked, who may then follow up without a mention.
_ASKED_BY_A_PRESS = AskTopic | ListTopics | ShowRoles


class DialogueStore(People, Conversations, Opinions, Journal, Scenarios, Protocol):
    """All stores of the dialogue in one object."""


@dataclass(frozen=True, slots=True)
class Memories:
    """The stores of the dialogue."""

    people: People
    conversations: Conversations
    opinions: Opinions
    journal: Journal
    scenarios: Scenarios

    @classmethod
    def of(cls, one: DialogueStore) -> Memories:
        """Use `one` for every store."""
        return cls(one, one, one, one, one)


@dataclass(frozen=True, slots=True)
class Advisor:
    """Replies to the acts of people, where `permissions` allow them.

    `advises_outsiders` where guests and people of other organisations get advice.
    """

    library: Library
    understander: Understander
    guesser: LanguageGuesser
    locales: Locales
    memories: Memories
    cases: CaseService
    readiness: ReadinessService
    organisation: Organisation
    managers: ManagerDirectory
    default_language: Language = Language.FR
    advises_outsiders: bool = False

    @property
    def permissions(self) -> Permissions:
        """Who may do what."""
        return Permissions(
            self.organisation, self.managers, self.cases, self.readiness, self.advises_outsiders
        )

    async def converse(self, inbound: Inbound, act: Act) -> Exchange:
        """Understand and decide; nothing is stored before `remember`, so a retry gives the same reply."""
        turn = await self.memories.conversations.recall(inbound.conversation)
        language = await self._language_after(inbound, turn, act)
        decision, understood = await self._decide(inbound, act, turn, language)
        if isinstance(decision, SwitchLanguage):
            language = decision.language
        reply = Reply(
            language=language,
            decision=decision,
            introduce=not isinstance(decision, _NOT_SAID)
            and not await self.memories.people.is_introduced(inbound.person),
            question=question_for(act, turn, decision),
            read_in_part=understood is not None and _is_long(act) and not isinstance(decision, CaseOutcome),
        )
        return Exchange(inbound, act, turn, reply, understood)

    async def remember(self, exchange: Exchange) -> None:
        """Store what the next act needs; call it once the reply is in the queue and cannot be lost."""
        person, reply = exchange.inbound.person, exchange.reply
        if isinstance(reply.decision, _NOT_SAID):
            return
        if isinstance(reply.decision, SwitchLanguage):
            await self.memories.people.set_language(person, reply.language)
        await note(exchange, self.memories.opinions, self.memories.journal)
        await self.memories.people.mark_introduced(person)
        await self.memories.conversations.remember(
            exchange.inbound.conversation, next_turn(exchange, self.library)
        )
        if exchange.inbound.press and isinstance(exchange.act, _ASKED_BY_A_PRESS):
            inbound = exchange.inbound
            await self.memories.conversations.spoke(
                inbound.conversation, inbound.person, inbound.press, to_relais=True
            )

    async def answer(self, inbound: Inbound, act: Act) -> Exchange:
        """Converse and remember at once, for surfaces that show the reply at once."""
        exchange = await self.converse(inbound, act)
        await self.remember(exchange)
        return exchange

    async def _decide(
        self, inbound: Inbound, act: Act, turn: Turn | None, language: Language
    ) -> tuple[Decision, UnderstoodMessage | None]:
        """Hand the act to its feature, where the person may do it."""
        refused = await self.permissions.refusal(inbound.person, act, inbound.once)
        if refused is not None:
            return refused, None
        match act:
            case Said(text):
                return await self._said(inbound, text, turn, language)
            case AskRoles(text):
                return await self._roles(text), None
            case Calculate() | UseScenario():
                return await calculate(inbound, act, self.memories.scenarios, self.library), None
            case AskCaseReport():
                return CaseReport(await self.cases.report()), None
            case ShowCaseReport() | FillCase():
                # The surface shows the report's files and opens forms before it comes to this.
                return ShowTopics(), None
            case _ if isinstance(act, DialogueChoice):
                return decide_pressed(act, self.library, turn), None
            case _ if isinstance(act, ReadinessAct):
                return await self.readiness.do(inbound, act), None
            case _:
                return await self.cases.do(inbound, act, turn.past if turn else ()), None

    async def _said(
        self, inbound: Inbound, text: str, turn: Turn | None, language: Language
    ) -> tuple[Decision, UnderstoodMessage | None]:
        """Relay a message in the thread of an open case to its department; decide about any other."""
        open_case = None
        if not inbound.addressed:
            open_case = await self.cases.open_in(inbound.conversation, inbound.person)
        understood = await self._understood(text)
        if open_case is not None:
            if understood and is_for_relais(text, understood.whole, self.library.policy.sure_from):
                return await self.cases.list_of(inbound.person, open_case.number), understood
            added = Add(open_case.number, text)
            refused = await self.permissions.refusal(inbound.person, added, inbound.once)
            return refused or await relay(inbound, text, open_case, self.cases), understood
        decision = decide_said(understood, self.library, turn, language) if understood else Unavailable()
        ticket = understood.whole.value("ticket_id") if understood else None
        return await answer_about_cases(decision, inbound, text, self.cases, ticket), understood

    async def _understood(self, text: str) -> UnderstoodMessage | None:
        """Understand `text`; None where the model does not answer."""
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
            entities = (await self.understander.understand(beginning(text))).entities
        except UnderstandingAwayError:
            entities = ()
        activity, actor = activities_named(entities, self.library), actors_named(entities, self.library)
        return roles(activity[0] if activity else "", actor[0] if actor else "", self.library)

    async def understand(self, text: str) -> UnderstoodMessage:
        """Understand a message as a whole, and each of its questions where it is more than one sentence.

        Of a long message, the beginning is read.
        """
        text = beginning(text)
        whole = await self.understander.understand(text)
        questions = [question for question in questions_in(text) if question != " ".join(text.split())]
        parts = [await self.understander.understand(question) for question in questions]
        return UnderstoodMessage(whole, tuple(parts), is_follow_up(text))

    async def language(self, inbound: Inbound, act: Act | None = None) -> Language:
        """Return the language to speak to this person now."""
        turn = await self.memories.conversations.recall(inbound.conversation)
        return await self._language_after(inbound, turn, act)

    async def _language_after(self, inbound: Inbound, turn: Turn | None, act: Act | None) -> Language:
        """Return the language the person set, else writes, else of the conversation, else of their locale."""
        if (chosen := await self.memories.people.language(inbound.person)) is not None:
            return chosen
        guess = self.guesser.guess(beginning(act.text)) if isinstance(act, Said | AskRoles) else None
        if guess is not None and guess.sure:
            return guess.language
        if turn is not None:
            return turn.language
        if (locale := inbound.language or await self.locales.locale(inbound.person)) is not None:
            return locale
        return guess.language if guess is not None else self.default_language


def _is_long(act: Act) -> bool:
    return isinstance(act, Said) and len(act.text) > READ_CHARACTERS
