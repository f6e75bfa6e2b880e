"""Working time: hard cases, as a person would check them with a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from actions.hours import DAY, Holidays, Hours, Interval

if TYPE_CHECKING:
    from actions.hours import Week

PARIS, MONTREAL = "Europe/Paris", "America/Montreal"
INSTANT = timedelta(microseconds=1)


def span(text: str) -> Interval:
    """Read ``09:00-12:30``; an end that is not after its start is the next day's."""
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return Interval(start, end if end > start else end + DAY)


def week(working_days: str, weekend: str = "") -> Week:
    """The same intervals from Monday to Friday, and others on both days of the weekend."""
    days, ends = (tuple(span(text) for text in texts.split()) for texts in (working_days, weekend))
    return (days,) * 5 + (ends,) * 2


OFFICE = week("09:00-12:30 14:00-18:00")
NIGHTS = week("22:00-06:00", "22:00-06:00")
ALWAYS = week("00:00-24:00", "00:00-24:00")
NEVER = week("")


def hours(place: str, days: Week, off: str = "none") -> Hours:
    """Opening hours in the time zone `place`."""
    return Hours(ZoneInfo(place), days, Holidays(off))


def at(place: str, text: str) -> datetime:
    """Read a wall time there; ``2026-10-25 02:30 again`` is the second one of that name."""
    wall = datetime.fromisoformat(text.removesuffix(" again"))
    return wall.replace(tzinfo=ZoneInfo(place), fold=text.endswith(" again")).astimezone(UTC)


FROM_SKIPPED, TO_SKIPPED, SKIPPED = (week("", text) for text in ("02:30-05:00", "01:00-02:30", "02:10-02:50"))
OVERLAPPING = week("09:00-13:00 08:00-10:00 12:00-14:00")
TOUCHING = week("09:00-12:00 12:00-15:00")
NIGHT_AND_DAY = week("22:00-10:00 09:00-12:00")


@dataclass(frozen=True)
class Case:
    """From `start` on, `working` hours end at `end`; `off` are the holidays."""

    place: str
    days: Week
    off: str
    start: str
    working: float
    end: str


CASES = {
    "within a morning": Case(PARIS, OFFICE, "FR", "2026-11-23 09:15", 2, "2026-11-23 11:15"),
    "across lunch": Case(PARIS, OFFICE, "FR", "2026-11-23 11:30", 2, "2026-11-23 15:00"),
    "asked during lunch": Case(PARIS, OFFICE, "FR", "2026-11-23 13:10", 1, "2026-11-23 15:00"),
    "used up exactly at lunch": Case(PARIS, OFFICE, "FR", "2026-11-23 09:00", 3.5, "2026-11-23 12:30"),
    "used up exactly at closing": Case(PARIS, OFFICE, "FR", "2026-11-23 09:00", 7.5, "2026-11-23 18:00"),
    "asked exactly at closing": Case(PARIS, OFFICE, "FR", "2026-11-23 18:00", 1, "2026-11-24 10:00"),
    "asked exactly at opening": Case(PARIS, OFFICE, "FR", "2026-11-23 14:00", 1, "2026-11-23 15:00"),
    "before the day begins": Case(PARIS, OFFICE, "FR", "2026-11-23 05:00", 0.5, "2026-11-23 09:30"),
    "Friday evening to Monday": Case(PARIS, OFFICE, "FR", "2026-11-20 17:30", 1, "2026-11-23 09:30"),
    "asked on a Saturday": Case(PARIS, OFFICE, "FR", "2026-11-21 11:00", 4, "2026-11-23 14:30"),
    "more than a week": Case(PARIS, OFFICE, "none", "2026-11-23 09:00", 40, "2026-11-30 11:30"),
    "no time, while open": Case(PARIS, OFFICE, "FR", "2026-11-23 10:00", 0, "2026-11-23 10:00"),
    "no time, at lunch": Case(PARIS, OFFICE, "FR", "2026-11-23 12:30", 0, "2026-11-23 14:00"),
    "14 July, a Tuesday": Case(PARIS, OFFICE, "FR", "2026-07-13 17:00", 2, "2026-07-15 10:00"),
    "14 July is like any day": Case(PARIS, OFFICE, "none", "2026-07-13 17:00", 2, "2026-07-14 10:00"),
    "1 May, a Friday: three days": Case(PARIS, OFFICE, "FR", "2026-04-30 17:00", 2, "2026-05-04 10:00"),
    "Easter Monday": Case(PARIS, OFFICE, "FR", "2026-04-03 17:00", 2, "2026-04-07 10:00"),
    "Good Friday in Moselle": Case(PARIS, OFFICE, "FR-57", "2026-04-02 17:00", 2, "2026-04-07 10:00"),
    "1 January, a Friday": Case(PARIS, OFFICE, "FR", "2026-12-31 17:00", 2, "2027-01-04 10:00"),
    "a new year, no day off": Case(PARIS, OFFICE, "none", "2026-12-31 17:00", 2, "2027-01-01 10:00"),
    "29 February": Case(PARIS, OFFICE, "FR", "2028-02-28 17:00", 2, "2028-02-29 10:00"),
    "28 February 2027, a Sunday": Case(PARIS, OFFICE, "FR", "2027-02-26 17:00", 2, "2027-03-01 10:00"),
    "over midnight": Case(PARIS, NIGHTS, "FR", "2026-11-23 23:00", 2, "2026-11-24 01:00"),
    "asked after midnight": Case(PARIS, NIGHTS, "FR", "2026-11-24 05:00", 2, "2026-11-24 23:00"),
    "a night into 14 July": Case(PARIS, NIGHTS, "FR", "2026-07-13 22:00", 8, "2026-07-14 06:00"),
    "no night begins on 14 July": Case(PARIS, NIGHTS, "FR", "2026-07-13 23:00", 8, "2026-07-15 23:00"),
    "the short night": Case(PARIS, NIGHTS, "none", "2026-03-28 22:00", 7, "2026-03-29 06:00"),
    "the long night": Case(PARIS, NIGHTS, "none", "2026-10-24 22:00", 9, "2026-10-25 06:00"),
    "half past two twice": Case(PARIS, NIGHTS, "none", "2026-10-25 02:30", 1, "2026-10-25 02:30 again"),
    "opens at a skipped time": Case(PARIS, FROM_SKIPPED, "none", "2026-03-29 00:00", 1, "2026-03-29 04:00"),
    "closes at a skipped time": Case(PARIS, TO_SKIPPED, "none", "2026-03-29 00:00", 2, "2026-04-04 02:00"),
    "all of it is skipped": Case(PARIS, SKIPPED, "none", "2026-03-29 00:00", 0, "2026-04-04 02:10"),
    "always open": Case(PARIS, ALWAYS, "none", "2026-11-27 15:00", 72, "2026-11-30 15:00"),
    "the day of 23 hours": Case(PARIS, ALWAYS, "none", "2026-03-28 12:00", 24, "2026-03-29 13:00"),
    "always but on holidays": Case(PARIS, ALWAYS, "FR", "2026-12-24 23:00", 2, "2026-12-26 01:00"),
    "Montreal's short night": Case(MONTREAL, NIGHTS, "none", "2026-03-07 22:00", 7, "2026-03-08 06:00"),
    "24 June is Quebec's": Case(MONTREAL, OFFICE, "CA-QC", "2026-06-23 17:00", 2, "2026-06-25 10:00"),
    "Kolkata": Case("Asia/Kolkata", OFFICE, "IN", "2026-11-25 17:30", 1, "2026-11-26 09:30"),
    "Guru Nanak's day": Case("Asia/Kolkata", OFFICE, "IN", "2026-11-23 17:30", 1, "2026-11-25 09:30"),
    "Boxing Day, observed": Case(
        "Europe/London", OFFICE, "GB-ENG", "2026-12-24 17:00", 2, "2026-12-29 10:00"
    ),
    "Beirut skips midnight": Case("Asia/Beirut", ALWAYS, "none", "2026-03-28 23:00", 2, "2026-03-29 02:00"),
    "Samoa skipped a day": Case("Pacific/Apia", ALWAYS, "none", "2011-12-29 23:00", 2, "2011-12-31 01:00"),
    "overlaps count once": Case(PARIS, OVERLAPPING, "none", "2026-11-23 07:00", 6, "2026-11-23 14:00"),
    "touching ones are one": Case(PARIS, TOUCHING, "none", "2026-11-23 11:00", 3, "2026-11-23 14:00"),
    "a night overlaps a day": Case(PARIS, NIGHT_AND_DAY, "none", "2026-11-24 08:00", 4, "2026-11-24 12:00"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_working_time_ends_when_a_calendar_says(case: Case) -> None:
    """Each row as a person would work it out; and from the start to that end, that much time has passed."""
    opening, spent = hours(case.place, case.days, case.off), timedelta(hours=case.working)
    start, end = at(case.place, case.start), at(case.place, case.end)
    assert opening.add(start, spent) == end
    assert opening.between(start, end) == spent


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 12:29", True),
        ("2026-11-23 12:30", False),
        ("2026-11-23 14:00", True),
        ("2026-11-23 18:00", False),
        ("2026-11-22 10:00", False),
        ("2026-11-11 10:00", False),
    ],
)
def test_open_from_the_opening_until_the_closing_instant(when: str, *, is_open: bool) -> None:
    """The opening instant belongs to it, the closing instant does not; Sunday and 11 November are closed."""
    assert hours(PARIS, OFFICE, "FR").is_open(at(PARIS, when)) is is_open


def test_a_time_shown_twice_opens_at_the_first() -> None:
    """On the long night, 02:30 to 04:00 is two and a half hours."""
    opening = hours(PARIS, week("", "02:30-04:00"))
    assert opening.opening_of(date(2026, 10, 25)) == at(PARIS, "2026-10-25 02:30")
    assert opening.between(at(PARIS, "2026-10-25 00:00"), at(PARIS, "2026-10-26 00:00")) == timedelta(
        hours=2.5
    )


@pytest.mark.parametrize("opening", [hours(PARIS, NEVER), Hours(ZoneInfo(PARIS), OFFICE, lambda _day: True)])
def test_what_never_opens_says_so(opening: Hours) -> None:
    """No hours, or nothing but holidays: no instant is made up, and nobody waits for one."""
    now = at(PARIS, "2026-11-23 10:00")
    assert not opening.is_open(now)
    assert opening.next_open(now) is None
    assert opening.add(now, timedelta(hours=1)) is None
    assert opening.between(now, now + timedelta(days=900)) == timedelta()
    assert opening.opening_of(date(2026, 11, 23)) is None


def test_a_week_is_looked_ahead_for_a_year() -> None:
    """A place that is open one day a year is found; after four hundred days without, it counts as closed."""
    yearly = Hours(ZoneInfo(PARIS), OFFICE, lambda day: (day.month, day.day) != (11, 23))
    assert yearly.next_open(at(PARIS, "2026-11-23 18:00")) == at(PARIS, "2027-11-23 09:00")
    gone = Hours(ZoneInfo(PARIS), OFFICE, lambda day: day > date(2026, 11, 23))
    assert gone.add(at(PARIS, "2026-11-23 17:00"), timedelta(hours=1)) == at(PARIS, "2026-11-23 18:00")
    assert gone.add(at(PARIS, "2026-11-23 17:00"), timedelta(hours=2)) is None


@pytest.mark.parametrize(
    ("days", "day", "opens"),
    [
        (OFFICE, "2026-11-23", "2026-11-23 09:00"),
        (OFFICE, "2026-07-14", None),
        (OFFICE, "2026-11-22", None),
        (NIGHTS, "2026-11-23", "2026-11-23 22:00"),
        (week("14:00-18:00 09:00-12:30"), "2026-11-23", "2026-11-23 09:00"),
        (week("", "02:10-02:50 05:00-06:00"), "2026-03-29", "2026-03-29 05:00"),
    ],
)
def test_a_day_opens_with_its_own_first_interval(days: Week, day: str, opens: str | None) -> None:
    """In whatever order they are written; the end of the night before opens nothing."""
    expected = at(PARIS, opens) if opens else None
    assert hours(PARIS, days, "FR").opening_of(date.fromisoformat(day)) == expected


def test_time_does_not_run_backwards() -> None:
    """An end before its start is no working time; a negative amount is refused."""
    opening = hours(PARIS, ALWAYS)
    now = at(PARIS, "2026-11-23 10:00")
    assert opening.between(now, now - timedelta(hours=1)) == opening.between(now, now) == timedelta()
    with pytest.raises(ValueError, match="backwards"):
        opening.add(now, -INSTANT)


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (DAY, DAY + 60), (60, 60), (120, 60), (60, 61 + DAY)])
def test_what_is_no_interval_is_refused(start: int, end: int) -> None:
    """It begins within its day and lasts a day at most."""
    with pytest.raises(ValueError, match="no interval"):
        Interval(start, end)


@pytest.mark.parametrize("name", ["XX", "FR-99", "fr", "France", "NYSE", "", "FR-", "HolidayBase"])
def test_what_is_no_calendar_is_refused(name: str) -> None:
    """Countries and their parts only, by their codes."""
    with pytest.raises(ValueError, match="no calendar"):
        Holidays(name)


def test_calendars_of_one_name_are_equal() -> None:
    """Hours that say the same are the same: a knowledge read again is not another one."""
    assert hours(PARIS, OFFICE, "FR") == hours(PARIS, OFFICE, "FR") != hours(PARIS, OFFICE, "FR-57")
