"""Opening hours: wall-clock intervals, public holidays, and the working time between instants.

Every instant is aware and UTC, coming in and going out. Intervals are read off the clock of the place, but
what elapses is real time: a night shift lasts an hour less when the clock goes forward. A time that the clock
skips stands for the instant of the jump; one that it shows twice, for the first of the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from holidays import country_holidays

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from zoneinfo import ZoneInfo

DAY = 24 * 60
# Stop searching after this many closed days.
_LOOK_AHEAD = 400
# An interval ends within two days of the start of its day, also where the clock is set back at midnight.
_LOOK_BACK = 2
# A country of ISO 3166, and perhaps a part of it, as the `holidays` library names them.
_CALENDAR = re.compile(r"([A-Z]{2})(?:-(.+))?")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Minutes after local midnight, at most a day long; `end` passes 1440 where it ends the next day.

    Raises:
        ValueError: it begins on no minute of its day, or lasts no time or more than a day.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and self.start < self.end <= self.start + DAY):
            raise ValueError(f"no interval: {self.start} to {self.end}")


# Monday first; a day without an interval is closed.
Week = tuple[tuple[Interval, ...], ...]


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of a country (``FR``) or a part of it (``FR-57``, ``GB-ENG``), or ``none``.

    Two of one name are equal.

    Raises:
        ValueError: there is no such calendar.
    """

    name: str

    def __post_init__(self) -> None:
        _calendar(self.name)

    def __call__(self, day: date) -> bool:
        """Tell whether `day` is off."""
        return day in _calendar(self.name)


@cache
def _calendar(name: str) -> Container[date]:
    """Return the calendar, which works out each year at its first use."""
    if name == "none":
        return ()
    named = _CALENDAR.fullmatch(name)
    if named is None:
        raise ValueError(f"no calendar: {name}")
    try:
        return country_holidays(named[1], named[2])
    except NotImplementedError as error:
        raise ValueError(f"no calendar: {name}") from error


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open: `week` by the clock of `zone`, without the intervals that begin on a holiday."""

    zone: ZoneInfo
    week: Week
    is_holiday: Callable[[date], bool]

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` is in opening hours; the closing instant no longer is."""
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime | None:
        """Return `at` itself where open, else the next opening; None where that never comes."""
        return next((opens for opens, _ in self._from(at)), None)

    def add(self, start: datetime, working: timedelta) -> datetime | None:
        """Return when `working` time has passed in opening hours since `start`; None where it never has.

        Time used up exactly at closing ends at the closing instant. No working time at all ends at the
        next opening.

        Raises:
            ValueError: `working` is negative.
        """
        if working < timedelta():
            raise ValueError("working time does not run backwards")
        for opens, closes in self._from(start):
            if working <= closes - opens:
                return opens + working
            working -= closes - opens
        return None

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`; none where `end` does not come after `start`."""
        passed = timedelta()
        for opens, closes in self._from(start):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return passed

    def opening_of(self, day: date) -> datetime | None:
        """Return when the first interval of that local day opens; one of the day before does not count."""
        return next((opens for opens, _ in self._begun_on(day)), None)

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield when it is open from `at` on, in order; no two overlap, but one may begin as another ends."""
        if not any(self.week):
            return
        reached = at.astimezone(UTC)
        day = reached.astimezone(self.zone).date() - timedelta(days=_LOOK_BACK)
        idle = 0
        while idle < _LOOK_AHEAD:
            idle += 1
            for opens, closes in self._begun_on(day):
                if closes > reached:
                    yield max(opens, reached), closes
                    reached, idle = closes, 0
            day += timedelta(days=1)

    def _begun_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the intervals that begin on `day`, earliest first; they may overlap."""
        week_day = self.week[day.weekday()]
        if not week_day or self.is_holiday(day):
            return
        for interval in sorted(week_day):
            opens, closes = (_instant(day, minutes, self.zone) for minutes in (interval.start, interval.end))
            if opens < closes:  # false where the clock skips all of it
                yield opens, closes


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return when the clock of `zone` first shows that many minutes after the midnight `day` begins with."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    # The clock skips it: the jump lies between the readings by the offsets of before and after.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
