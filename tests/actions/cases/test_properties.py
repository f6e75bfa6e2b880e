"""What holds of cases whatever people do with them, in any order and on any clock."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from actions.cases.case import Case, apply, replay
from actions.cases.events import RELAIS, EventPayload, Reminded, ReminderStep
from actions.cases.reminders import LADDER, is_open
from tests.actions.cases.life import PEOPLE, RIVALS, SECRET, PeopleActing, departments, pick

ORDER = [step for step, _ in LADDER]
times = st.one_of(
    st.integers(1, 90).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 72).map(lambda hours: timedelta(hours=hours)),
    st.integers(3, 40).map(lambda days: timedelta(days=days)),
)


class Life(PeopleActing):
    """Cases on which people act, while time passes, people leave and departments are removed."""

    # --- What happens by itself ----------------------------------------------------------------

    @rule(time=times)
    def time_passes(self, time: timedelta) -> None:
        """Minutes to weeks pass, and no timer rings."""
        self.world.clock.pass_(time)
        self.woken.clear()

    @rule(hours=st.integers(1, 72))
    def clock_set_back(self, hours: int) -> None:
        """The clock is set back."""
        self.world.clock.pass_(-timedelta(hours=hours))
        self.woken.clear()

    @rule(who=st.sampled_from(PEOPLE[1:]))
    def leave(self, who: str) -> None:
        """Somebody leaves."""
        self.world.people.left.add(who)
        self.woken.clear()

    @rule(department=departments)
    def remove(self, department: str) -> None:
        """A department that is not the default one is taken out of the knowledge."""
        if department != self.world.library.default_department:
            self.world.remove(department)
            self.woken.clear()

    @rule(number=pick, late=st.one_of(st.just(timedelta()), times))
    def ring(self, number: int, late: timedelta) -> None:
        """The timer that was set last rings, in time or after an outage."""
        case = self.a_case(number)
        at = next((at for n, at in reversed(self.world.timers.times) if n == case.number), None)
        if at is not None and case.is_open:
            self.world.clock.at = max(self.world.clock.at, at + late)
            self.woken.clear()
            self.wake(case.number)

    @rule()
    def sweep(self) -> None:
        """The sweep finds what no timer woke."""
        for number in self.runner.run(self.world.cases.sweep()):
            self.wake(number)

    @rule(number=pick, rival=st.sampled_from(RIVALS))
    def wake_in_a_race(self, number: int, rival: EventPayload) -> None:
        """Somebody acts on a case a moment before its timer does."""
        case = self.a_case(number)
        self.rival(case, rival)
        self.wake(case.number)
        self.world.store.rivals.clear()

    def wake(self, number: int) -> None:
        """Wake a case, twice; check what was done and what holds after."""
        cases, count = self.world.cases, len(self.world.store.kept[number])
        self.runner.run(cases.wake(number))
        events = self.world.store.kept[number]
        for place in range(count, len(events)):
            before, event = replay(events[:place]), events[place]
            self.does_not_put_off(events[: place + 1])
            if event.by == RELAIS:
                assert before.is_open
            if isinstance(event.payload, Reminded):
                department = self.world.library.department(before.department)
                assert is_open(department, self.world.library, self.world.clock.at)
        settled = list(events)
        self.runner.run(cases.wake(number))
        assert self.world.store.kept[number] == settled
        self.woken.add(number)
        assert number not in self.runner.run(cases.sweep())

    # --- What holds ----------------------------------------------------------------------------

    @invariant()
    def events_are_in_order(self) -> None:
        """Times never go back, no key comes twice, and a case has as many versions as events."""
        for events in self.world.store.kept.values():
            ats = [event.at for event in events]
            assert ats == sorted(ats)
            assert len({event.key for event in events}) == len(events)
            assert replay(events).version == len(events)

    @invariant()
    def every_open_case_has_a_next_time(self) -> None:
        """A closed case has none."""
        for number, events in self.world.store.kept.items():
            assert (number in self.world.store.due) == replay(events).is_open

    @invariant()
    def a_woken_case_is_at_a_department_and_a_person_that_are_there(self) -> None:
        """An open case that was woken is at no removed department, and held by nobody who left."""
        for number in self.woken:
            case = replay(self.world.store.kept[number])
            if case.is_open:
                assert case.department in self.world.library.departments
                assert case.holder not in self.world.people.left

    @invariant()
    def reminders_climb(self) -> None:
        """Within one holding no step comes twice or after a later one; a closed case reminds nobody."""
        for events in self.world.store.kept.values():
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
                rungs = [ORDER.index(step) for step in given if step in ORDER]
                assert rungs == sorted(set(rungs))
                assert ReminderStep.DAILY not in given or given.index(ReminderStep.DAILY) > given.index(
                    ReminderStep.DEFAULT
                )

    @invariant()
    def nothing_internal_reaches_the_requester(self) -> None:
        """They see no reason for sending on, no lesson, and no edit that was not sent on."""
        for events in self.world.store.kept.values():
            case = replay(events)
            assert SECRET not in str((case.relayed, case.outcome, case.opened))


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLife = Life.TestCase
