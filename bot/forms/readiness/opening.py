"""Opens the assessment's forms, and stores each submitted page before the next one is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from actions.readiness.action_items import to_ask_again
from actions.readiness.acts import OpenReadinessForm, ReadinessForm
from actions.readiness.outcome import ReadinessRefused, Refusal
from actions.readiness.pages import pages_of
from actions.readiness.records import UNIT_CHARACTERS, Draft
from actions.readiness.scopes import scope_of
from actions.readiness.surveys import refusal_to_answer
from bot.directory import DirectoryAwayError
from bot.forms.patience import language_of
from bot.forms.readiness.inputs import SingleFormFields
from bot.forms.readiness.layout import FormContext, ShownPage, SubmittedPage, notice, page_form, single_form
from bot.pages.refusals import denied
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.dialogue.converse import Advisor
    from actions.language import Language
    from actions.permissions.denial import NotAllowed
    from actions.readiness.acts import ReadinessAct
    from actions.readiness.pages import FormPage
    from actions.readiness.service import ReadinessService
    from bot.directory import Directory
    from bot.forms.form import Form, Notice
    from bot.forms.patience import Deadline
    from bot.pages.readiness.outcomes import ReadinessPages
    from bot.strings import Strings

log = structlog.get_logger()

# The part of a form's time that asking who manages may take.
_FOR_MANAGERS = 0.6
# The forms that ask the questionnaire page by page; the rest are single forms.
_PAGED = frozenset({ReadinessForm.START, ReadinessForm.RESTART, ReadinessForm.AGAIN, ReadinessForm.ANSWER})


@dataclass(frozen=True, slots=True)
class ReadinessForms:
    """Returns the forms, with the person's draft and what else is known."""

    advisor: Advisor
    pages: ReadinessPages
    directory: Directory

    @property
    def strings(self) -> Mapping[Language, Strings]:
        """The texts of the interface."""
        return self.pages.strings

    @property
    def readiness(self) -> ReadinessService:
        """The assessments."""
        return self.advisor.readiness

    async def refusal(self, person: str, act: ReadinessAct, deadline: Deadline) -> str:
        """Return why the person may not do `act`, in their language; empty where they may.

        Where Slack is too slow to say who the managers are, the text asks to try again.
        """
        try:
            async with deadline.timeout(_FOR_MANAGERS):
                refused = await self.advisor.permissions.refusal(person, act)
        except TimeoutError:
            return self.strings[await language_of(self.advisor, person)]("readiness_slow")
        return self._denied(refused, await language_of(self.advisor, person)) if refused else ""

    async def open(
        self,
        person: str,
        opened: OpenReadinessForm,
        deadline: Deadline,
        where: Mapping[str, str] | None = None,
    ) -> Form | Notice:
        """Return a form, or a notice of why there is none."""
        language = await language_of(self.advisor, person, deadline=deadline)
        say = self.strings[language]
        try:
            async with deadline.timeout():
                with reaching_redis():
                    return await self._form(person, opened, language, where or {}, deadline)
        except (DirectoryAwayError, StoreAwayError, TimeoutError):
            log.info("readiness_form_not_completed", form=opened.form)
            return notice(say("readiness_away"), say)

    async def _form(
        self,
        person: str,
        opened: OpenReadinessForm,
        language: Language,
        where: Mapping[str, str],
        deadline: Deadline,
    ) -> Form | Notice:
        service, say = self.readiness, self.strings[language]
        denial = await self.advisor.permissions.refusal(person, opened)
        if denial is not None:
            return notice(self._denied(denial, language), say)
        if opened.form is ReadinessForm.ANSWER:
            refused = await refusal_to_answer(service.history, opened.number, person)
            if refused is not None:
                return notice(self.pages.refusal(refused, language), say)
        if opened.form in _PAGED:
            page = await self._draft_page(person, opened, language)
            return page_form(page, say, language) if page else self._refused(Refusal.GONE, language)
        return await self._single(person, opened, language, where, deadline)

    async def _single(
        self,
        person: str,
        opened: OpenReadinessForm,
        language: Language,
        where: Mapping[str, str],
        deadline: Deadline,
    ) -> Form | Notice:
        service, say = self.readiness, self.strings[language]
        if opened.form in {ReadinessForm.INVITE, ReadinessForm.SHARE}:
            assessment = await service.history.find(opened.number)
            if assessment is None:
                return self._refused(Refusal.GONE if opened.number else Refusal.NOTHING, language)
            opened = replace(opened, number=assessment.number)
        inputs = SingleFormFields(service, self.directory, say, language, deadline)
        parts = await inputs.of(opened, person)
        if parts is None:
            return self._refused(Refusal.GONE, language)
        subject = "" if opened.form is ReadinessForm.INVITE else opened.subject
        return single_form(FormContext(opened.form, language, opened.number, subject, where), parts, say)

    def _denied(self, refused: NotAllowed, language: Language) -> str:
        return denied(refused, self.pages.library, self.strings[language], language)

    def _refused(self, reason: Refusal, language: Language) -> Form | Notice:
        text = self.pages.refusal(ReadinessRefused(reason), language)
        return notice(text, self.strings[language])

    async def _draft_page(
        self, person: str, opened: OpenReadinessForm, language: Language
    ) -> ShownPage | None:
        """Return the page of the person's draft, else of a new one; None where its subject has expired."""
        drafts, scope = self.readiness.store.drafts, scope_of(opened)
        draft = await drafts.draft(person, scope) if opened.form is not ReadinessForm.RESTART else None
        resumed = draft is not None and bool(draft.answers)
        if draft is None:
            draft = await self._new_draft(opened)
            if draft is None:
                return None
            await drafts.keep_draft(person, scope, draft)
        return await self._shown_page(scope, draft, language, resumed=resumed)

    async def _new_draft(self, opened: OpenReadinessForm) -> Draft | None:
        if opened.form is ReadinessForm.ANSWER:
            survey = await self.readiness.store.surveys.get(opened.number)
            return Draft(survey.unit, survey=survey.number, department=opened.subject) if survey else None
        if opened.form is ReadinessForm.AGAIN:
            again = await to_ask_again(self.readiness.history, opened.number)
            return Draft(again[0].unit, actions=tuple(each.number for each in again)) if again else None
        return Draft(opened.subject[:UNIT_CHARACTERS])

    async def _shown_page(
        self, scope: str, draft: Draft, language: Language, *, resumed: bool
    ) -> ShownPage | None:
        pages = await self._pages(draft)
        named = self.readiness.library.department_names(language)
        return ShownPage(scope, draft, pages, named, resumed) if pages else None

    async def _pages(self, draft: Draft) -> tuple[FormPage, ...]:
        found = [await self.readiness.store.actions.get(number) for number in draft.actions]
        actions = tuple(action for action in found if action is not None)
        return pages_of(draft, actions, self.readiness.questionnaire)

    async def turn_page(
        self, person: str, sent: SubmittedPage, *, back: bool = False
    ) -> Form | Notice | None:
        """Store a submitted page and return the next one, or the one before; None after the last.

        Raises:
            StoreAwayError: it could not be stored.
        """
        with reaching_redis():
            drafts = self.readiness.store.drafts
            draft = await drafts.draft(person, sent.scope)
            if draft is None:  # submitted meanwhile, or expired after a week
                return self._refused(Refusal.EXPIRED, sent.language)
            answers = tuple((dict(draft.answers) | dict(sent.answers)).items())
            unit = draft.unit if sent.unit is None else sent.unit
            department = sent.department or draft.department
            page = max(0, sent.page - 1) if back else sent.page + 1
            draft = replace(draft, unit=unit, department=department, answers=answers, page=page)
            await drafts.keep_draft(person, sent.scope, draft)
            shown = await self._shown_page(sent.scope, draft, sent.language, resumed=False)
        if shown is None or (not back and page >= len(shown.pages)):
            return None
        return page_form(shown, self.strings[sent.language], sent.language)
