"""The assessment's forms as Slack modals: the pages of the questionnaire, and the single forms."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    DividerBlock,
)

from actions.knowledge.questionnaire import HOLDS, LEVELS
from actions.model import Language
from actions.privacy import redact
from actions.readiness.acts import ReadinessForm
from actions.readiness.records import UNIT_CHARACTERS
from bot.slack.blocks.inputs import filled, radio, select, text_input
from bot.slack.blocks.modals import markdown, modal, section, telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from slack_sdk.models.blocks import Block

    from actions.knowledge.questionnaire import ContraIndication, Item
    from actions.readiness.pages import FormPage
    from actions.readiness.records import Draft, Pairs
    from bot.strings import Strings

PAGES, FORM = "readiness_page", "readiness"
BACK = "readiness_back"
UNIT, DEPARTMENT = "unit", "department"
# The fields that people write in.
_TYPED = {"text", "words"}
# What « don't know » comes back as.
UNKNOWN = "0"
_DONE, _LEFT = "▰", "▱"


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of what a person has begun, under `scope`: a draft, all its pages, the one to show.

    `departments` are names by id, for a survey's first page, which asks for whom the person answers.
    `resumed` is whether the person had begun it before.
    """

    scope: str
    draft: Draft
    pages: tuple[FormPage, ...]
    departments: Mapping[str, str] = field(default_factory=dict)
    resumed: bool = False

    @property
    def number(self) -> int:
        """The page to show, from 0; the last one where the questionnaire has become shorter."""
        return max(0, min(self.draft.page, len(self.pages) - 1))


def draw_page(shown: ShownPage, say: Strings, language: Language) -> dict[str, Any]:
    """Return a page as a modal."""
    last = shown.number == len(shown.pages) - 1
    carried = {"scope": shown.scope, "page": shown.number, "language": language}
    words = (say("readiness_title"), say("readiness_finish" if last else "readiness_next_page"))
    return modal(PAGES, (*words, say("readiness_later")), carried, list(_blocks(shown, say, language)))


def _blocks(shown: ShownPage, say: Strings, language: Language) -> Iterator[Block]:
    number, count, draft = shown.number, len(shown.pages), shown.draft
    bar = _DONE * (number + 1) + _LEFT * (count - number - 1)
    progress = say("readiness_progress", bar=bar, page=number + 1, pages=count)
    kept = say("readiness_resumed" if shown.resumed else "readiness_kept")
    yield ContextBlock(elements=[markdown(f"{progress}   {kept}")])
    if number:
        back = ButtonElement(text=say("readiness_back"), action_id=BACK, value=str(number))
        yield ActionsBlock(elements=[back])
    elif draft.survey:
        yield ContextBlock(elements=[markdown(say("readiness_alone"))])
        yield select(DEPARTMENT, say("readiness_whose"), shown.departments, draft.department)
    elif not draft.actions:
        yield section(say("readiness_intro"))
        yield text_input(
            UNIT,
            say("readiness_unit"),
            draft.unit,
            optional=True,
            hint=say("readiness_unit_hint"),
            longest=UNIT_CHARACTERS,
        )
    page, levels = shown.pages[number], dict(draft.answers)
    if not page.dimensions:
        yield DividerBlock()
        yield section(say("readiness_contra"))
    named = {item.id: dimension for dimension in page.dimensions for item in dimension.items}
    before = None
    for question in page.questions:
        dimension = named.get(question.id)
        if dimension is not None and dimension is not before:
            yield DividerBlock()
            yield section(f"*{dimension.name.in_(language)}*")
            before = dimension
        yield _input(question, levels, say, language)


def _input(
    question: ContraIndication | Item, levels: Mapping[str, int | None], say: Strings, language: Language
) -> Block:
    options = {str(level): text.in_(language) for level, text in enumerate(question.levels, start=1)}
    options[UNKNOWN] = say("readiness_unknown")
    chosen = ""
    if question.id in levels:
        level = levels[question.id]
        chosen = UNKNOWN if level is None else str(level)
    return radio(question.id, question.question.in_(language), options, chosen)


@dataclass(frozen=True, slots=True)
class SubmittedPage:
    """A page as it came back: what was answered, and which questions still are not."""

    scope: str
    page: int
    language: Language
    answers: Pairs
    unit: str | None
    department: str
    missing: tuple[str, ...]


def read_page(view: Mapping[str, Any]) -> SubmittedPage:
    """Read a page; the unit's name is redacted, and None where the page did not ask for it."""
    carried, typed = json.loads(view["private_metadata"]), filled(view)
    unit = typed.pop(UNIT, None)
    department = typed.pop(DEPARTMENT, "")
    levels = {name: _level(text) for name, text in typed.items() if text}
    missing = tuple(name for name, text in typed.items() if not text)
    return SubmittedPage(
        carried["scope"],
        int(carried["page"]),
        Language(carried["language"]),
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
    """What a form is about, as it carries it along; `where` is the place its outcome is told at, if any."""

    form: ReadinessForm
    language: Language
    number: int = 0
    subject: str = ""
    where: Mapping[str, str] = field(default_factory=dict)


def draw_form(context: FormContext, blocks: Iterable[Block], say: Strings) -> dict[str, Any]:
    """Return a form as a modal."""
    carried = {
        "verb": context.form, "ref": context.number, "other": context.subject, "language": context.language,
        "where": dict(context.where),
    }  # fmt: skip
    words = (say(f"readiness_form_{context.form}"), say(f"readiness_send_{context.form}"))
    return modal(FORM, (*words, say("form_case_cancel")), carried, list(blocks))


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A form as it came back: `fields` by name, and the names of the required ones left `empty`."""

    context: FormContext
    fields: Mapping[str, str]
    empty: tuple[str, ...]


def read_form(view: Mapping[str, Any]) -> SubmittedForm:
    """Read such a form; what was typed is redacted."""
    carried, typed = json.loads(view["private_metadata"]), filled(view)
    context = FormContext(
        ReadinessForm(carried["verb"]),
        Language(carried["language"]),
        int(carried["ref"]),
        str(carried["other"]),
        carried["where"],
    )
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    required = {block["block_id"] for block in inputs if not block.get("optional", False)}
    empty = tuple(name for name, text in typed.items() if name in required and not text.strip())
    fields = {name: redact(text) if name in _TYPED else text for name, text in typed.items()}
    return SubmittedForm(context, fields, empty)


def notice(text: str, say: Strings) -> dict[str, Any]:
    """Return a modal that only says something."""
    return telling(say("readiness_title"), say("readiness_close"), [text])
