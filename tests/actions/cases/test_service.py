"""What may be done with a case, what it leads to, and who is reminded when: an example a rule."""

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
    DeleteMessage,
    EditMessage,
    ListCases,
    NotOurs,
    OpenCase,
    RateCase,
    Reassign,
    Reopen,
    Resolve,
    SendEdit,
    SuggestLesson,
    Take,
)
from actions.cases.case import State, apply, replay
from actions.cases.events import (
    RELAIS,
    Added,
    Answered,
    Event,
    HistoryItem,
    Lesson,
    Reminded,
    ReminderStep,
    Taken,
    Urgency,
)
from actions.cases.outcome import (
    CaseChanged,
    CaseEdited,
    CaseList,
    CaseOpened,
    CaseOutcome,
    CaseRefused,
    Silent,
)
from actions.cases.reminders import next_reminder, promise, wake_at
from actions.cases.rules import Why
from actions.language import Language
from actions.model import Inbound
from tests.fakes.histories import countable, on
from tests.fakes.workshop import ANNE, BRUNO, REQUESTER, Workplace, varied

if TYPE_CHECKING:
    from datetime import datetime

    from actions.knowledge.library import Library

OPEN = OpenCase("legal", "May we post their photo?", Language.EN)
TELL = AnswerCase(1, "legal", "Yes, if they agree.", "m1")
SETTLED = Resolve(1, "legal", "Settled.")
Acts = list[tuple[str, CaseAct]]


@pytest.fixture
def at_work(library: Library) -> Workplace:
    """Tuesday, ten o'clock in Paris; Legal is there from nine to five, and answers within four hours."""
    return Workplace(countable(library))


async def after(at_work: Workplace, *acts: tuple[str, CaseAct]) -> CaseOutcome:
    """Open a case, let people act, a minute apart, and return what came of the last act."""
    outcome = await at_work.do(REQUESTER, OPEN)
    for person, act in acts:
        at_work.clock.pass_(timedelta(minutes=1))
        outcome = await at_work.do(person, act)
    return outcome


async def ring(at_work: Workplace, at: datetime) -> list[tuple[ReminderStep, str]]:
    """Wake the case at that time; return who is reminded."""
    at_work.clock.at = at
    told = await at_work.cases.wake(1)
    return [
        (each.event.payload.step, each.case.holder)
        for each in told
        if isinstance(each, CaseChanged) and isinstance(each.event.payload, Reminded)
    ]


# --- What may be done, and why not -------------------------------------------------------------------

HELPED = RateCase(1, helpful=True)
LESSON = SuggestLesson(1, "legal", Lesson.TOPIC)

REFUSALS: list[tuple[Why, Acts, str, CaseAct]] = [
    (Why.GONE, [], ANNE, Take(2, "legal")),
    (Why.MOVED, [(ANNE, NotOurs(1, "legal", "it", "A camera."))], BRUNO, Take(1, "legal")),
    (Why.MOVED, [(ANNE, Reassign(1, "legal", department="it"))], BRUNO, TELL),
    (Why.MOVED, [(ANNE, Reassign(1, "legal", department="it"))], BRUNO, LESSON),
    (Why.MOVED, [(ANNE, SETTLED)], BRUNO, Reopen(1, "it")),
    (Why.CLOSED, [(ANNE, SETTLED)], BRUNO, Take(1, "legal")),
    (Why.CLOSED, [(ANNE, SETTLED)], REQUESTER, Add(1, "And?")),
    (Why.CLOSED, [(REQUESTER, Cancel(1))], ANNE, TELL),
    (Why.OPEN, [], REQUESTER, Reopen(1)),
    (Why.OPEN, [], REQUESTER, HELPED),
    (Why.OPEN, [], ANNE, LESSON),
    (Why.TAKEN, [(ANNE, Take(1, "legal"))], BRUNO, Take(1, "legal")),
    (Why.YOURS, [(ANNE, Take(1, "legal"))], ANNE, Take(1, "legal")),
    (Why.YOURS, [(ANNE, Take(1, "legal"))], ANNE, Reassign(1, "legal", person=ANNE)),
    (Why.THEIRS, [(ANNE, Take(1, "legal"))], BRUNO, Reassign(1, "legal", person=ANNE)),
    (Why.LEFT, [], ANNE, Reassign(1, "legal", person="gone")),
    (Why.SAME_DEPARTMENT, [], ANNE, Reassign(1, "legal", department="legal")),
    (Why.SAME_DEPARTMENT, [], ANNE, NotOurs(1, "legal", "legal", "Hm.")),
    (Why.UNKNOWN_DEPARTMENT, [], ANNE, Reassign(1, "legal", department="nobody")),
    (Why.UNKNOWN_DEPARTMENT, [], ANNE, Reassign(1, "legal")),
    (Why.EMPTY, [], ANNE, AnswerCase(1, "legal", " \n")),
    (Why.EMPTY, [], REQUESTER, Add(1, "")),
    (Why.EMPTY, [], REQUESTER, replace(OPEN, question=" ")),
    (Why.NO_REASON, [], ANNE, NotOurs(1, "legal", "it", " ")),
    (Why.NO_LINE, [], ANNE, Resolve(1, "legal", " ")),
    (Why.NOT_YOURS, [], ANNE, Add(1, "More.")),
    (Why.NOT_YOURS, [], ANNE, Cancel(1)),
    (Why.NOT_YOURS, [(ANNE, SETTLED)], ANNE, HELPED),
    (Why.NOT_YOURS, [(ANNE, SETTLED)], ANNE, Reopen(1)),
    (Why.RATED, [(ANNE, SETTLED), (REQUESTER, HELPED)], REQUESTER, RateCase(1, helpful=False)),
    (Why.RATED, [(ANNE, SETTLED), (REQUESTER, HELPED)], REQUESTER, HELPED),
    (Why.TAUGHT, [(ANNE, SETTLED), (ANNE, LESSON)], BRUNO,
     SuggestLesson(1, "legal", Lesson.ROUTING)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "before", "person", "act"), REFUSALS, ids=lambda value: str(value)[:40])
async def test_what_cannot_be_done_changes_nothing(
    at_work: Workplace, why: Why, before: Acts, person: str, act: CaseAct
) -> None:
    """And says why, with the case it is about."""
    at_work.staff.left.add("gone")
    await after(at_work, *before)
    kept, due = list(at_work.store.kept[1]), dict(at_work.store.due)
    outcome = await at_work.do(person, act)
    assert isinstance(outcome, CaseRefused)
    assert outcome.why is why
    assert outcome.case in (at_work.case(), None)
    assert at_work.store.kept == {1: kept}
    assert at_work.store.due == due


def test_every_reason_has_an_example() -> None:
    """The two that need more than a row have tests of their own below."""
    assert set(Why) - {why for why, *_ in REFUSALS} == {Why.TOO_LATE, Why.BUSY}


DONE: list[tuple[Acts, State, str]] = [
    ([], State.WAITING, ""),
    ([(ANNE, Take(1, "legal"))], State.TAKEN, ANNE),
    ([(ANNE, TELL)], State.ANSWERED, ANNE),
    ([(ANNE, Take(1, "legal")), (BRUNO, TELL)], State.ANSWERED, ANNE),
    ([(ANNE, TELL), (REQUESTER, Add(1, "And a film?"))], State.TAKEN, ANNE),
    ([(ANNE, Reassign(1, "legal", person=BRUNO))], State.TAKEN, BRUNO),
    ([(ANNE, Reassign(1, "legal", person=ANNE))], State.TAKEN, ANNE),
    ([(ANNE, TELL), (ANNE, Reassign(1, "legal", person=BRUNO))], State.ANSWERED, BRUNO),
    ([(ANNE, Take(1, "legal")), (ANNE, Reassign(1, "legal", department="it"))], State.WAITING, ""),
    ([(ANNE, TELL), (ANNE, NotOurs(1, "legal", "it", "A camera."))], State.WAITING, ""),
    ([(ANNE, SETTLED)], State.RESOLVED, ""),
    ([(REQUESTER, Cancel(1))], State.CANCELLED, ""),
    ([(ANNE, TELL), (ANNE, SETTLED), (REQUESTER, Reopen(1, words="No."))], State.TAKEN, ANNE),
    ([(REQUESTER, Cancel(1)), (BRUNO, Reopen(1, "legal"))], State.WAITING, ""),
]


@pytest.mark.parametrize(("acts", "state", "holder"), DONE, ids=lambda value: str(value)[:40])
async def test_where_a_case_stands_after_what_was_done(
    at_work: Workplace, acts: Acts, state: State, holder: str
) -> None:
    """Who answers has it from then on; who gets it owes an answer, unless the requester has one."""
    assert isinstance(await after(at_work, *acts), CaseOpened | CaseChanged)
    assert (at_work.case().state, at_work.case().holder) == (state, holder)


async def test_files_alone_are_an_answer(at_work: Workplace) -> None:
    """A message may be nothing but what is attached to it."""
    assert isinstance(await after(at_work, (ANNE, AnswerCase(1, "legal", "", files=("F1",)))), CaseChanged)


async def test_a_rating_takes_one_word_afterwards(at_work: Workplace) -> None:
    """The button first, then the word that goes with it; not a second one."""
    await after(at_work, (ANNE, SETTLED), (REQUESTER, RateCase(1, helpful=False)))
    said = await at_work.do(REQUESTER, RateCase(1, helpful=False, words="Too late."))
    assert isinstance(said, CaseChanged)
    assert (at_work.case().helpful, at_work.case().remark) == (False, "Too late.")
    assert isinstance(await at_work.do(REQUESTER, RateCase(1, helpful=False, words="Really.")), CaseRefused)


@pytest.mark.parametrize(("days", "minutes", "person", "seen", "may"), [
    (14, 0, REQUESTER, "", True),
    (14, 1, REQUESTER, "", False),
    (100, 0, ANNE, "legal", True),
])  # fmt: skip
async def test_the_requester_may_reopen_for_fourteen_days(  # noqa: PLR0913, PLR0917  a row of the table
    at_work: Workplace,
    days: int,
    minutes: int,
    person: str,
    seen: str,
    may: bool,  # noqa: FBT001
) -> None:
    """The department may as long as the case is kept."""
    await after(at_work, (ANNE, SETTLED))
    at_work.clock.pass_(timedelta(days=days, minutes=minutes))
    outcome = await at_work.do(person, Reopen(1, seen))
    assert isinstance(outcome, CaseChanged) == may
    assert may or (isinstance(outcome, CaseRefused) and outcome.why is Why.TOO_LATE)
    assert at_work.case().is_open == may


async def test_a_second_request_in_a_thread_joins_the_open_one(at_work: Workplace) -> None:
    """One thread, one case; another thread, or once it is closed, another case."""
    joined = await after(at_work, (REQUESTER, replace(OPEN, department="it", question="And a film?")))
    assert isinstance(joined, CaseChanged)
    assert (joined.joined, joined.event.payload) == (True, Added("And a film?"))
    assert isinstance(await at_work.do(REQUESTER, OPEN, "another thread"), CaseOpened)
    assert isinstance(await at_work.do(BRUNO, OPEN), CaseOpened)
    await at_work.do(ANNE, SETTLED)
    assert isinstance(await at_work.do(REQUESTER, OPEN), CaseOpened)
    assert len(at_work.store.kept) == 4


async def test_a_case_keeps_the_conversation_it_came_from(at_work: Workplace) -> None:
    """What was said before goes with the question, and so does where."""
    history = (HistoryItem("photos?", "image_rights"),)
    await at_work.cases.do(Inbound("k", REQUESTER, "thread", OPEN), OPEN, history)
    assert at_work.case().opened.history == history
    assert at_work.case().opened.conversation == "thread"


async def test_what_belongs_to_a_department_that_is_not_there_goes_to_its_stand_in(
    at_work: Workplace,
) -> None:
    """Communications stands for Human Resources, and takes what belongs to nobody."""
    for number, name in enumerate(("hr", "nobody"), 1):
        await at_work.do(REQUESTER, replace(OPEN, department=name), f"thread {number}")
        assert at_work.case(number).department == "communication"


async def test_the_list_shows_what_is_open_and_what_may_be_reopened(at_work: Workplace) -> None:
    """The latest first; one that is named is shown however old it is, and nobody else's is."""
    await after(at_work, (ANNE, SETTLED))
    at_work.clock.pass_(timedelta(days=15))
    await at_work.do(REQUESTER, OPEN, "b")
    await at_work.do(REQUESTER, OPEN, "c")
    await at_work.do(BRUNO, OPEN, "d")

    async def listed(number: int = 0) -> list[int]:
        outcome = await at_work.do(REQUESTER, ListCases(number))
        assert isinstance(outcome, CaseList)
        return [case.number for case, _ in outcome.cases]

    assert await listed() == [3, 2]
    assert await listed(1) == [1]
    assert await listed(4) == [3, 2]


# --- The same act twice, and two at once ------------------------------------------------------------


async def test_a_request_that_joined_a_case_is_not_one_of_its_own_later(at_work: Workplace) -> None:
    """Delivered again when the case it joined is closed, it opens nothing."""
    await after(at_work)
    first = await at_work.do(REQUESTER, OPEN, key="again")
    await at_work.do(ANNE, SETTLED)
    second = await at_work.do(REQUESTER, OPEN, key="again")
    assert isinstance(first, CaseChanged)
    assert isinstance(second, CaseChanged)
    assert (second.case, second.event, second.joined) == (first.case, first.event, True)
    assert set(at_work.store.kept) == {1}


async def test_a_request_that_opened_a_case_does_not_join_a_later_one(at_work: Workplace) -> None:
    """Delivered again when another case is open in the thread, it says nothing in it, and tells the same."""
    opened = await at_work.do(REQUESTER, OPEN, key="again")
    await at_work.do(ANNE, SETTLED)
    await at_work.do(REQUESTER, OPEN)
    assert await at_work.do(REQUESTER, OPEN, key="again") == opened
    assert [len(events) for events in at_work.store.kept.values()] == [2, 1]


async def test_a_request_whose_case_is_closed_that_moment_opens_another(at_work: Workplace) -> None:
    """Nobody who asks for a person is told that something is closed."""
    await after(at_work)
    at_work.store.rival = lambda: at_work.do(ANNE, SETTLED)
    assert isinstance(await at_work.do(REQUESTER, OPEN), CaseOpened)


async def test_what_was_given_to_somebody_who_then_left_is_told_the_same(at_work: Workplace) -> None:
    """A second delivery is no second decision."""
    give = Reassign(1, "legal", person=BRUNO)
    await after(at_work)
    first = await at_work.do(ANNE, give, key="again")
    at_work.staff.left.add(BRUNO)
    assert await at_work.do(ANNE, give, key="again") == first


async def test_of_two_who_take_a_case_one_is_first(at_work: Workplace) -> None:
    """The other is told so."""
    await after(at_work)
    at_work.store.rivals.append(Event("b", at_work.clock.now(), BRUNO, Taken()))
    outcome = await at_work.do(ANNE, Take(1, "legal"))
    assert isinstance(outcome, CaseRefused)
    assert outcome.why is Why.TAKEN
    assert at_work.case().holder == BRUNO


async def test_a_case_that_changes_all_the_time_is_busy(at_work: Workplace) -> None:
    """We do not try for ever."""
    await after(at_work)
    at = at_work.clock.now()
    at_work.store.rivals += [Event(f"b{n}", at, REQUESTER, Added("More.")) for n in range(8)]
    outcome = await at_work.do(ANNE, Take(1, "legal"))
    assert isinstance(outcome, CaseRefused)
    assert (outcome.why, outcome.case) == (Why.BUSY, at_work.case())


async def test_a_clock_that_is_set_back_does_not_move_a_case_back(at_work: Workplace) -> None:
    """What comes later never is earlier."""
    await after(at_work, (ANNE, Take(1, "legal")))
    at_work.clock.pass_(timedelta(hours=-5))
    outcome = await at_work.do(ANNE, TELL)
    assert isinstance(outcome, CaseChanged)
    assert outcome.event.at == at_work.store.kept[1][1].at


# --- Messages that crossed ---------------------------------------------------------------------------


async def test_the_requesters_edit_crosses_by_itself(at_work: Workplace) -> None:
    """And one that changes no word, which surfaces also tell of, does not."""
    await after(at_work, (REQUESTER, Add(1, "A flim?", "r1")))
    assert isinstance(await at_work.do(REQUESTER, EditMessage("r1", "A film?")), CaseChanged)
    assert at_work.case().relayed[0].text == "A film?"
    assert await at_work.do(REQUESTER, EditMessage("r1", "A film?")) == Silent()
    assert await at_work.do(REQUESTER, EditMessage("r1", " ")) == Silent()
    assert await at_work.do(REQUESTER, EditMessage("never crossed", "A film?")) == Silent()


async def test_the_departments_edit_crosses_when_it_is_sent_on(at_work: Workplace) -> None:
    """Once; an edit that takes the words back leaves nothing to send on."""
    await after(at_work, (ANNE, TELL))
    assert isinstance(await at_work.do(ANNE, EditMessage("m1", "No.")), CaseEdited)
    assert at_work.case().relayed[0].text == TELL.text
    assert await at_work.do(ANNE, EditMessage("m1", TELL.text)) == Silent()
    assert await at_work.do(ANNE, SendEdit("m1")) == Silent()
    await at_work.do(ANNE, EditMessage("m1", "Never."))
    assert isinstance(await at_work.do(ANNE, SendEdit("m1")), CaseChanged)
    assert at_work.case().relayed[0].text == "Never."
    assert await at_work.do(ANNE, SendEdit("m1")) == Silent()


async def test_what_was_deleted_is_told_again_as_long_as_it_may_be_there(at_work: Workplace) -> None:
    """A delivery that was cut short before the other side was cleared does it the second time."""
    await after(at_work, (ANNE, TELL))
    first = await at_work.do(ANNE, DeleteMessage("m1"), key="again")
    assert isinstance(first, CaseChanged)
    assert await at_work.do(ANNE, DeleteMessage("m1"), key="again") == first
    assert await at_work.do(ANNE, DeleteMessage("m1")) == Silent()


async def test_what_was_deleted_does_not_come_back(at_work: Workplace) -> None:
    """Not by an edit that was on its way when it was deleted, nor by one kept from before."""
    await after(at_work, (REQUESTER, Add(1, "Her number is", "r1")), (ANNE, TELL))
    at_work.store.rival = lambda: at_work.do(REQUESTER, DeleteMessage("r1"))
    assert await at_work.do(REQUESTER, EditMessage("r1", "Her number was")) == Silent()
    await at_work.do(ANNE, EditMessage("m1", "No."))
    await at_work.do(ANNE, DeleteMessage("m1"))
    assert await at_work.do(ANNE, SendEdit("m1")) == Silent()
    assert [each.text for each in at_work.case().relayed] == [None, None]


# --- What is promised --------------------------------------------------------------------------------


async def test_what_was_promised_is_not_put_off(at_work: Workplace) -> None:
    """Legal has four hours; who takes it, gets it or has it in Tokyo, where it is night, changes nothing."""
    opened = await after(at_work)
    assert isinstance(opened, CaseOpened)
    assert opened.promised.due == on(24, 13)
    for act in (
        Take(1, "legal"),
        Reassign(1, "legal", person=BRUNO),
        NotOurs(1, "legal", "it", "A camera."),
        NotOurs(1, "it", "legal", "A person."),
    ):
        at_work.clock.pass_(timedelta(minutes=1))
        done = await at_work.do(ANNE, act)
        assert isinstance(done, CaseChanged)
        assert done.promised.due == on(24, 13)


async def test_a_quicker_department_brings_the_promise_forward(at_work: Workplace) -> None:
    """Communications has two hours."""
    moved = await after(at_work, (ANNE, Reassign(1, "legal", department="communication")))
    assert isinstance(moved, CaseChanged)
    assert moved.promised.due == on(24, 11)


async def test_the_requester_waits_anew_when_they_speak_after_an_answer(at_work: Workplace) -> None:
    """Before one they wait on, however often they speak; reopened, they wait anew too."""
    first = await after(at_work, (REQUESTER, Add(1, "Please.")))
    assert isinstance(first, CaseChanged)
    assert first.promised.due == on(24, 13)
    at_work.clock.at = on(24, 12)
    await at_work.do(ANNE, TELL)
    more = await at_work.do(REQUESTER, Add(1, "And a film?"))
    assert isinstance(more, CaseChanged)
    assert more.promised.due == on(24, 16)
    at_work.clock.at = on(25, 9)
    await at_work.do(ANNE, SETTLED)
    again = await at_work.do(REQUESTER, Reopen(1))
    assert isinstance(again, CaseChanged)
    assert again.promised.due == on(25, 13)


async def test_a_closed_department_says_when_it_is_back(at_work: Workplace) -> None:
    """On Friday evening it is Monday morning; the four hours begin then."""
    at_work.clock.at = on(27, 18)
    opened = await after(at_work)
    assert isinstance(opened, CaseOpened)
    assert (opened.promised.due, opened.promised.back) == (on(30, 12), on(30, 8))


# --- Who is reminded when ----------------------------------------------------------------------------

THE_LADDER = [
    (ReminderStep.FIRST, on(24, 11)),
    (ReminderStep.OWNER, on(24, 13)),
    (ReminderStep.BACKUP, on(24, 15)),
    (ReminderStep.DEFAULT, on(25, 9)),
    (ReminderStep.DAILY, on(26, 8)),
    (ReminderStep.DAILY, on(27, 8)),
    (ReminderStep.DAILY, on(30, 8)),
]


@pytest.mark.parametrize("taken", [False, True])
async def test_the_ladder(at_work: Workplace, taken: bool) -> None:  # noqa: FBT001
    """At half the target whoever should know, at the target the owner, and on to the last resort, daily.

    So it is too where somebody has taken it and then says nothing.
    """
    await at_work.do(REQUESTER, OPEN)
    if taken:
        await at_work.do(ANNE, Take(1, "legal"))
    for step, at in THE_LADDER:
        assert await ring(at_work, at - timedelta(milliseconds=1)) == []
        assert at_work.store.due[1] == at
        assert await ring(at_work, at) == [(step, ANNE if taken else "")]
        assert (1, next_due := at_work.store.due[1]) in at_work.scheduler.times
        assert next_due > at


@pytest.mark.parametrize(("urgency", "first", "owner"), [
    (Urgency.URGENT, on(24, 10), on(24, 11)),
    (Urgency.NORMAL, on(24, 11), on(24, 13)),
    (Urgency.LOW, on(24, 13), on(25, 9)),
])  # fmt: skip
async def test_urgent_halves_and_low_doubles(
    at_work: Workplace, urgency: Urgency, first: datetime, owner: datetime
) -> None:
    """The time for an answer, and so everything that is counted from it."""
    opened = await at_work.do(REQUESTER, replace(OPEN, urgency=urgency))
    assert isinstance(opened, CaseOpened)
    assert opened.promised.due == owner
    assert await ring(at_work, first) == [(ReminderStep.FIRST, "")]
    assert await ring(at_work, owner) == [(ReminderStep.OWNER, "")]


async def test_whoever_gets_it_has_all_the_time_of_a_first_reminder(at_work: Workplace) -> None:
    """The promise goes on, the ladder begins anew."""
    await at_work.do(REQUESTER, OPEN)
    assert await ring(at_work, on(24, 13)) == [(ReminderStep.OWNER, "")]
    await at_work.do(ANNE, Take(1, "legal"))
    assert await ring(at_work, on(24, 14, 59)) == []
    assert await ring(at_work, on(24, 15)) == [(ReminderStep.FIRST, ANNE)]


async def test_an_answered_case_is_to_be_settled(at_work: Workplace) -> None:
    """After the time to settle it, sixteen working hours, and again after as long."""
    await after(at_work, (ANNE, TELL))
    answered = on(24, 9, 1)
    assert next_reminder(at_work.case(), at_work.library) is not None
    assert at_work.store.due[1] == answered + timedelta(days=2)
    assert await ring(at_work, answered + timedelta(days=2)) == [(ReminderStep.SETTLE, ANNE)]
    assert at_work.store.due[1] == on(30, 9, 1)
    assert await ring(at_work, on(30, 9, 1)) == [(ReminderStep.SETTLE, ANNE)]


async def test_what_is_closed_reminds_nobody(at_work: Workplace) -> None:
    """Whatever alarms are left."""
    await after(at_work, (ANNE, SETTLED))
    assert at_work.store.due == {}
    assert await ring(at_work, on(25, 9)) == []
    assert next_reminder(at_work.case(), at_work.library) is None


async def test_after_an_outage_only_the_furthest_reminder_is_given_and_in_hours(at_work: Workplace) -> None:
    """What rings at night waits for the morning; the steps that were missed are not made up for."""
    await at_work.do(REQUESTER, OPEN)
    assert await ring(at_work, on(24, 22)) == []
    assert at_work.store.due[1] == on(25, 8)
    assert (1, on(25, 8) + timedelta(milliseconds=50)) in at_work.scheduler.times
    assert await ring(at_work, on(25, 8)) == [(ReminderStep.BACKUP, "")]
    assert await ring(at_work, on(25, 9)) == [(ReminderStep.DEFAULT, "")]


async def test_without_any_alarm_the_sweep_finds_what_is_due(at_work: Workplace) -> None:
    """And nothing else."""
    await at_work.do(REQUESTER, OPEN)
    at_work.clock.at = on(24, 10, 59)
    assert await at_work.cases.sweep() == ()
    at_work.clock.at = on(24, 11)
    assert await at_work.cases.sweep() == (1,)
    await at_work.cases.wake(1)
    assert await at_work.cases.sweep() == ()


async def test_a_reminder_may_fall_on_the_closing_instant(at_work: Workplace) -> None:
    """It need not wait for the morning because an alarm takes a moment; two minutes later it does."""
    at_work.clock.at = on(24, 14)
    await at_work.do(REQUESTER, OPEN)
    assert at_work.store.due[1] == on(24, 16)
    assert await ring(at_work, on(24, 16, 2)) == []
    assert await ring(at_work, on(24, 16) + timedelta(milliseconds=60)) == [(ReminderStep.FIRST, "")]


async def test_a_department_that_never_opens_is_reminded_in_the_hours_of_the_default_one(
    library: Library,
) -> None:
    """Its cases are not forgotten."""
    at_work = Workplace(varied(library))
    opened = await at_work.do(REQUESTER, replace(OPEN, department="management"))
    assert isinstance(opened, CaseOpened)
    assert opened.promised.due == on(24, 14, 30)  # an hour and a half for lunch
    assert await ring(at_work, on(24, 12, 59)) == []
    assert await ring(at_work, on(24, 13)) == [(ReminderStep.FIRST, "")]


async def test_where_nobody_ever_opens_time_counts_around_the_clock(at_work: Workplace) -> None:
    """Even the default department may be written down without hours."""
    never: dict[str, object] = {"hours": ((),) * 7}
    departments = {
        name: department.model_copy(update=never) for name, department in at_work.library.departments.items()
    }
    at_work.library = replace(at_work.library, departments=departments)
    at_work.clock.at = on(28, 23)  # a Saturday night
    await at_work.do(REQUESTER, OPEN)
    assert await ring(at_work, on(29, 1)) == [(ReminderStep.FIRST, "")]
    assert await ring(at_work, on(29, 7)) == [(ReminderStep.DEFAULT, "")]
    assert await ring(at_work, on(30, 7)) == [(ReminderStep.DAILY, "")]


async def test_a_night_shift_is_reminded_every_night(library: Library) -> None:
    """A reminder after midnight belongs to the shift of the evening before."""
    at_work = Workplace(varied(library))  # Support: three hours for an answer, from 22:00 to 06:00 in Paris
    await at_work.do(REQUESTER, replace(OPEN, department="support"))
    assert await ring(at_work, on(25, 3)) == [(ReminderStep.DEFAULT, "")]
    assert at_work.store.due[1] == on(25, 21)
    assert await ring(at_work, on(25, 21)) == [(ReminderStep.DAILY, "")]
    assert at_work.store.due[1] == on(26, 21)


# --- What happens by itself --------------------------------------------------------------------------


async def test_what_somebody_had_who_left_waits_for_somebody_else(at_work: Workplace) -> None:
    """Found when an alarm rings; the channel then has all the time of a first reminder."""
    await after(at_work, (ANNE, Take(1, "legal")))
    at_work.staff.left.add(ANNE)
    assert await ring(at_work, on(24, 12)) == []
    assert (at_work.case().state, at_work.case().holder) == (State.WAITING, "")
    assert at_work.store.due[1] == on(24, 14)


async def test_what_was_at_a_department_that_is_no_more_goes_to_its_stand_in(at_work: Workplace) -> None:
    """And is told as a move that nobody made."""
    await after(at_work)
    departments = {
        name: department for name, department in at_work.library.departments.items() if name != "legal"
    }
    at_work.library = replace(at_work.library, departments=departments)
    (moved,) = await at_work.cases.wake(1)
    assert isinstance(moved, CaseChanged)
    assert (moved.event.by, moved.department, moved.case.department) == (RELAIS, "legal", "communication")


async def test_a_reminder_is_not_given_about_a_case_that_was_closed_that_moment(at_work: Workplace) -> None:
    """What is due is due of the case it was decided on."""
    await at_work.do(REQUESTER, OPEN)
    at_work.store.rival = lambda: at_work.do(ANNE, SETTLED)
    assert await ring(at_work, on(24, 11)) == []
    assert at_work.case().state is State.RESOLVED


async def test_whoever_took_it_that_moment_keeps_it(at_work: Workplace) -> None:
    """Who had it has left, and is released; who takes over meanwhile is not."""
    await after(at_work, (ANNE, Take(1, "legal")))
    at_work.staff.left.add(ANNE)
    at_work.store.rival = lambda: at_work.do(BRUNO, Reassign(1, "legal", person=BRUNO))
    await ring(at_work, on(24, 10))
    assert at_work.case().holder == BRUNO


async def test_an_alarm_that_was_cut_short_tells_all_it_did(at_work: Workplace) -> None:
    """Again and under the same keys, though somebody has spoken since; after ten minutes it is history."""
    await after(at_work, (ANNE, Take(1, "legal")))
    at_work.staff.left.add(ANNE)
    departments = {
        name: department for name, department in at_work.library.departments.items() if name != "legal"
    }
    await ring(at_work, on(24, 10))
    at_work.library = replace(at_work.library, departments=departments)
    first = await at_work.cases.wake(1)
    assert [each.event.payload.kind for each in first if isinstance(each, CaseChanged)] == [
        "released",
        "moved",
    ]
    await at_work.do(REQUESTER, Add(1, "Please."))
    assert await at_work.cases.wake(1) == first
    at_work.clock.pass_(timedelta(minutes=10))
    assert await at_work.cases.wake(1) == []


async def test_what_changes_as_an_alarm_finds_nothing_to_do_is_looked_at_in_time(at_work: Workplace) -> None:
    """The requester speaks after an answer just then: half the target counts, not the time to settle."""
    await after(at_work, (ANNE, TELL))
    at_work.store.meanwhile = lambda: at_work.do(REQUESTER, Add(1, "And a film?"))
    await at_work.cases.wake(1)
    assert at_work.store.due[1] == on(24, 11, 1)


# --- Replaying ---------------------------------------------------------------------------------------


def test_a_case_begins_with_its_opening_and_is_opened_once(at_work: Workplace) -> None:
    """Anything else is no case."""
    at = at_work.clock.now()
    answered = Event("k", at, ANNE, Answered("Yes."))
    with pytest.raises(ValueError, match="begins"):
        replay([])
    with pytest.raises(ValueError, match="begins"):
        apply(None, answered)


async def test_a_case_is_not_opened_again(at_work: Workplace) -> None:
    """An opening further down is no case either."""
    await after(at_work)
    with pytest.raises(ValueError, match="once"):
        replay([*at_work.store.kept[1], at_work.store.kept[1][0]])


async def test_when_to_look_is_when_a_reminder_is_due_or_the_next_opening(at_work: Workplace) -> None:
    """Never in the past, and never outside hours."""
    await after(at_work)
    case = at_work.case()
    assert wake_at(case, at_work.library, on(24, 10)) == on(24, 11)
    assert wake_at(case, at_work.library, on(24, 12)) == on(24, 12)
    assert wake_at(case, at_work.library, on(24, 17)) == on(25, 8)
    assert promise(case, at_work.library, on(24, 17)).due == on(24, 13)
