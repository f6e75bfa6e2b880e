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

# How long after an automatic event its outcome is returned again, so that what was recorded is also told. It
# is shorter than the day for which the queue knows what was told.
_RECENT = timedelta(hours=23)


def recent_own_events(events: Sequence[Event], now: datetime) -> tuple[int, ...]:
    """Return the positions of an open case's automatic events of the last 23 hours; none once closed."""
    if not events or not replay(events).is_open:
        return ()
    return tuple(
        place
        for place, each in enumerate(events)
        if place and each.by == RELAIS and abs(now - each.at) < _RECENT
    )


def unless_changed(seen: Case, payload: EventPayload) -> Callable[[Case, datetime], EventPayload | Refused]:
    """Return a decision for `payload` that refuses where the case has changed since `seen`."""
    return lambda case, _at: payload if case.version == seen.version else Refused(Why.BUSY)
