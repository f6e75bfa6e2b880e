"""Drafts for review from closed cases: a topic to write, or a department to correct in the files."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import yaml

from actions.cases.case import replay
from actions.cases.events import Lesson, Taught
from actions.knowledge.skeleton import fill, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actions.cases.case import Case
    from actions.cases.events import Event
    from actions.knowledge.library import Library

_KNOWLEDGE = "actions/knowledge"
_UNWRITTEN = "TODO"


@dataclass(frozen=True, slots=True)
class Misrouted:
    """`said_by`, a department, stated that requests like case `number` belong to `department`."""

    number: int
    said_by: str
    department: str
    topic: str
    words: str
    day: date


def misrouted(histories: Iterable[list[Event]], since: datetime | None = None) -> tuple[Misrouted, ...]:
    """Return the cases sent to the wrong department, the latest first; none before `since`."""
    found = []
    for history in histories:
        for place, event in enumerate(history):
            payload = event.payload
            if not isinstance(payload, Taught) or payload.lesson is not Lesson.ROUTING:
                continue
            if since is None or event.at >= since:
                case = replay(history[:place])
                day = event.at.astimezone(UTC).date()
                topic = case.opened.topic
                found.append(
                    Misrouted(case.number, case.department, payload.department, topic, payload.words, day)
                )
    return tuple(sorted(found, key=lambda each: (each.day, each.number), reverse=True))


def draft(case: Case, library: Library) -> tuple[str, str]:
    """Return the name and the text of a file for review: a topic to write, or a note on the routing.

    Raises:
        ValueError: the department has not said what Relais should have known.
    """
    if case.lesson is None:
        raise ValueError(f"nothing was learnt from case {case.number}")
    if case.lesson.lesson is Lesson.TOPIC:
        return f"case_{case.number}.yml", _topic(case, case.lesson)
    return f"case_{case.number}_routing.yml", _note(case, case.lesson, library)


def _topic(case: Case, lesson: Taught) -> str:
    head = fill(
        "taught_topic.yml",
        _about(case)
        | {
            "language": case.opened.language.value,
            "question": _commented(case.opened.question),
            "outcome": _commented(case.outcome),
            "department": case.department,
            "words": _commented(lesson.words),
            "topic": case.opened.topic or "none",
        },
    )
    return head + skeleton(f"case_{case.number}", case.last_at.date())


def _note(case: Case, lesson: Taught, library: Library) -> str:
    belongs = lesson.department or _UNWRITTEN
    note = {
        "case": case.number,
        "question": case.opened.question,
        "language": case.opened.language.value,
        "topic": case.opened.topic,
        "went_to": case.opened.department,
        "belongs_to": belongs,
        "said_by": case.department,
        "words": lesson.words,
        "change": [
            {"file": f"{_KNOWLEDGE}/{file}", "part": part, "now": now, "becomes": belongs}
            for file, part, now in _places(case, belongs, library)
        ],
    }
    written = yaml.safe_dump(note, allow_unicode=True, sort_keys=False, width=100)
    return fill("taught_routing.yml", _about(case) | {"note": written.rstrip("\n")})


def _about(case: Case) -> dict[str, str]:
    return {"number": str(case.number), "day": case.last_at.astimezone(UTC).date().isoformat()}


def _places(case: Case, belongs: str, library: Library) -> Iterator[tuple[str, str, str]]:
    """Yield each entry that gives such a request its department: file, path in it, present value."""
    if belongs != _UNWRITTEN and belongs not in library.departments:
        yield "departments.yml", "departments", ""
    topic = library.topics.get(case.opened.topic)
    if topic is None:
        yield "departments.yml", "unrouted", library.default_department
        return
    table_cells = library.asking.topics.get(topic.topic)
    # Where the question names an actor, the row of the table decides before the topic does.
    if table_cells is not None and table_cells.activity is not None:
        owner = library.responsibilities[table_cells.activity].owner
        yield "responsibilities.yml", f"{table_cells.activity}.owner", owner
    elif table_cells is not None:
        for activity in library.responsibilities.values():
            if activity.owner == case.opened.department:
                yield "responsibilities.yml", f"{activity.id}.owner", activity.owner
    yield f"topics/{topic.topic}.yml", "owner", topic.owner


def _commented(text: str) -> str:
    """Return `text` as lines of a YAML comment, without the control characters that YAML refuses."""
    lines = ("".join(filter(_is_written, line)).strip() for line in text.splitlines())
    return "\n#   ".join(line for line in lines if line) or "-"


def _is_written(character: str) -> bool:
    return not unicodedata.category(character).startswith("C") or character == "\t"
