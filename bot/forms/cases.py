"""The forms of a case as Slack modals, and the acts they come back as."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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
from actions.model import Language
from actions.privacy import redact
from bot.slack.blocks.inputs import filled, select, text_input
from bot.slack.blocks.modals import modal, telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk.models.blocks import Block

    from bot.strings import Strings

CALLBACK = "case"
ESCALATE = "escalate"
# The name of a form's main field; where it is empty, the form comes back.
TEXT, DEPARTMENT, URGENCY, LANGUAGE, AUDIENCE, WHOM, LESSON = (
    "text", "department", "urgency", "language", "audience", "whom", "lesson",
)  # fmt: skip
_OPTIONAL = {CaseForm.TEACH}


@dataclass(frozen=True, slots=True)
class Request:
    """A request before it is sent: what is proposed, and where it comes from (`origin`, carried along)."""

    department: str = ""
    question: str = ""
    urgent: bool = False
    topic: str = ""
    shared: bool = False
    origin: dict[str, Any] = field(default_factory=dict)


def draw_request(
    request: Request, departments: Mapping[str, str], say: Strings, language: Language
) -> dict[str, Any]:
    """Return the form of a new request; `departments` are names by id."""
    urgency = Urgency.URGENT if request.urgent else Urgency.NORMAL
    blocks: list[Block] = [
        select(DEPARTMENT, say("form_department"), departments, request.department),
        text_input(
            TEXT, say("form_question"), request.question, hint=say("form_question_hint"), multiline=True
        ),
        select(URGENCY, say("form_urgency"), {u: say(f"urgency_{u}") for u in Urgency}, urgency),
        select(
            LANGUAGE, say("form_language"), {each: say(f"language_{each}") for each in Language}, language
        ),
    ]
    if request.shared:
        audiences = {each.value: say(f"audience_{each}") for each in Audience}
        blocks.append(select(AUDIENCE, say("form_audience"), audiences, Audience.HERE))
    carried = {"form": ESCALATE, "topic": request.topic, "language": language, "origin": request.origin}
    return _modal(say, "form_escalate", blocks, carried)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the selects of a form offer: names by id, and people by user id."""

    departments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def draw_form(
    fill: FillCase, choices: Choices, say: Strings, language: Language, *, helpful: bool = True
) -> dict[str, Any]:
    """Return a form of a case; `helpful` is the opinion that a word goes with."""
    carried = {
        "form": fill.form, "number": fill.number, "seen": fill.seen, "language": language, "helpful": helpful,
    }  # fmt: skip
    return _modal(say, f"form_{fill.form}", list(_inputs(fill, choices, say)), carried)


def _inputs(fill: FillCase, choices: Choices, say: Strings) -> Iterator[Block]:
    match fill.form:
        case CaseForm.REASSIGN:
            people = {f"person:{user}": name for user, name in choices.people.items()}
            departments = {f"department:{name}": f"→ {shown}" for name, shown in choices.departments.items()}
            yield select(WHOM, say("form_reassign_label"), {**people, **departments})
        case CaseForm.NOT_OURS:
            yield select(DEPARTMENT, say("form_not_ours_label"), choices.departments)
            yield text_input(TEXT, say("form_reason"), hint=say("form_reason_hint"), multiline=True)
        case CaseForm.TEACH:
            lessons = {each.value: say(f"lesson_{each}") for each in Lesson}
            yield select(LESSON, say("form_lesson"), lessons, Lesson.TOPIC)
            yield select(DEPARTMENT, say("form_lesson_department"), choices.departments, optional=True)
            yield text_input(TEXT, say("form_words"), optional=True, multiline=True)
        case _:
            yield text_input(TEXT, say(f"form_{fill.form}_label"), multiline=True)


def draw_text(parts: list[str], say: Strings) -> dict[str, Any]:
    """Return a modal that only shows `parts`."""
    return telling(say("form_exchange"), say("form_case_cancel"), parts)


def _modal(say: Strings, title: str, blocks: list[Block], carried: dict[str, Any]) -> dict[str, Any]:
    words = (say(title), say("form_escalate_send"), say("form_case_cancel"))
    return modal(CALLBACK, words, carried, blocks)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form as it came back: the act and where it came from, or the fields that are still empty."""

    act: CaseAct | None
    language: Language
    origin: dict[str, Any] = field(default_factory=dict)
    empty: tuple[str, ...] = ()


def read(view: Mapping[str, Any], team: str) -> Submitted:
    """Read a submitted modal; words are redacted here, and people chosen are those of `team`."""
    carried = json.loads(view["private_metadata"])
    typed = filled(view)
    language = Language(carried["language"])
    wanted = [name for name in (TEXT, DEPARTMENT, WHOM) if name in typed]
    if carried["form"] in _OPTIONAL:
        wanted = [DEPARTMENT] if typed.get(LESSON) == Lesson.ROUTING else []
    empty = tuple(name for name in wanted if not typed[name].strip())
    if empty:
        return Submitted(None, language, empty=empty)
    text = redact(typed.get(TEXT, "").strip())
    typed |= {WHOM: typed.get(WHOM, "").replace("person:", f"person:{team}:")}
    if carried["form"] == ESCALATE:
        act: CaseAct = OpenCase(
            department=typed[DEPARTMENT],
            question=text,
            language=Language(typed[LANGUAGE]),
            urgency=Urgency(typed[URGENCY]),
            audience=Audience(typed.get(AUDIENCE) or _usual(carried["origin"])),
            topic=carried["topic"],
        )
        return Submitted(act, language, carried["origin"])
    return Submitted(_act(carried, typed, text), language)


def _usual(origin: Mapping[str, Any]) -> Audience:
    """Return who sees the answers where nobody was asked: those of the conversation, if there is one."""
    return Audience.HERE if origin.get("channel") else Audience.PRIVATE


def _act(carried: Mapping[str, Any], typed: Mapping[str, str], text: str) -> CaseAct:
    number, seen = int(carried["number"]), str(carried["seen"])
    match CaseForm(carried["form"]):
        case CaseForm.REASSIGN:
            kind, _, whom = typed[WHOM].partition(":")
            if kind == "person":
                return Reassign(number, seen, person=whom)
            return Reassign(number, seen, department=whom)
        case CaseForm.NOT_OURS:
            return NotOurs(number, seen, typed[DEPARTMENT], text)
        case CaseForm.TEACH:
            return SuggestLesson(number, seen, Lesson(typed[LESSON]), text, typed.get(DEPARTMENT, ""))
        case CaseForm.RESOLVE:
            return Resolve(number, seen, text)
        case CaseForm.ADD:
            return Add(number, text)
        case CaseForm.REMARK:
            return RateCase(number, helpful=bool(carried["helpful"]), words=text)
        case _:
            return AnswerCase(number, seen, text)
