"""Opens the assessment's forms within three seconds, keeps every page, and shows the next one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from actions.readiness.action_items import to_ask_again
from actions.readiness.acts import UseReadiness, Verb
from actions.readiness.outcome import ReadinessRefused, Why
from actions.readiness.pages import pages_of
from actions.readiness.records import UNIT_CHARACTERS, Draft
from actions.readiness.service import AGAIN, OWN
from actions.readiness.surveys import may_answer
from bot.directory import DirectoryAwayError
from bot.forms.patience import PATIENCE, language_of
from bot.forms.readiness.inputs import Inputs
from bot.forms.readiness.layout import FormContext, ShownPage, SubmittedPage, form_around, notice, page_form
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.dialogue.converse import Advisor
    from actions.language import Language
    from actions.readiness.pages import FormPage
    from actions.readiness.service import ReadinessService
    from bot.directory import Directory
    from bot.forms.form import Form, Notice
    from bot.pages.readiness.outcomes import ReadinessPages
    from bot.strings import Strings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ReadinessForms:
    """Draws the forms with what is known of the person and of what they have begun."""

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

    async def language(self, person: str) -> Language:
        """Return the language to speak to a person; the default one where that cannot be known now."""
        return await language_of(self.advisor, person)

    async def refusal(self, person: str, verb: Verb) -> str:
        """Return why the person may not, in their language; empty where they may.

        Where Slack is slow to say who manages, they are asked to try again.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                refused = await self.readiness.refused(person, verb)
        except TimeoutError:
            return self.strings[await self.language(person)]("readiness_slow")
        return self.pages.refusal(refused, await self.language(person)) if refused else ""

    async def open(
        self,
        person: str,
        choice: UseReadiness,
        where: Mapping[str, str] | None = None,
    ) -> Form | Notice:
        """Return the form of `choice`, or say in its place why there is none."""
        language = await self.language(person)
        say = self.strings[language]
        try:
            async with asyncio.timeout(PATIENCE):
                with reaching_redis():
                    return await self._form(person, choice, language, where or {})
        except (DirectoryAwayError, StoreAwayError, TimeoutError):
            log.info("readiness_form_not_completed", verb=choice.verb)
            return notice(say("readiness_away"), say)

    async def _form(
        self, person: str, choice: UseReadiness, language: Language, where: Mapping[str, str]
    ) -> Form | Notice:
        study, say = self.readiness, self.strings[language]
        refused = await study.refused(person, choice.verb)
        if refused is None and choice.verb is Verb.ANSWER:
            refused = await may_answer(study, choice.ref, person)
        if refused is not None:
            return notice(self.pages.refusal(refused, language), say)
        if choice.verb in {Verb.START, Verb.RESTART, Verb.AGAIN, Verb.ANSWER}:
            shown = await self._begun(person, choice, language)
            return page_form(shown, say, language) if shown else self._gone(language)
        return await self._around(person, choice, language, where)

    async def _around(
        self, person: str, choice: UseReadiness, language: Language, where: Mapping[str, str]
    ) -> Form | Notice:
        study, say = self.readiness, self.strings[language]
        if choice.verb in {Verb.INVITE, Verb.SHARE}:
            found = await study.found(choice if choice.ref else UseReadiness(choice.verb))
            if found is None:
                why = Why.GONE if choice.ref else Why.NOTHING
                return notice(self.pages.refusal(ReadinessRefused(why), language), say)
            choice = replace(choice, ref=found.number)
        inputs = Inputs(study, self.directory, say, language)
        parts = await inputs.of(choice, person)
        if parts is None:
            return self._gone(language)
        other = "" if choice.verb is Verb.INVITE else choice.other
        return form_around(FormContext(choice.verb, language, choice.ref, other, where), parts, say)

    def _gone(self, language: Language) -> Form | Notice:
        refused = ReadinessRefused(Why.GONE)
        return notice(self.pages.refusal(refused, language), self.strings[language])

    async def _begun(self, person: str, choice: UseReadiness, language: Language) -> ShownPage | None:
        """Return what the person has begun, else a fresh start; None where what it is about has ended."""
        drafts, scope = self.readiness.archive.drafts, _scope(choice)
        draft = await drafts.draft(person, scope) if choice.verb is not Verb.RESTART else None
        resumed = draft is not None and bool(draft.answers)
        if draft is None:
            draft = await self._fresh(choice)
            if draft is None:
                return None
            await drafts.keep_draft(person, scope, draft)
        return await self._shown(scope, draft, language, resumed=resumed)

    async def _fresh(self, choice: UseReadiness) -> Draft | None:
        if choice.verb is Verb.ANSWER:
            survey = await self.readiness.archive.surveys.get(choice.ref)
            return Draft(survey.unit, survey=survey.number, department=choice.other) if survey else None
        if choice.verb is Verb.AGAIN:
            steps = await to_ask_again(self.readiness, choice.ref)
            return Draft(steps[0].unit, steps=tuple(step.number for step in steps)) if steps else None
        return Draft(choice.other[:UNIT_CHARACTERS])

    async def _shown(
        self, scope: str, draft: Draft, language: Language, *, resumed: bool
    ) -> ShownPage | None:
        pages = await self._pages(draft)
        named = self.readiness.library.department_names(language)
        return ShownPage(scope, draft, pages, named, resumed) if pages else None

    async def _pages(self, draft: Draft) -> tuple[FormPage, ...]:
        steps = [await self.readiness.archive.steps.get(number) for number in draft.steps]
        return pages_of(draft, tuple(step for step in steps if step is not None), self.readiness.asked)

    async def turned(self, person: str, sent: SubmittedPage, *, back: bool = False) -> Form | Notice | None:
        """Keep a page and return the next one, or of the one before; None after the last.

        Raises:
            StoreAwayError: it could not be kept.
        """
        with reaching_redis():
            drafts = self.readiness.archive.drafts
            draft = await drafts.draft(person, sent.scope)
            if draft is None:  # finished meanwhile, or a week old
                refused = self.pages.refusal(ReadinessRefused(Why.EXPIRED), sent.language)
                return notice(refused, self.strings[sent.language])
            answers = tuple((dict(draft.answers) | dict(sent.answers)).items())
            unit = draft.unit if sent.unit is None else sent.unit
            department = sent.department or draft.department
            page = max(0, sent.page - 1) if back else sent.page + 1
            draft = replace(draft, unit=unit, department=department, answers=answers, page=page)
            await drafts.keep_draft(person, sent.scope, draft)
            shown = await self._shown(sent.scope, draft, sent.language, resumed=False)
        if shown is None or (not back and page >= len(shown.pages)):
            return None
        return page_form(shown, self.strings[sent.language], sent.language)


def _scope(choice: UseReadiness) -> str:
    """Return under what a person's answers are kept while they give them."""
    if choice.verb is Verb.ANSWER:
        return str(choice.ref)
    return f"{AGAIN}-{choice.ref}" if choice.verb is Verb.AGAIN else OWN
