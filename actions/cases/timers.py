"""What a case did by itself lately, and what may happen to it only as it was seen."""

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

# How long after it an alarm that was cut short may be finished.
_RETOLD = timedelta(minutes=10)


def recent_own_events(events: Sequence[Event], now: datetime) -> tuple[int, ...]:
    """Return the places of what an open case did by itself, not long ago; none once it is closed."""
    if not events or not replay(events).is_open:
        return ()
    return tuple(
        place
        for place, each in enumerate(events)
        if place and each.by == RELAIS and abs(now - each.at) < _RETOLD
    )


def unless_changed(seen: Case, payload: EventPayload) -> Callable[[Case, datetime], EventPayload | Refused]:
    """Let `payload` happen to the case as it was seen; where somebody was faster it may be needed no more."""
    return lambda case, _at: payload if case.version == seen.version else Refused(Why.BUSY)
