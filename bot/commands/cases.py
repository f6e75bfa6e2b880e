"""`case` and `export`: the events of one case, and of all cases."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from rich.console import Console

from actions.cases.case import apply, replay
from actions.cases.events import Event
from actions.cases.reminders import promise
from actions.cases.report import first_answer
from actions.knowledge.library import load
from bot.commands.common import many
from bot.commands.record import open_record, read_histories, write_private
from bot.local.process import StartError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from actions.cases.case import Case
    from actions.cases.events import EventPayload
    from actions.knowledge.library import Library
    from bot.settings import Settings

COLUMNS = (
    "number",
    "state",
    "department",
    "opened_for",
    "urgency",
    "language",
    "topic",
    "opened",
    "first_answer",
    "closed",
    "bounces",
    "reopened",
    "helpful",
    "taught",
)
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)

console = Console(highlight=False)


async def case(settings: Settings, number: int, *, as_json: bool) -> None:
    """Print one case: its state, then its events in order; or its events as JSON lines.

    Raises:
        KnowledgeError: the knowledge has faults.
        StartError: there is no such case, or no Redis to read from.
    """
    library = load(departments=settings.relais_departments)
    async with open_record(settings) as cases:
        events = await cases.events(number)
    if not events:
        raise StartError(f"There is no case {number}: it never was, or it has ended.")
    if as_json:
        for event in events:
            _print(_json(number, event))
        return
    for line in (*_state_lines(replay(events), library), "", *_table(events, library)):
        _print(line)


async def export(settings: Settings, folder: Path, *, force: bool) -> None:
    """Write every event to `folder`/events.jsonl and every case to `folder`/cases.csv, redacted words too.

    Raises:
        StartError: a file is there already and `force` is not given, or no Redis to read from.
    """
    histories = await read_histories(settings)
    numbered = [(replay(history).number, history) for history in histories]
    lines = [_json(number, event) for number, history in numbered for event in history]
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_row(history) for history in histories)
    events = "".join(f"{line}\n" for line in lines)
    write_private(folder, {"events.jsonl": events, "cases.csv": sheet.getvalue()}, force=force)
    _print(f"Wrote {many(len(histories), 'case')} and {many(len(lines), 'event')} to {folder}.")


def _row(history: list[Event]) -> dict[str, str | int]:
    """Return a case as a row of the sheet; ids, times and counts, no texts."""
    case, first = replay(history), first_answer(history)
    return {
        "number": case.number,
        "state": case.state.value,
        "department": case.department,
        "opened_for": case.opened.department,
        "urgency": case.opened.urgency.value,
        "language": case.opened.language.value,
        "topic": case.opened.topic,
        "opened": _utc(case.opened_at),
        "first_answer": _utc(first[1]) if first else "",
        "closed": _utc(case.closed_at) if case.closed_at else "",
        "bounces": case.bounces,
        "reopened": sum(event.payload.kind == "reopened" for event in history),
        "helpful": "" if case.helpful is None else "yes" if case.helpful else "no",
        "taught": case.lesson.lesson.value if case.lesson else "",
    }


def _json(number: int, event: Event) -> str:
    return json.dumps(
        {"case": number, **_EVENT.dump_python(event, mode="json", by_alias=True)}, ensure_ascii=False
    )


def _state_lines(case: Case, library: Library) -> Iterator[str]:
    """Yield the lines on a case's state."""
    opened = case.opened
    yield f"Case {case.number}: {case.state}, with {case.department}, held by {case.holder or 'nobody'}"
    yield f"  asked by {case.requester}, for {opened.department}; {opened.urgency}, in {opened.language}"
    if opened.topic:
        yield f"  topic {opened.topic}"
    due = promise(case, library, case.last_at).due
    yield f"  opened {_utc(case.opened_at)}" + (
        f", closed {_utc(case.closed_at)}" if case.closed_at else f", an answer promised by {_utc(due)}"
    )
    if case.bounces:
        yield f"  sent on as not theirs: {case.bounces}"
    if case.helpful is not None:
        yield f"  found {'helpful' if case.helpful else 'not helpful'}"


def _table(events: list[Event], library: Library) -> Iterator[str]:
    """Yield one line per event, below headings; local time is that of the department that has the case."""
    rows = [("UTC", "at the department", "who", "from", "what")]
    case: Case | None = None
    for event in events:
        case = apply(case, event)
        zone = library.department(case.department).opening.zone
        local = event.at.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
        rows.append((_utc(event.at), local, event.by, event.surface, _payload_line(event.payload)))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        aligned = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        yield "  ".join((*aligned, row[-1]))


def _payload_line(payload: EventPayload) -> str:
    """Return an event's payload on one line: its kind, then its fields that are not empty."""
    parts = {field.name: getattr(payload, field.name) for field in fields(payload) if field.name != "kind"}
    values = (f"{name}={_value(value)}" for name, value in parts.items() if value not in ("", ()))
    return "  ".join((payload.kind, *values))


def _value(value: Any) -> str:  # noqa: ANN401  a field of any event
    if isinstance(value, tuple):
        return " | ".join(map(_value, value))
    words = getattr(value, "said", None) or getattr(value, "value", value)
    return " ".join(str(words).split())


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _print(line: str) -> None:
    console.print(line, markup=False, soft_wrap=True)
