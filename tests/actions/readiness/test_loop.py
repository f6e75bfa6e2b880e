"""What is worked out after a result: a rehearsal's level, reminders, the trend, proposals, contrasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.knowledge.library import load
from actions.language import Language
from actions.readiness.drill_score import measure
from actions.readiness.observed import observed
from actions.readiness.proposals import proposals, reminder
from actions.readiness.records import (
    ActionItem,
    ActionState,
    Assessment,
    Drill,
    DrillEvent,
    DrillEventKind,
    ReminderStage,
)
from actions.readiness.score import assess
from actions.readiness.trend import moves, trend

LIBRARY = load()
ASKED = LIBRARY.questionnaire
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BEST = {asked.id: asked.best for asked in ASKED.questions}
HOURS = LIBRARY.departments["legal"].opening
ACTION = ActionItem(1, "", "means_budget", 1, "T1:UM1", AT, date(2027, 2, 22), "legal", Language.FR)


def passed(_department: str, since: datetime, until: datetime) -> timedelta:
    """Count every hour as worked."""
    return until - since


def drill(*happened: tuple[DrillEventKind, str, int, str]) -> Drill:
    """Return a rehearsal at legal and hr, with what happened so many minutes after its start."""
    events = tuple(
        DrillEvent(kind, who, AT + timedelta(minutes=after), to) for kind, who, after, to in happened
    )
    return Drill(1, "", "x", "T1:UM1", Language.FR, AT, ("legal", "hr"), events)


@pytest.mark.parametrize(
    ("happened", "level"),
    [
        ((), 1),
        (((DrillEventKind.TAKEN, "legal", 5, ""),), 2),
        (((DrillEventKind.TAKEN, "legal", 5, ""), (DrillEventKind.TAKEN, "hr", 9, "")), 3),
        (((DrillEventKind.ANSWERED, "legal", 90, ""), (DrillEventKind.ANSWERED, "hr", 9, "")), 4),
        (((DrillEventKind.ANSWERED, "legal", 30, ""), (DrillEventKind.ANSWERED, "hr", 9, "")), 5),
        (((DrillEventKind.ANSWERED, "legal", 30, ""), (DrillEventKind.PASSED, "hr", 9, "legal")), 5),
        (((DrillEventKind.ANSWERED, "legal", 30, ""), (DrillEventKind.PASSED, "hr", 9, "it")), 2),
    ],
    ids=["nobody", "some", "all took it", "all, slowly", "all, fast", "passed on", "passed on in vain"],
)
def test_a_rehearsal_comes_to_a_level(
    happened: tuple[tuple[DrillEventKind, str, int, str], ...], level: int
) -> None:
    """The levels of the rehearsed item, as its descriptors tell them apart."""
    assert measure(drill(*happened), passed).level == level


def test_whoever_gets_it_passed_on_is_measured_from_then() -> None:
    """The time of the one before is not theirs."""
    measured = measure(
        drill((DrillEventKind.PASSED, "hr", 60, "it"), (DrillEventKind.ANSWERED, "it", 75, "")), passed
    )
    lines = {line.department: line for line in measured.lines}
    assert lines["it"].answered == timedelta(minutes=15)
    assert (lines["hr"].passed, measured.hand_offs) == (("it",), 1)
    assert lines["legal"].taken is None


@pytest.mark.parametrize(
    ("when", "given", "expected"),
    [
        (datetime(2027, 2, 12, 9, 0, tzinfo=UTC), (), None),
        (datetime(2027, 2, 15, 9, 0, tzinfo=UTC), (), ReminderStage.SOON),
        (datetime(2027, 2, 15, 20, 0, tzinfo=UTC), (), None),
        (datetime(2027, 2, 16, 9, 0, tzinfo=UTC), (ReminderStage.SOON,), None),
        (datetime(2027, 2, 22, 9, 0, tzinfo=UTC), (ReminderStage.SOON,), ReminderStage.DUE),
        (datetime(2027, 3, 1, 9, 0, tzinfo=UTC), (ReminderStage.SOON, ReminderStage.DUE), ReminderStage.LATE),
        (datetime(2027, 4, 1, 9, 0, tzinfo=UTC), tuple(ReminderStage), None),
    ],
    ids=["early", "a week before", "at night", "said already", "the day", "a week after", "no more"],
)
def test_reminders_come_once_and_in_working_hours(
    when: datetime, given: tuple[ReminderStage, ...], expected: ReminderStage | None
) -> None:
    """A week before, on the day, a week after; never while its department is closed."""
    assert reminder(replace(ACTION, reminded=given), HOURS, when) is expected
    assert reminder(replace(ACTION, state=ActionState.DONE), HOURS, when) is None


def test_an_action_accepted_for_this_week_is_not_announced_at_once() -> None:
    """« In a week » would be a lie the day it is accepted."""
    soon = replace(ACTION, due=AT.date() + timedelta(days=3))
    assert reminder(soon, HOURS, AT) is None


def taken(number: int, days: int, **levels: int | None) -> Assessment:
    """Return an assessment so many days later, at best but for `levels`."""
    return Assessment(number, "", "T1:UM1", AT + timedelta(days=days), tuple({**BEST, **levels}.items()))


def test_the_trend_says_which_action_moved_which_dimension() -> None:
    """The action on the item, begun before and not dropped; none where nobody had one."""
    first, second = taken(1, 0, means_budget=1, legal_rules=2), taken(2, 90, means_budget=4, legal_rules=3)
    behind = {move.dimension.id: move.items[0].action for move in moves(first, second, (ACTION,), ASKED)}
    assert behind == {"means": ACTION, "legal": None}
    dropped = replace(ACTION, state=ActionState.DROPPED, settled_at=AT)
    elsewhere = replace(ACTION, unit="Ondine")
    later = replace(ACTION, at=AT + timedelta(days=91))
    for other in (dropped, elsewhere, later):
        behind = {move.dimension.id: move.items[0].action for move in moves(first, second, (other,), ASKED)}
        assert behind["means"] is None
    assert trend((first, second), (ACTION,), ASKED)[0].moves == ()


def test_what_an_action_is_on_is_not_proposed_again() -> None:
    """Open ones only, and of the same unit."""
    assessment = taken(1, 0, means_budget=1, legal_rules=2)
    assert [each.item.id for each in proposals(assessment, (), ASKED)] == ["means_budget", "legal_rules"]
    assert [each.item.id for each in proposals(assessment, (ACTION,), ASKED)] == ["legal_rules"]
    assert len(proposals(assessment, (replace(ACTION, state=ActionState.DONE),), ASKED)) == 2


def test_small_counts_are_not_told_and_a_contrast_is() -> None:
    """One or two may be one person; declared high and asked about more than most is marked."""
    lines = {
        each.dimension.id: each
        for each in observed(assess(BEST, ASKED), {"crisis_handling": 37, "cost_budget": 2}, (), AT, 3)
    }
    assert (lines["crisis"].questions, lines["crisis"].contrast) == (37, True)
    assert (lines["means"].questions, lines["means"].contrast) == (None, False)
    assert (lines["legal"].questions, lines["legal"].escalations) == (0, 0)
