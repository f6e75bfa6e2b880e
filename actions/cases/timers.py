"""Recent automatic events, and optimistic locking for timers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.case import replay
from actions.cases.events import RELAIS, Event, EventPayload
from actions.cases.rules import Refused, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from actions.cases.case import Case

# How long after an automatic event a retry still returns its outcome, where nobody noted what was told.
_RECENT = timedelta(minutes=10)


def untold_events(events: Sequence[Event], now: datetime, told: int | None) -> tuple[int, ...]:
    """Return the positions of an open case's automatic events that may not have been told; none once closed.

    `told` is the version up to which they were; where it is None, those of the last ten minutes are returned.
    """
    if not events or not replay(events).is_open:
        return ()
    return tuple(
        place
        for place, each in enumerate(events)
        if place and each.by == RELAIS and _is_untold(place + 1, now - each.at, told)
    )


def told_before(events: Sequence[Event], now: datetime) -> int:
    """Return the version before the first event that may not have been told, where nobody noted it."""
    return min(untold_events(events, now, None), default=len(events))


def _is_untold(version: int, age: timedelta, told: int | None) -> bool:
    return version > told if told is not None else abs(age) < _RECENT


def unless_changed(seen: Case, payload: EventPayload) -> Callable[[Case, datetime], EventPayload | Refused]:
    """Return a decision for `payload` that refuses where the case has changed since `seen`."""
    return lambda case, _at: payload if case.version == seen.version else Refused(Why.BUSY)
