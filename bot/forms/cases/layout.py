"""Lays out the forms of cases, and reads them into acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from actions.cases.acts import (
    Add,
    AnswerCase,
    CaseAct,
    CaseForm,
    FillCase,
    NotOurs,
    OpenCase,
    RateCase,
    Reassign,
    Resolve,
    SuggestLesson,
)
from actions.cases.events import Audience, Lesson, Urgency
from actions.language import Language
from actions.privacy import redact
from bot.forms.form import Form, Notice, OneOf, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.forms.form import Part, Submitted
    from bot.strings import Strings

FORM_ID = "case"
ESCALATE = "escalate"
TEXT, DEPARTMENT, URGENCY, LANGUAGE = "text", "department", "urgency", "language"
AUDIENCE, WHOM, LESSON = "audience", "whom", "lesson"
# What a field for words takes; a longer request stands in several.
FIELD_CHARACTERS = 3000


@dataclass(frozen=True, slots=True)
class Request:
    """A new request before its form is sent: proposed values, and where it comes from.

    `origin` is for the surface and comes back with the form; `shared` is True where others read it there.
    """

    department: str = ""
    question: str = ""
    urgent: bool = False
    topic: str = ""
    shared: bool = False
    origin: Mapping[str, Any] = field(default_factory=dict)


def request_form(request: Request, departments: Mapping[str, str], say: Strings, language: Language) -> Form:
    """Return the form of a new request; `departments` are names by id."""
    urgency = Urgency.URGENT if request.urgent else Urgency.NORMAL
    urgencies = {each.value: say(f"urgency_{each}") for each in Urgency}
    languages = {each.value: say(f"language_{each}") for each in Language}
    question, more, hint = say("form_question"), say("form_question_more"), say("form_question_hint")
    first, *further = _in_fields(request.question)
    parts: list[Part] = [
        OneOf(DEPARTMENT, say("form_department"), departments, request.department),
        TextField(TEXT, question, first, hint=hint, multiline=True),
        *(
            TextField(f"{TEXT}{number}", more, rest, optional=True, multiline=True)
            for number, rest in enumerate(further, start=2)
        ),
        OneOf(URGENCY, say("form_urgency"), urgencies, urgency),
        OneOf(LANGUAGE, say("form_language"), languages, language),
    ]
    if request.shared:
        audiences = {each.value: say(f"audience_{each}") for each in Audience}
        parts.append(OneOf(AUDIENCE, say("form_audience"), audiences, Audience.HERE))
    carried = {"form": ESCALATE, "topic": request.topic, "language": language, "origin": dict(request.origin)}
    return _form(say, "form_escalate", parts, carried)


def _in_fields(words: str) -> list[str]:
    """Return `words` in parts that a field takes, each of whole words if it can; one at least."""
    parts = []
    while len(words) > FIELD_CHARACTERS:
        end = words.rfind(" ", FIELD_CHARACTERS // 2, FIELD_CHARACTERS)
        parts.append(words[: end if end > 0 else FIELD_CHARACTERS])
        words = words[len(parts[-1]) :].lstrip()
    return [*parts, words]


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of a form's selects: names of departments by id, and of people by person."""

    departments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def case_form(
    fill: FillCase, choices: Choices, say: Strings, language: Language, *, helpful: bool = True
) -> Form:
    """Return a form of a case; `helpful` is the rating that a remark goes with."""
    carried = {
        "form": fill.form,
        "number": fill.number,
        "seen": fill.seen,
        "language": language,
        "helpful": helpful,
    }
    return _form(say, f"form_{fill.form}", list(_parts(fill, choices, say)), carried)


def _parts(fill: FillCase, choices: Choices, say: Strings) -> Iterator[Part]:
    match fill.form:
        case CaseForm.REASSIGN:
            people = {f"person:{person}": name for person, name in choices.people.items()}
            departments = {f"department:{key}": f"→ {name}" for key, name in choices.departments.items()}
            yield OneOf(WHOM, say("form_reassign_label"), {**people, **departments})
        case CaseForm.NOT_OURS:
            yield OneOf(DEPARTMENT, say("form_not_ours_label"), choices.departments)
            yield TextField(TEXT, say("form_reason"), hint=say("form_reason_hint"), multiline=True)
        case CaseForm.TEACH:
            offered = Lesson if choices.departments else (Lesson.TOPIC,)
            lessons = {each.value: say(f"lesson_{each}") for each in offered}
            yield OneOf(LESSON, say("form_lesson"), lessons, Lesson.TOPIC)
            if choices.departments:
                yield OneOf(DEPARTMENT, say("form_lesson_department"), choices.departments, optional=True)
            yield TextField(TEXT, say("form_words"), optional=True, multiline=True)
        case _:
            yield TextField(TEXT, say(f"form_{fill.form}_label"), multiline=True)


def original_notice(parts: Sequence[str], say: Strings) -> Notice:
    """Return the notice with the original messages."""
    return Notice(say("form_exchange"), say("form_case_cancel"), tuple(parts), say("view_cut"))


def nothing_notice(form: CaseForm, say: Strings) -> Notice:
    """Return what is shown in the place of a form without anything to choose."""
    return Notice(say(f"form_{form}"), say("form_case_cancel"), (say(f"form_{form}_nothing"),))


def _form(say: Strings, title: str, parts: Sequence[Part], carried: Mapping[str, Any]) -> Form:
    submit, close = say("form_escalate_send"), say("form_case_cancel")
    return Form(FORM_ID, say(title), submit, close, carried, tuple(parts))


@dataclass(frozen=True, slots=True)
class SubmittedCase:
    """A submitted form: the act and where it came from, or the required fields that are empty."""

    act: CaseAct | None
    language: Language
    origin: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def faults(self, say: Strings) -> dict[str, str]:
        """Return what is said at each field that is missing: one chooses in a list, and writes elsewhere."""
        lists = (DEPARTMENT, WHOM)
        return {name: say("form_choose" if name in lists else "form_required") for name in self.missing}


class _Requested(BaseModel):
    """What the form of a new request carries along."""

    language: Language
    topic: str
    origin: dict[str, str]


class _Filled(BaseModel):
    """What a form of a case carries along."""

    language: Language
    form: CaseForm
    number: int = Field(ge=0)
    seen: str
    helpful: bool


def read_case_form(submitted: Submitted) -> SubmittedCase:
    """Read a submitted form, and redact its text.

    Raises:
        ValueError, KeyError: it is none of ours.
    """
    values, text = submitted.values, redact(_text(submitted.values))
    if submitted.carried["form"] != ESCALATE:
        filled = _Filled.model_validate(submitted.carried)
        if missing := _missing(values, filled.form):
            return SubmittedCase(None, filled.language, missing=missing)
        return SubmittedCase(_act(filled, values, text), filled.language)
    carried = _Requested.model_validate(submitted.carried)
    if missing := _missing(values):
        return SubmittedCase(None, carried.language, missing=missing)
    act = OpenCase(
        department=values[DEPARTMENT],
        question=text,
        language=Language(values[LANGUAGE]),
        urgency=Urgency(values[URGENCY]),
        audience=Audience(values.get(AUDIENCE) or _usual_audience(carried.origin)),
        topic=carried.topic,
    )
    return SubmittedCase(act, carried.language, carried.origin)


def _text(values: Mapping[str, str]) -> str:
    """Return what stands in the field for words, and in the further ones that a long request took."""
    names = (TEXT, *(name for name in values if name.startswith(TEXT) and name != TEXT))
    return " ".join(filter(None, (values.get(name, "").strip() for name in names)))


def _missing(values: Mapping[str, str], form: CaseForm | None = None) -> tuple[str, ...]:
    """Return the required fields that are empty; a lesson only needs a department, where it is on routing."""
    required = [name for name in (TEXT, DEPARTMENT, WHOM) if name in values]
    if form is CaseForm.TEACH:
        required = [DEPARTMENT] if values.get(LESSON) == Lesson.ROUTING else []
    return tuple(name for name in required if not values[name].strip())


def _usual_audience(origin: Mapping[str, Any]) -> Audience:
    """Return the audience where the form does not ask: the conversation, if there is one."""
    return Audience.HERE if origin.get("channel") else Audience.PRIVATE


def _act(filled: _Filled, values: Mapping[str, str], text: str) -> CaseAct:
    number, seen = filled.number, filled.seen
    match filled.form:
        case CaseForm.REASSIGN:
            kind, _, whom = values[WHOM].partition(":")
            if kind == "person":
                return Reassign(number, seen, person=whom)
            return Reassign(number, seen, department=whom)
        case CaseForm.NOT_OURS:
            return NotOurs(number, seen, values[DEPARTMENT], text)
        case CaseForm.TEACH:
            return SuggestLesson(number, seen, Lesson(values[LESSON]), text, values.get(DEPARTMENT, ""))
        case CaseForm.RESOLVE:
            return Resolve(number, seen, text)
        case CaseForm.ADD:
            return Add(number, text)
        case CaseForm.REMARK:
            return RateCase(number, helpful=filled.helpful, words=text)
        case _:
            return AnswerCase(number, seen, text)
