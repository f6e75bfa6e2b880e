"""Acts that a case does not allow are refused with their reason, and change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import (
    Add,
    AnswerCase,
    Cancel,
    CaseAct,
    NotOurs,
    RateCase,
    Reassign,
    Reopen,
    Resolve,
    SuggestLesson,
    Take,
)
from actions.cases.events import Lesson
from actions.cases.outcome import CaseChanged, CaseRefused
from actions.cases.rules import Why
from tests.fakes.case_world import ANNE, ANSWER, BRUNO, QUESTION, REQUESTER, RESOLVE, TAKE

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld

Acts = list[tuple[str, CaseAct]]
HELPED = RateCase(1, helpful=True)
LESSON = SuggestLesson(1, "legal", Lesson.TOPIC)
LEFT = "somebody who left"

REFUSALS: list[tuple[Why, Acts, str, CaseAct]] = [
    (Why.GONE, [], ANNE, Take(2, "legal")),
    (Why.MOVED, [(ANNE, NotOurs(1, "legal", "it", "A camera."))], BRUNO, TAKE),
    (Why.MOVED, [(ANNE, Reassign(1, "legal", department="it"))], BRUNO, ANSWER),
    (Why.MOVED, [(ANNE, Reassign(1, "legal", department="it"))], BRUNO, LESSON),
    (Why.MOVED, [(ANNE, RESOLVE)], BRUNO, Reopen(1, "it")),
    (Why.CLOSED, [(ANNE, RESOLVE)], BRUNO, TAKE),
    (Why.CLOSED, [(ANNE, RESOLVE)], REQUESTER, Add(1, "And?")),
    (Why.CLOSED, [(REQUESTER, Cancel(1))], ANNE, ANSWER),
    (Why.OPEN, [], REQUESTER, Reopen(1)),
    (Why.OPEN, [], REQUESTER, HELPED),
    (Why.OPEN, [], ANNE, LESSON),
    (Why.TAKEN, [(ANNE, TAKE)], BRUNO, TAKE),
    (Why.YOURS, [(ANNE, TAKE)], ANNE, TAKE),
    (Why.YOURS, [(ANNE, TAKE)], ANNE, Reassign(1, "legal", person=ANNE)),
    (Why.THEIRS, [(ANNE, TAKE)], BRUNO, Reassign(1, "legal", person=ANNE)),
    (Why.LEFT, [], ANNE, Reassign(1, "legal", person=LEFT)),
    (Why.SAME_DEPARTMENT, [], ANNE, Reassign(1, "legal", department="legal")),
    (Why.SAME_DEPARTMENT, [], ANNE, NotOurs(1, "legal", "legal", "Hm.")),
    (Why.UNKNOWN_DEPARTMENT, [], ANNE, Reassign(1, "legal", department="nobody")),
    (Why.UNKNOWN_DEPARTMENT, [], ANNE, Reassign(1, "legal")),
    (Why.EMPTY, [], ANNE, AnswerCase(1, "legal", " \n")),
    (Why.EMPTY, [], REQUESTER, Add(1, "")),
    (Why.EMPTY, [], REQUESTER, replace(QUESTION, question=" ")),
    (Why.NO_REASON, [], ANNE, NotOurs(1, "legal", "it", " ")),
    (Why.NO_LINE, [], ANNE, Resolve(1, "legal", " ")),
    (Why.NOT_YOURS, [], ANNE, Add(1, "More.")),
    (Why.NOT_YOURS, [], ANNE, Cancel(1)),
    (Why.NOT_YOURS, [(ANNE, RESOLVE)], ANNE, HELPED),
    (Why.NOT_YOURS, [(ANNE, RESOLVE)], ANNE, Reopen(1)),
    (Why.RATED, [(ANNE, RESOLVE), (REQUESTER, HELPED)], REQUESTER, RateCase(1, helpful=False)),
    (Why.RATED, [(ANNE, RESOLVE), (REQUESTER, HELPED)], REQUESTER, HELPED),
    (Why.TAUGHT, [(ANNE, RESOLVE), (ANNE, LESSON)], BRUNO, SuggestLesson(1, "legal", Lesson.ROUTING)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "before", "person", "act"), REFUSALS, ids=lambda value: str(value)[:40])
async def test_a_refused_act_changes_nothing(
    world: CaseWorld, why: Why, before: Acts, person: str, act: CaseAct
) -> None:
    """The outcome bears the reason and the case; events and next times stay as they were."""
    world.people.left.add(LEFT)
    await world.open_then(*before)
    kept, due = list(world.store.kept[1]), dict(world.store.due)
    outcome = await world.do(person, act)
    assert isinstance(outcome, CaseRefused)
    assert outcome.why is why
    assert outcome.case in (world.case(), None)
    assert world.store.kept == {1: kept}
    assert world.store.due == due


def test_every_reason_has_a_row() -> None:
    """All reasons are in the table, but two that need more than a row and have tests of their own."""
    assert set(Why) - {why for why, *_ in REFUSALS} == {Why.TOO_LATE, Why.BUSY}


async def test_a_rating_takes_one_remark(world: CaseWorld) -> None:
    """The requester presses the button first and writes a word after; a second word is refused."""
    await world.open_then((ANNE, RESOLVE), (REQUESTER, RateCase(1, helpful=False)))
    said = await world.do(REQUESTER, RateCase(1, helpful=False, words="Too late."))
    assert isinstance(said, CaseChanged)
    assert (world.case().helpful, world.case().remark) == (False, "Too late.")
    assert isinstance(await world.do(REQUESTER, RateCase(1, helpful=False, words="Really.")), CaseRefused)


@pytest.mark.parametrize(
    ("days", "minutes", "person", "seen", "may"),
    [(14, 0, REQUESTER, "", True), (14, 1, REQUESTER, "", False), (100, 0, ANNE, "legal", True)],
)
async def test_the_requester_may_reopen_for_fourteen_days(  # noqa: PLR0913, PLR0917  a row of the table
    world: CaseWorld,
    days: int,
    minutes: int,
    person: str,
    seen: str,
    may: bool,  # noqa: FBT001
) -> None:
    """Later the requester's reopening is refused; the department may reopen as long as the case is kept."""
    await world.open_then((ANNE, RESOLVE))
    world.clock.pass_(timedelta(days=days, minutes=minutes))
    outcome = await world.do(person, Reopen(1, seen))
    assert isinstance(outcome, CaseChanged) == may
    assert may or (isinstance(outcome, CaseRefused) and outcome.why is Why.TOO_LATE)
    assert world.case().is_open == may
