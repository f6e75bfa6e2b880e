"""Opens the forms of cases: within three seconds, whatever else is slow or away."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from actions.cases.acts import CaseForm, FillCase
from actions.dialogue.buttons import escalate
from actions.dialogue.decide import department_named
from actions.dialogue.ports import UnderstandingAwayError
from actions.reply import Escalate
from bot.forms.cases import Choices, Request, draw_form, draw_request, draw_text
from bot.slack.blocks.modals import PATIENCE, language_of, open_modal
from bot.slack.workspace.cache import SLACK_ERRORS
from bot.slack.workspace.people import mention, names_of, user_of
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.case import Case
    from actions.dialogue.converse import Advisor
    from actions.model import Language
    from bot.pages.cases.cards import CasePages
    from bot.slack.workspace.directory import Directory
    from bot.strings import Strings

log = structlog.get_logger()

# A select takes a hundred options, and the departments come after.
_MOST_PEOPLE = 70


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """Draws forms with what is known of the person, the conversation and the case."""

    advisor: Callable[[], Advisor]
    pages: Callable[[], CasePages]
    directory: Directory

    @property
    def strings(self) -> Mapping[Language, Strings]:
        """The texts of the interface."""
        return self.pages().strings

    async def language(self, person: str, conversation: str = "") -> Language:
        """Return the language to speak to a person; the default one where that cannot be known now."""
        return await language_of(self.advisor(), person, conversation)

    async def request(
        self, client: AsyncWebClient, trigger: str, person: str, request: Request, conversation: str = ""
    ) -> None:
        """Open the form of a new request, completed with what the conversation tells."""
        language = await self.language(person, conversation)
        try:
            async with asyncio.timeout(PATIENCE):
                with reaching_redis():
                    request = await self._completed(request, conversation)
        except (StoreAwayError, UnderstandingAwayError, TimeoutError):
            log.info("request_not_completed")
        view = draw_request(request, self._departments(language), self.strings[language], language)
        await open_modal(client, trigger, view)

    async def _completed(self, request: Request, conversation: str) -> Request:
        """Propose a question, a topic and a department, where they are not given."""
        advisor, library = self.advisor(), self.advisor().library
        turn = await advisor.memories.conversations.recall(conversation) if conversation else None
        question, topic, department = request.question, request.topic, request.department
        if question:
            heard = await advisor.understander.understand(question)
            clear = heard.best.confidence >= library.policy.answer_from
            topic = topic or (heard.best.intent if clear and heard.best.intent in library.topics else "")
            department = department or department_named(heard, library) or ""
            if not department and topic:
                department = library.topics[topic].owner
        elif turn is not None:
            # After a refusal the topic is that of an earlier answer.
            question, topic = turn.question, "" if turn.misses else turn.topic
        if not department:
            decided = escalate(None, library, turn if topic else None)
            department = decided.department if isinstance(decided, Escalate) else ""
        department = library.department(department).id if department else ""
        return Request(department, question, request.urgent, topic, request.shared, request.origin)

    def _departments(self, language: Language, without: str = "") -> dict[str, str]:
        named = self.pages().library.department_names(language)
        return {name: shown for name, shown in named.items() if name != without}

    async def fill(
        self, client: AsyncWebClient, trigger: str, person: str, fill: FillCase, conversation: str = ""
    ) -> None:
        """Open a form of a case; what cannot be read any more is said in its place."""
        language = await self.language(person, conversation)
        say = self.strings[language]
        case, choices = None, Choices(self._departments(language, fill.seen))
        try:
            async with asyncio.timeout(PATIENCE):
                office = self.advisor().cases
                case = await office.case(fill.number) if office else None
                if fill.form is CaseForm.REASSIGN and case is not None:
                    choices = Choices(choices.departments, await self._people(case, person))
        except (*SLACK_ERRORS, StoreAwayError):
            log.info("form_not_completed", form=fill.form)
        if fill.form is CaseForm.EXCHANGE:
            parts = self._exchange(case, say) if case is not None else [say("refused_gone")]
            await open_modal(client, trigger, draw_text(parts, say))
            return
        helpful = case.helpful is not False if case is not None else True
        await open_modal(client, trigger, draw_form(fill, choices, say, language, helpful=helpful))

    async def _people(self, case: Case, person: str) -> dict[str, str]:
        """Return who a case can be given to: whoever is in the department's channel, oneself first."""
        channel = await self.directory.channel(self.pages().library.department(case.department).channel)
        members = await self.directory.members(channel) if channel else frozenset()
        known, first = await names_of(members, self.directory), user_of(person)
        known.sort(key=lambda each: each[0] != first)
        return dict(known[:_MOST_PEOPLE])

    def _exchange(self, case: Case, say: Strings) -> list[str]:
        """Return everything both sides have seen, in the words it was written in."""
        pages, opened = self.pages(), case.opened
        office = self.advisor().cases
        now = office.clock.now() if office else case.last_at
        language = opened.language
        parts = [say("form_exchange_asked", said=each.said) for each in opened.history if each.said]
        topic = pages.library.topics.get(opened.topic)
        if topic is not None:
            parts.append(say("form_exchange_advised", answer=topic.answer.in_(language)))
        when = pages.when(case.opened_at, case, now, language)
        parts.append(say("form_exchange_question", when=when, question=opened.question))
        for each in case.relayed:
            text = each.text if each.text is not None else say("told_withdrawn")
            at = pages.when(each.at or case.opened_at, case, now, language)
            parts.append(say("form_exchange_line", person=mention(each.by), when=at, text=text))
        return parts
