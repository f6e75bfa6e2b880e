"""Opens the forms of cases with what is known in time, even where stores or Slack are slow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from actions.acts import TalkToHuman
from actions.cases.acts import CaseForm, FillCase
from actions.dialogue.buttons import escalate
from actions.dialogue.guidance import department_named
from actions.dialogue.ports import UnderstandingAwayError
from actions.dialogue.questions import beginning
from actions.permissions.denial import Denial, NotAllowed
from actions.reply import Escalate
from bot.directory import DirectoryAwayError
from bot.forms.cases.layout import Choices, Request, case_form, nothing_notice, original_notice, request_form
from bot.forms.form import Notice
from bot.forms.patience import language_of
from bot.pages.page import as_written, mention
from bot.pages.refusals import denied
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from actions.cases.case import Case
    from actions.dialogue.converse import Advisor
    from actions.language import Language
    from bot.directory import Directory
    from bot.forms.form import Form
    from bot.forms.patience import Deadline
    from bot.pages.cases.cards import CasePages
    from bot.strings import Strings

log = structlog.get_logger()

# A select takes a hundred options, which people and departments share.
_MOST_PEOPLE = 70
# The forms that ask for somebody to give the case to.
_OF_CHOICES = frozenset({CaseForm.REASSIGN, CaseForm.NOT_OURS})


@dataclass(frozen=True, slots=True)
class CaseForms:
    """Prefills forms with what is known of the person, the conversation and the case."""

    advisor: Advisor
    pages: CasePages
    directory: Directory

    async def request(
        self, person: str, request: Request, deadline: Deadline, conversation: str = ""
    ) -> Form | Notice:
        """Return the form of a new request, prefilled; a notice to who may make none."""
        language = await language_of(self.advisor, person, conversation, deadline)
        try:
            async with deadline.timeout():
                refused = await self.advisor.permissions.refusal(person, TalkToHuman())
                if refused is not None:
                    return self._refused(refused, language)
                with reaching_redis():
                    request = await self._prefilled(request, conversation)
        except (StoreAwayError, UnderstandingAwayError, TimeoutError):
            log.info("request_not_completed")
        return request_form(request, self._departments(language), self.pages.strings[language], language)

    async def _prefilled(self, request: Request, conversation: str) -> Request:
        """Propose a question, a topic and a department, where they are not given."""
        advisor, library = self.advisor, self.advisor.library
        turn = await advisor.memories.conversations.recall(conversation) if conversation else None
        question, topic, department = request.question, request.topic, request.department
        if question:
            understood = await advisor.understander.understand(beginning(question))
            best = understood.best
            clear = best.confidence >= library.policy.answer_from and best.intent in library.topics
            topic = topic or (best.intent if clear else "")
            department = department or department_named(understood, library) or ""
            if not department and topic:
                department = library.topics[topic].owner
        elif turn is not None:
            # After a refusal, the turn's topic is that of an earlier answer, not of this question.
            question, topic = turn.question, "" if turn.misses else turn.topic
        if not department:
            decision = escalate(None, library, turn if topic else None)
            department = decision.department if isinstance(decision, Escalate) else ""
        department = library.department(department).id if department else ""
        return replace(request, department=department, question=question, topic=topic)

    def _departments(self, language: Language, without: str = "") -> dict[str, str]:
        names = self.pages.library.department_names(language)
        return {department: name for department, name in names.items() if department != without}

    async def fill(
        self, person: str, fill: FillCase, deadline: Deadline, conversation: str = ""
    ) -> Form | Notice:
        """Return a form of a case; a notice where it shows messages only, is refused, or offers nothing.

        A form that shows nothing of the case opens even where nobody can say in time whether the person may
        send it, since the act is checked again when it is sent.
        """
        language = await language_of(self.advisor, person, conversation, deadline)
        say = self.pages.strings[language]
        case, choices = None, Choices(self._departments(language, fill.seen))
        refused: NotAllowed | None = NotAllowed(Denial.CANNOT_CHECK)
        try:
            async with deadline.timeout():
                with reaching_redis():
                    refused = await self.advisor.permissions.refusal(person, fill)
                    case = await self.advisor.cases.case(fill.number)
                if fill.form is CaseForm.REASSIGN and case is not None and refused is None:
                    choices = Choices(choices.departments, await self._people(case, person))
        except (DirectoryAwayError, StoreAwayError, TimeoutError):
            log.info("form_not_completed", form=fill.form)
        shows = fill.form is CaseForm.EXCHANGE
        if refused is not None and (shows or refused.why is not Denial.CANNOT_CHECK):
            return self._refused(refused, language)
        if shows:
            parts = self._exchange(case, say) if case is not None else [say("refused_gone")]
            return original_notice(parts, say)
        if fill.form in _OF_CHOICES and not (choices.departments or choices.people):
            return nothing_notice(fill.form, say)
        helpful = case.helpful is not False if case is not None else True
        return case_form(fill, choices, say, language, helpful=helpful)

    def _refused(self, refused: NotAllowed, language: Language) -> Notice:
        say = self.pages.strings[language]
        text = denied(refused, self.pages.library, say, language)
        return Notice(say("form_escalate"), say("form_case_cancel"), (text,))

    async def _people(self, case: Case, person: str) -> dict[str, str]:
        """Return who a case can be given to: the members of the department's channel, `person` first."""
        channel = self.pages.library.department(case.department).channel
        known = await self.directory.members(channel, near=person)
        known.sort(key=lambda each: each[0] != person)
        return dict(known[:_MOST_PEOPLE])

    def _exchange(self, case: Case, say: Strings) -> list[str]:
        """Return every message that both sides have seen."""
        pages, opened = self.pages, case.opened
        now, language = self.advisor.cases.clock.now(), opened.language
        parts = [
            say("form_exchange_asked", said=as_written(each.said)) for each in opened.history if each.said
        ]
        topic = pages.library.topics.get(opened.topic)
        if topic is not None:
            parts.append(say("form_exchange_advised", answer=topic.answer.in_(language)))
        when = pages.when(case.opened_at, case, now, language)
        parts.append(say("form_exchange_question", when=when, question=as_written(opened.question)))
        for each in case.relayed:
            text = as_written(each.text) if each.text is not None else say("told_withdrawn")
            at = pages.when(each.at or case.opened_at, case, now, language)
            parts.append(say("form_exchange_line", person=mention(each.by), when=at, text=text))
        return parts
