"""Lays out the assessment's forms (the questionnaire's pages and single forms), and reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from actions.knowledge.questionnaire import HOLDS, LEVELS
from actions.language import Language  # noqa: TC001  pydantic reads the annotations when the program runs
from actions.privacy import redact
from actions.readiness.acts import ReadinessForm  # noqa: TC001  pydantic reads the annotations when the program runs
from actions.readiness.records import UNIT_CHARACTERS
from bot.forms.form import Back, Form, Notice, OneOf, TextField
from bot.pages.page import Divider, Paragraph, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from actions.knowledge.questionnaire import ContraIndication, Item
    from actions.readiness.pages import FormPage
    from actions.readiness.records import Draft, Pairs
    from bot.forms.form import Part, Submitted
    from bot.strings import Strings

PAGE_ID, FORM_ID = "readiness_page", "readiness"
UNIT, DEPARTMENT = "unit", "department"
# The fields with free text, which is redacted.
_TYPED = {"text", "words"}
# The value of the option « don't know ».
UNKNOWN = "0"
_DONE, _LEFT = "▰", "▱"


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of the draft that a person has begun under `scope`.

    `departments` are names by id, for the question whose view it is; `resumed` where the draft has answers.
    """

    scope: str
    draft: Draft
    pages: tuple[FormPage, ...]
    departments: Mapping[str, str] = field(default_factory=dict)
    resumed: bool = False

    @property
    def number(self) -> int:
        """The page to show, from 0; the last one where the questionnaire was shortened meanwhile."""
        return max(0, min(self.draft.page, len(self.pages) - 1))


def page_form(shown: ShownPage, say: Strings, language: Language) -> Form:
    """Return a page as a form."""
    last = shown.number == len(shown.pages) - 1
    carried = {"scope": shown.scope, "page": shown.number, "language": language}
    submit = say("readiness_finish" if last else "readiness_next_page")
    parts = tuple(_parts(shown, say, language))
    return Form(PAGE_ID, say("readiness_title"), submit, say("readiness_later"), carried, parts)


def _parts(shown: ShownPage, say: Strings, language: Language) -> Iterator[Part]:
    yield from _head(shown, say)
    page, levels = shown.pages[shown.number], dict(shown.draft.answers)
    if not page.dimensions:
        yield Divider()
        yield Paragraph(say("readiness_contra"))
    dimensions = {item.id: dimension for dimension in page.dimensions for item in dimension.items}
    before = None
    for question in page.questions:
        dimension = dimensions.get(question.id)
        if dimension is not None and dimension is not before:
            yield Divider()
            yield Paragraph(f"*{dimension.name.in_(language)}*")
            before = dimension
        yield _question(question, levels, say, language)


def _head(shown: ShownPage, say: Strings) -> Iterator[Part]:
    """Yield the progress, and the extra fields of the first page."""
    number, count, draft = shown.number, len(shown.pages), shown.draft
    bar = _DONE * (number + 1) + _LEFT * (count - number - 1)
    progress = say("readiness_progress", bar=bar, page=number + 1, pages=count)
    kept = say("readiness_resumed" if shown.resumed else "readiness_kept")
    yield Paragraph(f"{progress}   {kept}", Tone.SMALL)
    if number:
        yield Back(say("readiness_back"), number)
    elif draft.survey:
        yield Paragraph(say("readiness_alone"), Tone.SMALL)
        yield OneOf(DEPARTMENT, say("readiness_whose"), shown.departments, draft.department)
    elif not draft.actions:
        yield Paragraph(say("readiness_intro"))
        hint = say("readiness_unit_hint")
        label = say("readiness_unit")
        yield TextField(UNIT, label, draft.unit, optional=True, hint=hint, longest=UNIT_CHARACTERS)


def _question(
    question: ContraIndication | Item, levels: Mapping[str, int | None], say: Strings, language: Language
) -> OneOf:
    options = {str(level): text.in_(language) for level, text in enumerate(question.levels, start=1)}
    options[UNKNOWN] = say("readiness_unknown")
    chosen = ""
    if question.id in levels:
        level = levels[question.id]
        chosen = UNKNOWN if level is None else str(level)
    return OneOf(question.id, question.question.in_(language), options, chosen, radio=True)


@dataclass(frozen=True, slots=True)
class SubmittedPage:
    """A submitted page: its answers, and the questions without one."""

    scope: str
    page: int
    language: Language
    answers: Pairs
    unit: str | None
    department: str
    missing: tuple[str, ...]


class _CarriedPage(BaseModel):
    """What a page carries along."""

    scope: str
    page: int = Field(ge=0)
    language: Language


def read_page(submitted: Submitted) -> SubmittedPage:
    """Read a submitted page; the unit's name is redacted, and None where the page does not have it.

    Raises:
        ValueError: it is none of ours.
    """
    carried, values = _CarriedPage.model_validate(submitted.carried), dict(submitted.values)
    unit = values.pop(UNIT, None)
    department = values.pop(DEPARTMENT, "")
    levels = {name: _level(text) for name, text in values.items() if text}
    missing = tuple(name for name, text in values.items() if not text)
    return SubmittedPage(
        carried.scope,
        carried.page,
        carried.language,
        tuple(levels.items()),
        None if unit is None else redact(" ".join(unit.split())),
        department,
        missing,
    )


def _level(text: str) -> int | None:
    level = int(text) if text.isdecimal() else 0
    return level if 1 <= level <= max(LEVELS, HOLDS) else None


@dataclass(frozen=True, slots=True)
class FormContext:
    """The subject of a single form; `where` is for the surface and comes back with the form."""

    form: ReadinessForm
    language: Language
    number: int = 0
    subject: str = ""
    where: Mapping[str, str] = field(default_factory=dict)


def single_form(context: FormContext, parts: Iterable[Part], say: Strings) -> Form:
    """Return a single form."""
    carried = {
        "verb": context.form,
        "ref": context.number,
        "other": context.subject,
        "language": context.language,
        "where": dict(context.where),
    }
    title, submit = say(f"readiness_form_{context.form}"), say(f"readiness_send_{context.form}")
    return Form(FORM_ID, title, submit, say("form_case_cancel"), carried, tuple(parts))


class _Carried(BaseModel):
    """What a single form carries along."""

    verb: ReadinessForm
    language: Language
    ref: int = Field(ge=0)
    other: str
    where: dict[str, str]


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A submitted single form, with its texts by field."""

    context: FormContext
    fields: Mapping[str, str]
    missing: tuple[str, ...]


def read_form(submitted: Submitted) -> SubmittedForm:
    """Read a submitted single form; free text is redacted.

    Raises:
        ValueError: it is none of ours.
    """
    carried = _Carried.model_validate(submitted.carried)
    context = FormContext(carried.verb, carried.language, carried.ref, carried.other, carried.where)
    fields = {name: redact(text) if name in _TYPED else text for name, text in submitted.values.items()}
    return SubmittedForm(context, fields, submitted.missing)


def notice(text: str, say: Strings) -> Notice:
    """Return a notice of one text."""
    return Notice(say("readiness_title"), say("readiness_close"), (text,))
