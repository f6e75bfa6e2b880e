"""Whatever people do with cases, in any order and on any clock, what was promised of them holds."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from actions.cases.acts import (
    Add,
    AnswerCase,
    Cancel,
    CaseAct,
    DeleteMessage,
    EditMessage,
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
from actions.cases.case import Case, State, apply, replay
from actions.cases.events import (
    RELAIS,
    Event,
    EventPayload,
    Lesson,
    Moved,
    Reassigned,
    Reminded,
    ReminderStep,
    Resolved,
    Taken,
    Urgency,
)
from actions.cases.outcome import CaseChanged, CaseOpened, CaseRefused
from actions.cases.reminders import LADDER, is_open, promise
from actions.knowledge.library import load
from actions.language import Language
from tests.fakes.office import ANNA, ASKER, BORIS, Bureau

if TYPE_CHECKING:
    from datetime import datetime

    from actions.cases.outcome import CaseOutcome

LIBRARY = load()
SECRET = "s3cret"  # what is said inside a department and must stay there
PEOPLE = (ASKER, ANNA, BORIS, "carla")
DEPARTMENTS = tuple(LIBRARY.departments)
ORDER = [step for step, _ in LADDER]
ONCE = {*ORDER}

anybody = st.sampled_from(PEOPLE)
departments = st.sampled_from(DEPARTMENTS)
pick = st.integers(0, 5)
words = st.sampled_from(["", " ", "some words", "other words"])
times = st.one_of(
    st.integers(1, 90).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 72).map(lambda hours: timedelta(hours=hours)),
    st.integers(3, 40).map(lambda days: timedelta(days=days)),
)
RIVALS: tuple[EventPayload, ...] = (Taken(), Reassigned(BORIS), Resolved("A rival's line."), Moved("it"))


def told(outcome: CaseOutcome) -> object:
    """Return an outcome without when a closed department opens, which depends on when one asks."""
    if isinstance(outcome, CaseChanged | CaseOpened):
        return replace(outcome, promised=replace(outcome.promised, back=None))
    return outcome


class Life(RuleBasedStateMachine):
    """Cases of several people, and all that can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.bureau = Bureau(LIBRARY)
        self.woken: set[int] = set()
        self.reminded_at: dict[tuple[int, int], datetime] = {}
        self.refs: list[str] = []

    def teardown(self) -> None:
        """Close the loop."""
        self.runner.close()

    # --- What people do ------------------------------------------------------------------------

    def do(self, person: str, act: CaseAct, conversation: str = "c0") -> None:
        """Do it, check what it changed, and do the very same again."""
        inbound = self.bureau.inbound(person, "", conversation)
        before = self.kept()
        first = self.runner.run(self.bureau.cases.do(inbound, act))
        after = self.kept()
        if isinstance(first, CaseRefused):
            assert self.without_rivals(after) == self.without_rivals(before)
        if isinstance(first, CaseChanged):
            number = first.case.number
            assert first.case == replay(after[number])
            self.woken.discard(number)
            self.does_not_put_off(after[number])
        if isinstance(first, CaseOpened):
            assert first.case == replay(after[first.case.number])
        again = self.runner.run(self.bureau.cases.do(inbound, act))
        assert self.kept() == after
        if not isinstance(first, CaseRefused):
            assert told(again) == told(first)

    def kept(self) -> dict[int, list[Event]]:
        """Return all that is kept."""
        return {number: list(events) for number, events in self.bureau.store.kept.items()}

    @staticmethod
    def without_rivals(kept: dict[int, list[Event]]) -> dict[int, list[Event]]:
        """Leave out what somebody else did meanwhile."""
        return {n: [e for e in events if not e.key.startswith("rival")] for n, events in kept.items()}

    def does_not_put_off(self, events: list[Event]) -> None:
        """Check that the last event, where nobody but the holder changes by it, left the promise alone."""
        case, before = replay(events), replay(events[:-1])
        if isinstance(events[-1].payload, Taken | Reassigned | Moved | Reminded) and before.state in {
            State.WAITING,
            State.TAKEN,
        }:
            now = self.bureau.clock.at
            library = self.bureau.library
            assert promise(case, library, now).due <= promise(before, library, now).due

    def a_case(self, number: int) -> Case:
        """Return one of the cases."""
        numbers = sorted(self.bureau.store.kept)
        return replay(self.bureau.store.kept[numbers[number % len(numbers)]])

    def ref(self) -> str:
        """Return the name of a new message."""
        self.refs.append(f"m{len(self.refs)}")
        return self.refs[-1]

    def opened(self) -> bool:
        """Whether there is a case."""
        return bool(self.bureau.store.kept)

    @initialize(department=departments, urgency=st.sampled_from(Urgency))
    def begin(self, department: str, urgency: Urgency) -> None:
        """Most of what happens needs a case."""
        self.do(ASKER, OpenCase(department, "A question.", Language.FR, urgency))

    @rule(who=anybody, department=departments, urgency=st.sampled_from(Urgency), question=words, there=pick)
    def open(self, who: str, department: str, urgency: Urgency, question: str, there: int) -> None:
        """Open or join."""
        self.do(who, OpenCase(department, question, Language.EN, urgency), f"c{there % 2}")

    @rule(number=pick, who=anybody, text=words)
    def add(self, number: int, who: str, text: str) -> None:
        """The requester, or somebody who is not, says more."""
        self.do(who, Add(self.a_case(number).number, text, self.ref()))

    @rule(number=pick, who=anybody, stale=st.booleans())
    def take(self, number: int, who: str, *, stale: bool) -> None:
        """From a card of the present department, or of one that had it."""
        case = self.a_case(number)
        self.do(who, Take(case.number, case.opened.department if stale else case.department))

    @rule(number=pick, who=anybody, text=words)
    def tell(self, number: int, who: str, text: str) -> None:
        """Answer."""
        case = self.a_case(number)
        self.do(who, AnswerCase(case.number, case.department, text, self.ref()))

    @rule(number=pick, who=anybody, person=anybody)
    def give(self, number: int, who: str, person: str) -> None:
        """To a person."""
        case = self.a_case(number)
        self.do(who, Reassign(case.number, case.department, person=person))

    @rule(number=pick, who=anybody, department=departments)
    def move(self, number: int, who: str, department: str) -> None:
        """To a department."""
        case = self.a_case(number)
        self.do(who, Reassign(case.number, case.department, department=department))

    @rule(number=pick, who=anybody, department=departments)
    def not_ours(self, number: int, who: str, department: str) -> None:
        """Say why, among ourselves."""
        case = self.a_case(number)
        self.do(who, NotOurs(case.number, case.department, department, f"{SECRET} reason"))

    @rule(number=pick, who=anybody, line=words)
    def resolve(self, number: int, who: str, line: str) -> None:
        """Settle it."""
        case = self.a_case(number)
        self.do(who, Resolve(case.number, case.department, line))

    @rule(number=pick, who=anybody, asker=st.booleans())
    def reopen(self, number: int, who: str, *, asker: bool) -> None:
        """From either side."""
        case = self.a_case(number)
        self.do(case.requester if asker else who, Reopen(case.number, "" if asker else case.department))

    @rule(number=pick, asker=st.booleans())
    def cancel(self, number: int, *, asker: bool) -> None:
        """By the requester only."""
        case = self.a_case(number)
        self.do(case.requester if asker else ANNA, Cancel(case.number))

    @rule(number=pick, helpful=st.booleans(), text=words)
    def rate(self, number: int, text: str, *, helpful: bool) -> None:
        """Rate, or remark."""
        case = self.a_case(number)
        self.do(case.requester, RateCase(case.number, helpful, text))

    @rule(number=pick, lesson=st.sampled_from(Lesson))
    def teach(self, number: int, lesson: Lesson) -> None:
        """For those who write, not for the requester."""
        case = self.a_case(number)
        self.do(ANNA, SuggestLesson(case.number, case.department, lesson, f"{SECRET} lesson"))

    @precondition(lambda self: bool(self.refs))
    @rule(back=pick, how=st.sampled_from(["edit", "withdraw", "send"]), text=words)
    def rewrite(self, back: int, how: str, text: str) -> None:
        """Edit or withdraw a message; the department's edits stay unsent until they are sent on."""
        ref = self.refs[-1 - back % len(self.refs)]
        case = self.bureau.store.kept.get(self.bureau.store.refs.get(ref, 0))
        inside = case is not None and any(c.ref == ref and c.from_department for c in replay(case).relayed)
        acts: dict[str, CaseAct] = {
            "edit": EditMessage(ref, f"{SECRET} unsent" if inside else text),
            "withdraw": DeleteMessage(ref),
            "send": SendEdit(ref),
        }
        if inside and how == "send" and self.bureau.store.edits.get(ref):
            self.bureau.store.edits[ref] = "what may be sent on"
        self.do(ANNA if inside else ASKER, acts[how])

    @rule(number=pick, who=anybody, rival=st.sampled_from(RIVALS), act=st.sampled_from(["take", "resolve"]))
    def race(self, number: int, who: str, rival: EventPayload, act: str) -> None:
        """Somebody is faster by a moment."""
        case = self.a_case(number)
        self.rival(case, rival)
        mine = Take if act == "take" else Resolve
        seen = (case.number, case.department)
        self.do(who, Take(*seen) if mine is Take else Resolve(*seen, "Settled."))
        self.bureau.store.rivals.clear()

    def rival(self, case: Case, payload: EventPayload) -> None:
        """Have somebody do `payload`, where the case is open, just before the next event is added."""
        if case.is_open:
            self.woken.discard(case.number)
            at = max(self.bureau.clock.at, case.last_at)
            self.bureau.count += 1
            self.bureau.store.rivals.append(Event(f"rival {self.bureau.count}", at, "carla", payload))

    # --- What happens by itself ----------------------------------------------------------------

    @rule(time=times)
    def time_passes(self, time: timedelta) -> None:
        """Minutes to weeks, through which no alarm rings."""
        self.bureau.clock.pass_(time)
        self.woken.clear()

    @rule(hours=st.integers(1, 72))
    def clock_set_back(self, hours: int) -> None:
        """A machine's clock was wrong."""
        self.bureau.clock.pass_(-timedelta(hours=hours))
        self.woken.clear()

    @rule(who=st.sampled_from(PEOPLE[1:]))
    def leave(self, who: str) -> None:
        """Somebody is there no more."""
        self.bureau.staff.left.add(who)
        self.woken.clear()

    @rule(department=departments)
    def remove(self, department: str) -> None:
        """A department is no more."""
        library = self.bureau.library
        if department != library.default_department:
            left = {name: each for name, each in library.departments.items() if name != department}
            self.bureau.library = replace(library, departments=left)
            self.woken.clear()

    @rule(number=pick, late=st.one_of(st.just(timedelta()), times))
    def ring(self, number: int, late: timedelta) -> None:
        """The alarm that was set last rings, in time or after an outage."""
        case = self.a_case(number)
        at = next((at for n, at in reversed(self.bureau.scheduler.times) if n == case.number), None)
        if at is not None and case.is_open:
            self.bureau.clock.at = max(self.bureau.clock.at, at + late)
            self.woken.clear()
            self.wake(case.number)

    @rule()
    def sweep(self) -> None:
        """No alarm rang, and somebody looks."""
        for number in self.runner.run(self.bureau.cases.sweep()):
            self.wake(number)

    @rule(number=pick, rival=st.sampled_from(RIVALS))
    def wake_in_a_race(self, number: int, rival: EventPayload) -> None:
        """Somebody is faster than the alarm."""
        case = self.a_case(number)
        self.rival(case, rival)
        self.wake(case.number)
        self.bureau.store.rivals.clear()

    def wake(self, number: int) -> None:
        """Wake a case, twice; check what was done and what holds after."""
        office, count = self.bureau.cases, len(self.bureau.store.kept[number])
        self.runner.run(office.wake(number))
        events = self.bureau.store.kept[number]
        for place in range(count, len(events)):
            before, event = replay(events[:place]), events[place]
            self.does_not_put_off(events[: place + 1])
            if event.by == RELAIS:
                assert before.is_open
            if isinstance(event.payload, Reminded):
                department = self.bureau.library.department(before.department)
                assert is_open(department, self.bureau.library, self.bureau.clock.at)
        settled = list(events)
        self.runner.run(office.wake(number))
        assert self.bureau.store.kept[number] == settled
        self.woken.add(number)
        assert number not in self.runner.run(office.sweep())

    # --- What holds ----------------------------------------------------------------------------

    @invariant()
    def events_are_in_order(self) -> None:
        """Times never go back, no key comes twice, and a case has as many versions as events."""
        for events in self.bureau.store.kept.values():
            ats = [event.at for event in events]
            assert ats == sorted(ats)
            assert len({event.key for event in events}) == len(events)
            assert replay(events).version == len(events)

    @invariant()
    def every_open_case_has_a_next_time(self) -> None:
        """And no closed one."""
        for number, events in self.bureau.store.kept.items():
            assert (number in self.bureau.store.due) == replay(events).is_open

    @invariant()
    def who_was_woken_is_in_good_hands(self) -> None:
        """Of a department that there is, and of nobody who left."""
        for number in self.woken:
            case = replay(self.bureau.store.kept[number])
            if case.is_open:
                assert case.department in self.bureau.library.departments
                assert case.holder not in self.bureau.staff.left

    @invariant()
    def reminders_climb(self) -> None:
        """Within one holding no step comes twice or after a later one, and nobody is reminded when closed."""
        for events in self.bureau.store.kept.values():
            case: Case | None = None
            given: list[ReminderStep] = []
            for event in events:
                if isinstance(event.payload, Reminded):
                    assert case is not None
                    assert case.is_open
                    given.append(event.payload.step)
                else:
                    after = apply(case, event)
                    if case is None or after.held_since != case.held_since or not after.steps:
                        given = []
                case = apply(case, event)
                rungs = [ORDER.index(step) for step in given if step in ONCE]
                assert rungs == sorted(set(rungs))
                assert ReminderStep.DAILY not in given or given.index(ReminderStep.DAILY) > given.index(
                    ReminderStep.DEFAULT
                )

    @invariant()
    def nothing_internal_reaches_the_requester(self) -> None:
        """Neither why it was not theirs, nor what they teach, nor what they have not sent on."""
        for events in self.bureau.store.kept.values():
            case = replay(events)
            assert SECRET not in str((case.relayed, case.outcome, case.opened))


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLife = Life.TestCase
