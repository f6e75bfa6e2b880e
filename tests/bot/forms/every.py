"""Every form there is, as it is opened in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.calculators.scenarios import Calculator
from actions.cases.acts import CaseForm, FillCase
from actions.readiness.acts import OpenReadinessForm, ReadinessForm, StartDrill
from actions.readiness.pages import pages
from actions.readiness.records import UNIT_CHARACTERS, Draft
from bot.forms.calculators import Opening, calculator_form
from bot.forms.cases.layout import Choices, Request, case_form, original_notice, request_form
from bot.forms.patience import Deadline
from bot.forms.readiness.inputs import SingleFormFields
from bot.forms.readiness.layout import FormContext, ShownPage, notice, page_form, single_form
from bot.strings import load_strings
from tests.fakes.directory import KnownDirectory
from tests.fakes.readiness import MANAGER, ReadinessWorld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.forms.form import Form, Notice

# As many people as a select may have to hold, and more.
NAMES = {f"T1:U{number}": f"name {number:03}" for number in range(120)} | {MANAGER: "manager"}
_SINGLE = ("invite", "share", "accept", "drill", "pass", "reply")


async def every_form(library: Library, language: Language) -> dict[str, Form | Notice]:
    """Return every form by a name."""
    return {
        **dict(_calculators(language)),
        **dict(_cases(library, language)),
        **dict(_pages(library, language)),
        **await _single(library, language),
    }


def _calculators(language: Language) -> Iterator[tuple[str, Form]]:
    say = load_strings()[language]
    openings = (Opening(calculator) for calculator in Calculator)
    for opening in (*openings, Opening(Calculator.STAFFING, assumptions=True)):
        yield opening.name, calculator_form(opening, say, language)


def _cases(library: Library, language: Language) -> Iterator[tuple[str, Form | Notice]]:
    say, departments = load_strings()[language], library.department_names(language)
    origin = {"channel": "C0123456789", "thread": "1700000000.000000"}
    for shared in (True, False):
        request = Request("legal", "Whose?", urgent=True, topic="moderation", shared=shared, origin=origin)
        yield f"request, shared: {shared}", request_form(request, departments, say, language)
    people = dict(list(NAMES.items())[:70])
    for form in set(CaseForm) - {CaseForm.EXCHANGE}:
        fill = FillCase(form, 12, "legal")
        yield f"case: {form}", case_form(fill, Choices(departments, people), say, language)
    yield "original", original_notice(["« été » & <co> " * 900], say)


def _pages(library: Library, language: Language) -> Iterator[tuple[str, Form | Notice]]:
    say, asked = load_strings()[language], library.questionnaire
    answers = tuple((each.id, 1) for each in asked.questions)
    for survey in (0, 1):
        departments = library.department_names(language) if survey else {}
        for number in range(len(pages(asked))):
            draft = Draft(
                "W" * UNIT_CHARACTERS, answers=answers, page=number, survey=survey, department="legal"
            )
            shown = ShownPage(str(survey or "own"), draft, pages(asked), departments, resumed=True)
            yield f"page {number}, survey {survey}", page_form(shown, say, language)
    again = pages(asked, frozenset({"means_budget"}))
    shown = ShownPage("again-1", Draft(actions=(1,)), again)
    yield "asked again", page_form(shown, say, language)
    yield "notice", notice(say("readiness_finished"), say)


async def _single(library: Library, language: Language) -> dict[str, Form | Notice]:
    world, say = ReadinessWorld(library), load_strings()[language]
    await world.assess(2)
    await world.do(MANAGER, StartDrill("employee_post", language))
    channels = {f"channel-{number:03}": list(NAMES) for number in range(120)}
    channels |= {department.channel: list(NAMES) for department in library.departments.values()}
    inputs = SingleFormFields(
        world.service, KnownDirectory(channels, NAMES), say, language, Deadline.of_press()
    )
    found: dict[str, Form | Notice] = {}
    for name in _SINGLE:
        form, subject = ReadinessForm(name), "means_budget" if name == "accept" else "legal"
        parts = await inputs.of(OpenReadinessForm(form, 1, subject), MANAGER)
        assert parts is not None
        where = {"channel": "C0123456789", "thread": "1700000000.000000", "message": "1700000000.000000"}
        found[f"single: {name}"] = single_form(FormContext(form, language, 1, subject, where), parts, say)
    return found
