"""What is counted of cases, on examples worked by hand: Paris is an hour ahead, and opens from 9 to 17."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.events import (
    Added,
    Answered,
    Cancelled,
    Event,
    HistoryItem,
    Lesson,
    Moved,
    Rated,
    Reassigned,
    Reopened,
    Resolved,
    Taken,
    Taught,
    Urgency,
)
from actions.cases.report import Bounce, CaseCounts, DepartmentRow, OpenCounts, Report, Week, report, routing
from tests.fakes.histories import ASKER, HELPER, countable, on, opening, then

if TYPE_CHECKING:
    from actions.knowledge.library import Library

FRIDAY_THREE = on(20, 14)  # of the afternoon, in Paris
NOW = on(24, 9)


@pytest.fixture(name="three", scope="module")
def three_departments(library: Library) -> Library:
    """Legal, Communications and IT, open from nine to five."""
    return countable(library)


def row(found: Report, department: str) -> DepartmentRow:
    """Return the row of a department."""
    return next(each for each in found.departments if each.department == department)


def test_without_cases_everything_is_nought(three: Library) -> None:
    """The weeks and the departments are there all the same; nothing has a median age."""
    found = report([], three, NOW)
    assert [str(week) for week in found.weeks] == [f"2026-W{number}" for number in range(41, 49)]
    assert [each.department for each in found.departments] == ["legal", "communication", "it"]
    assert found.overall == DepartmentRow("", OpenCounts(), CaseCounts(), (CaseCounts(),) * 8)
    assert not any(each.has_data for each in (found.overall, *found.departments))


@pytest.mark.parametrize(
    ("urgency", "answered", "in_time"),
    [
        # Two hours of Friday and two of Monday: until eleven.
        (Urgency.NORMAL, on(23, 10), True),
        (Urgency.NORMAL, on(23, 10, 1), False),
        # Two hours: until Friday evening; the weekend is not working time.
        (Urgency.URGENT, on(22, 12), True),
        (Urgency.URGENT, on(23, 8, 1), False),
        # Eight hours: until Monday at three.
        (Urgency.LOW, on(23, 14), True),
        (Urgency.LOW, on(23, 14, 1), False),
    ],
)
def test_a_first_answer_is_late_by_working_time(
    three: Library, urgency: Urgency, answered: datetime, *, in_time: bool
) -> None:
    """Over a weekend, at each pace; it counts in the week it was given, not when it was asked for."""
    history = [opening(1, "legal", FRIDAY_THREE, urgency=urgency), then(answered, Answered("So."))]
    legal = row(report([history], three, NOW), "legal")
    assert (legal.total.in_time, legal.total.late) == (int(in_time), int(not in_time))
    assert [tally.opened for tally in legal.weeks[-2:]] == [1, 0]
    assert [tally.answered for tally in legal.weeks[-2:]] == ([1, 0] if answered < on(23, 0) else [0, 1])


def test_only_the_first_answer_counts(three: Library) -> None:
    """Not what is said after it, nor what is said anew once it was reopened."""
    history = [
        opening(1, "legal", on(23, 9)),
        then(on(23, 10), Answered("So.")),
        then(on(23, 11), Added("And then?"), ASKER),
        then(on(24, 8, 30), Answered("So too.")),
        then(on(24, 8, 40), Resolved("Done.")),
        then(on(24, 8, 41), Reopened(), ASKER),
        then(on(24, 8, 50), Answered("Still so.")),
    ]
    assert row(report([history], three, NOW), "legal").total == CaseCounts(
        opened=1, in_time=1, resolved=1, reopened=1
    )


def test_what_a_case_is_resolved_with_is_an_answer(three: Library) -> None:
    """The requester is told it; where it is the first they hear, it may be late as well."""
    quick = [opening(1, "legal", on(23, 9)), then(on(23, 10), Resolved("Done."))]
    slow = [opening(2, "legal", on(19, 9)), then(on(23, 10), Resolved("Done."))]
    assert row(report([quick, slow], three, NOW), "legal").total == CaseCounts(
        opened=2, in_time=1, late=1, resolved=2
    )


def test_a_bounce_is_the_sender_s_and_the_answer_the_taker_s(three: Library) -> None:
    """The clock goes on: half past eleven is in time for Legal's four hours, late for Communications' two."""
    history = [
        opening(1, "legal", on(23, 8)),
        then(on(23, 9), Moved("communication", "Not ours.", bounced=True)),
        then(on(23, 10, 30), Answered("So.")),
    ]
    found = report([history], three, NOW)
    assert row(found, "legal").total == CaseCounts(opened=1, bounces=1)
    assert row(found, "legal").now == OpenCounts()
    assert row(found, "communication").total == CaseCounts(late=1)
    assert row(found, "communication").now.open == 1
    assert found.overall.total == CaseCounts(opened=1, bounces=1, late=1)


def test_handing_on_is_no_bounce(three: Library) -> None:
    """Only what is sent back as not ours is."""
    history = [opening(1, "legal", on(23, 8)), then(on(23, 9), Moved("it"))]
    assert report([history], three, NOW).overall.total == CaseCounts(opened=1)
    assert routing([history]) == ()


def test_a_promise_that_has_passed_is_late_until_there_is_an_answer(three: Library) -> None:
    """One is late; one is answered, one is within its time, one is closed."""
    late = [opening(1, "legal", FRIDAY_THREE), then(on(20, 15), Taken())]
    answered = [*late, then(on(20, 15, 30), Answered("So."))]
    fresh = [opening(3, "legal", on(24, 8, 30))]
    cancelled = [opening(4, "legal", FRIDAY_THREE), then(on(23, 8), Cancelled(), ASKER)]
    found = row(report([late, answered, fresh, cancelled], three, NOW), "legal")
    assert (found.now.open, found.now.late, found.total.cancelled) == (3, 1, 1)
    asked_again = [*answered, then(on(24, 8), Added("And?"), ASKER)]
    assert row(report([asked_again], three, NOW), "legal").now.late == 0
    assert row(report([asked_again], three, on(24, 12, 1)), "legal").now.late == 1


def test_the_median_age_is_working_time(three: Library) -> None:
    """Friday at three to Tuesday at ten is 2 + 8 + 1 hours; between that and half an hour lies the median."""
    old, fresh = opening(1, "legal", FRIDAY_THREE), opening(2, "legal", on(24, 8, 30))
    assert row(report([[old]], three, NOW), "legal").now.age == timedelta(hours=11)
    both = report([[old], [fresh]], three, NOW)
    assert row(both, "legal").now.age == timedelta(hours=5, minutes=45)
    assert both.overall.now.age == timedelta(hours=5, minutes=45)
    assert row(both, "it").now.age is None


def test_ratings_count_once(three: Library) -> None:
    """The word that comes after is no second rating; after a reopening there may be another."""
    rated = [
        opening(1, "legal", on(23, 8)),
        then(on(23, 9), Resolved("Done.")),
        then(on(23, 10), Rated(helpful=False), ASKER),
        then(on(23, 10, 1), Rated(helpful=False, words="It is not."), ASKER),
        then(on(23, 10, 2), Reopened(), ASKER),
        then(on(23, 11), Resolved("Now it is.")),
        then(on(23, 12), Rated(helpful=True), ASKER),
    ]
    total = report([rated], three, NOW).overall.total
    assert (total.helpful, total.not_helpful, total.resolved, total.reopened) == (1, 1, 2, 1)


def test_weeks_are_those_of_the_department_s_place(three: Library) -> None:
    """Around new year: 2026 has 53 weeks, and the first of 2027 begins on Monday, 4 January, in Paris."""
    last_minute = [opening(1, "legal", datetime(2027, 1, 3, 22, 59, tzinfo=UTC))]
    first_minute = [opening(2, "legal", datetime(2027, 1, 3, 23, 0, tzinfo=UTC))]
    in_tokyo = [opening(3, "it", datetime(2027, 1, 3, 15, 0, tzinfo=UTC))]
    found = report([last_minute, first_minute, in_tokyo], three, datetime(2027, 1, 5, tzinfo=UTC))
    assert found.weeks[-2:] == (Week(2026, 53), Week(2027, 1))
    assert (str(found.weeks[-1]), found.weeks[-1].monday) == ("2027-W01", date(2027, 1, 4))
    assert [tally.opened for tally in row(found, "legal").weeks[-2:]] == [1, 1]
    assert [tally.opened for tally in row(found, "it").weeks[-2:]] == [0, 1]
    assert [tally.opened for tally in found.overall.weeks[-2:]] == [1, 2]


def test_the_last_week_is_where_the_day_is_furthest_on(three: Library) -> None:
    """On Sunday evening in Paris it is Monday in Tokyo, and what happens there is not left out."""
    now = on(22, 20)
    found = report([[opening(1, "it", on(22, 19))]], three, now, weeks=2)
    assert found.weeks == (Week(2026, 47), Week(2026, 48))
    assert [tally.opened for tally in row(found, "it").weeks] == [0, 1]


def test_what_is_older_than_the_weeks_is_open_all_the_same(three: Library) -> None:
    """Nobody forgets a case by waiting long enough."""
    found = report([[opening(1, "legal", datetime(2026, 3, 2, 9, tzinfo=UTC))]], three, NOW)
    assert (found.overall.now.open, found.overall.now.late, found.overall.total) == (1, 1, CaseCounts())


def test_a_department_that_is_no_more_counts_for_who_takes_its_place(three: Library) -> None:
    """Who stands for it; else who takes what belongs to nobody, which here is the same."""
    histories = [[opening(1, "hr", on(23, 9))], [opening(2, "gone", on(23, 9))]]
    assert row(report(histories, three, NOW), "communication").total.opened == 2


def test_nobody_is_in_a_report(three: Library) -> None:
    """Neither who asked nor who answered, nor a word of theirs: every field is searched."""
    history = [
        opening(1, "legal", on(23, 8), question="my words", history=(HistoryItem("my words"),)),
        then(on(23, 9), Taken()),
        then(on(23, 9, 1), Reassigned("TACME:UOTHER")),
        then(on(23, 9, 2), Answered("my words")),
        then(on(23, 9, 3), Moved("it", "my words", bounced=True)),
        then(on(23, 9, 4), Resolved("my words")),
        then(on(23, 9, 5), Rated(helpful=True, words="my words"), ASKER),
        then(on(23, 9, 6), Taught(Lesson.TOPIC, "my words")),
    ]
    found = repr(asdict(report([history], three, NOW)))
    assert "bounces': 1" in found
    for hidden in (ASKER, HELPER, "TACME:UOTHER", "UASKER", "my words"):
        assert hidden not in found


def test_routing_tells_who_sends_what_to_whom() -> None:
    """The latest day first; the same on the same day is one line."""

    def bounced(number: int, at: datetime, reason: str, topic: str = "moderation") -> list[Event]:
        return [
            opening(number, "legal", at, topic=topic),
            then(at + timedelta(minutes=5), Moved("it", reason, bounced=True)),
        ]

    histories = [
        bounced(1, on(20, 9), "A tool."),
        bounced(2, on(23, 9), "A tool."),
        bounced(3, on(23, 11), "A tool."),
        bounced(4, on(23, 12), "Servers.", topic=""),
    ]
    assert routing(histories) == (
        Bounce("legal", "it", "", "Servers.", date(2026, 11, 23), 1),
        Bounce("legal", "it", "moderation", "A tool.", date(2026, 11, 23), 2),
        Bounce("legal", "it", "moderation", "A tool.", date(2026, 11, 20), 1),
    )
    assert [line.day.day for line in routing(histories, since=on(23, 0))] == [23, 23]
