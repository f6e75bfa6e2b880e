"""Histories of cases, written down an event a line, and departments with hours that are easy to count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from actions.cases.case import replay
from actions.cases.events import Doer, Event, Opened
from actions.hours import Interval
from actions.knowledge.department import Department
from actions.language import Language

if TYPE_CHECKING:
    from actions.cases.events import EventPayload
    from actions.cases.ports import CaseRepository
    from actions.knowledge.library import Library

ASKER, HELPER = "TACME:UASKER", "TACME:UHELPER"


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a time of November 2026, UTC; Paris is an hour ahead, and the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def opening(number: int, department: str, at: datetime, **parts: Any) -> Event:  # noqa: ANN401  any part of Opened
    """Return the opening of a case."""
    parts = {"question": "Whose is it?", "language": Language.EN, "conversation": "TACME:C1:1.0"} | parts
    return Event(f"open:{number}:{at}", at, ASKER, Opened(number, department, **parts), "slack")


def then(at: datetime, payload: EventPayload, by: str = HELPER) -> Event:
    """Return a later event."""
    return Event(f"{payload.kind}:{at}", at, by, payload, "slack")


def countable(library: Library) -> Library:
    """Return the knowledge with three departments open from nine to five, Monday to Friday.

    Legal and Communications are in Paris, and have four and two hours for a first answer; IT is in Tokyo.
    What belongs to nobody goes to Communications, which also stands for Human Resources.
    """

    def department(name: str, zone: str, hours: float, *stands_for: str) -> Department:
        shipped = library.departments[name]
        return Department.model_validate(
            {
                "id": name,
                "name": shipped.name,
                "channel": shipped.channel,
                "owner": "@owner",
                "languages": ["en", "fr"],
                "time_zone": zone,
                "holidays": "none",
                "hours": {"mon-fri": ["09:00-17:00"]},
                "first_answer": hours,
                "resolution": hours * 4,
                "stands_for": stands_for,
            }
        )

    three = (
        department("legal", "Europe/Paris", 4.0),
        department("communication", "Europe/Paris", 2.0, "hr"),
        department("it", "Asia/Tokyo", 4.0),
    )
    return replace(library, departments={each.id: each for each in three}, default_department="communication")


def varied(library: Library) -> Library:
    """Return the knowledge with departments that are slow, far away, awake at night, and never open."""
    changes: dict[str, dict[str, object]] = {
        "legal": {"first_answer": 8.0, "resolution": 40.0},
        "it": {"time_zone": "Asia/Tokyo", "holidays": "JP", "first_answer": 1.0},
        "support": {"hours": ((Interval(22 * 60, 30 * 60),),) * 7, "first_answer": 3.0},
        "management": {"hours": ((),) * 7},
    }
    departments = {
        name: department.model_copy(update=changes.get(name, {}))
        for name, department in library.departments.items()
    }
    return replace(library, departments=departments)


async def keep(cases: CaseRepository, history: list[Event]) -> int:
    """Keep a history as if it had happened; return the number it got."""
    first, *rest = history
    assert isinstance(first.payload, Opened)
    events = await cases.open(Doer(first.key, first.by), first.at, first.payload)
    for event in rest:
        case = replay(events)
        after = replay([*events, event])
        wake_at = event.at + timedelta(hours=1) if after.is_open else None
        assert await cases.append(case, event, wake_at)
        events.append(event)
    return replay(events).number
