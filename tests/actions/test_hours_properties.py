"""Working time: what holds in any hours, anywhere, at any instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from actions.hours import DAY, Holidays, Hours, Interval

if TYPE_CHECKING:
    from actions.hours import Week

INSTANT = timedelta(microseconds=1)
PLACES = (
    *("Europe/Paris", "America/Montreal", "Asia/Kolkata", "UTC", "Asia/Beirut", "Australia/Lord_Howe"),
    *("America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "America/St_Johns"),
)
intervals = st.builds(
    lambda start, length: Interval(start, start + length), st.integers(0, 1439), st.integers(1, DAY)
)
weeks = st.tuples(*[st.lists(intervals, max_size=3).map(tuple)] * 7).filter(any)
openings = st.builds(
    Hours,
    st.sampled_from(PLACES).map(ZoneInfo),
    weeks,
    st.sampled_from(["none", "FR", "GB-ENG"]).map(Holidays),
)
# Calendars drawn up by the moon end in 2035.
instants = st.integers(0, 26 * 366 * DAY * 60).map(
    lambda n: datetime(2009, 1, 1, tzinfo=UTC) + timedelta(seconds=n)
)
amounts = st.one_of(
    st.timedeltas(timedelta(), timedelta(hours=60)), st.integers(0, 60).map(lambda n: timedelta(hours=n))
)
SOME = settings(max_examples=60)


@SOME
@given(openings, instants, amounts)
def test_the_time_that_was_added_has_passed(opening: Hours, start: datetime, working: timedelta) -> None:
    """`between` undoes `add`, which never ends before its start, and ends when open or as it closes."""
    end = opening.add(start, working)
    assume(end is not None)
    assert end is not None
    assert end.tzinfo is UTC
    assert end >= start
    assert opening.between(start, end) == working
    assert opening.is_open(end) or (working and opening.is_open(end - INSTANT))


@SOME
@given(openings, instants, instants, amounts, amounts)
def test_later_or_longer_never_ends_earlier(
    opening: Hours, first: datetime, second: datetime, some: timedelta, more: timedelta
) -> None:
    """`add` is monotone in its start and in its amount."""
    (first, second), (some, more) = sorted((first, second)), sorted((some, more))
    ends = [opening.add(start, working) for start in (first, second) for working in (some, more)]
    assume(None not in ends)
    both = [end for end in ends if end is not None]
    assert both[0] <= both[1]
    assert both[0] <= both[2]
    assert both[2] <= both[3]
    assert both[1] <= both[3]


@SOME
@given(openings, instants, amounts, amounts)
def test_time_added_in_two_parts_is_the_sum(
    opening: Hours, start: datetime, first: timedelta, second: timedelta
) -> None:
    """Exactly where the second part is some time; where it is none, up to the closing that the first ends at.

    That closing and the next opening are the same working time: adding nothing goes on to the latter.
    """
    once, middle = opening.add(start, first + second), opening.add(start, first)
    assume(once is not None and middle is not None)
    assert once is not None
    assert middle is not None
    twice = opening.add(middle, second)
    assert twice == (once if second else opening.next_open(once))
    assert twice is None or opening.between(once, twice) == timedelta()


@SOME
@given(openings, instants, st.tuples(amounts, amounts))
def test_working_time_adds_up(opening: Hours, start: datetime, later: tuple[timedelta, timedelta]) -> None:
    """What passes between three instants is the sum of both parts, and no more than real time."""
    middle, end = start + later[0], start + later[0] + later[1]
    assert opening.between(start, end) == opening.between(start, middle) + opening.between(middle, end)
    assert opening.between(start, end) <= end - start


@settings(max_examples=15)
@given(openings, instants, st.integers(1, 400))
def test_working_time_is_the_minutes_it_is_open(opening: Hours, start: datetime, minutes: int) -> None:
    """Counted one by one; no minute twice."""
    start = start.replace(second=0)
    counted = sum(opening.is_open(start + timedelta(minutes=number)) for number in range(minutes))
    assert opening.between(start, start + timedelta(minutes=minutes)) == timedelta(minutes=counted)


@SOME
@given(weeks, st.sampled_from(["UTC", "Asia/Kolkata"]), st.sampled_from(["none", "IN", "FR"]), instants)
def test_where_clocks_never_change_it_is_open_as_they_read(
    days: Week, place: str, off: str, now: datetime
) -> None:
    """Read the clock and look it up, on the day and as what is left of the day before."""
    wall, calendar = now.astimezone(ZoneInfo(place)), Holidays(off)
    minute = wall.hour * 60 + wall.minute
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    expected = any(
        interval.start <= minute + passed < interval.end
        for day, passed in ((today, 0), (yesterday, DAY))
        if not calendar(day)
        for interval in days[day.weekday()]
    )
    assert Hours(ZoneInfo(place), days, calendar).is_open(now) is expected
