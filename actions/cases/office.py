"""Acts on cases: load, judge, add the event, set the alarm; again where somebody was faster."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.acts import (
    Add,
    Amend,
    CaseAct,
    ListCases,
    OnCase,
    OpenCase,
    Reassign,
    Reopen,
    SendEdit,
    Withdraw,
)
from actions.cases.case import CLOSED, Case, apply, replay
from actions.cases.events import (
    RELAIS,
    Amended,
    Event,
    Happening,
    Moved,
    Nudged,
    Opened,
    Passage,
    Released,
    Withdrawn,
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
from actions.cases.reminders import overdue_reminder, promise, wake_at
from actions.cases.report import report
from actions.cases.rules import REOPEN, Refused, Why, judge

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from actions.cases.ports import Alarms, Cases, Clock, Staff
    from actions.cases.report import Report
    from actions.knowledge.library import Library
    from actions.model import Inbound

# How often somebody may be faster before we say so.
_ATTEMPTS = 8
# How many cases a list shows.
_MOST_LISTED = 8
# Room for clocks of several machines to differ, so that an alarm never rings just before its time.
_ROOM = timedelta(milliseconds=50)
# How long after it an alarm that was cut short may be finished.
_RETOLD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Office:
    """Where cases are worked on."""

    library: Library
    cases: Cases
    alarms: Alarms
    staff: Staff
    clock: Clock

    async def case(self, number: int) -> Case | None:
        """Return a case as it stands, or None where it has ended or never was."""
        events = await self.cases.events(number)
        return replay(events) if events else None

    async def do(self, inbound: Inbound, act: CaseAct, history: tuple[Passage, ...] = ()) -> CaseOutcome:
        """Do what a person did; doing the same act again tells the same and changes nothing."""
        match act:
            case OpenCase():
                return await self._open(inbound, act, history)
            case ListCases(number):
                return await self.list_of(inbound.person, number)
            case Amend() | Withdraw() | SendEdit():
                return await self._rewritten(inbound, act)
            case _:
                return await self._on_case(inbound, act)

    async def _open(self, inbound: Inbound, act: OpenCase, history: tuple[Passage, ...]) -> CaseOutcome:
        """Open a case, or join the one this person has open in the same conversation."""
        if not act.question.strip():
            return CaseRefused(Why.EMPTY)
        if (there := await self.open_in(inbound.conversation, inbound.person)) is not None:
            opened_by_this = (await self.cases.events(there.number))[0].key == inbound.once
            if not opened_by_this:
                done = await self._on_case(inbound, Add(there.number, act.question))
                return replace(done, joined=True) if isinstance(done, CaseChanged) else done
        department = self.library.department(act.department).id
        what = Opened(
            0, department, act.question, act.language, act.urgency, act.audience, act.topic, history,
            inbound.conversation,
        )  # fmt: skip
        events = await self.cases.open(inbound.once, self.clock.now(), inbound.person, what)
        case = replay(events)
        await self._set_alarm(case)
        await self.cases.snooze(case.number, wake_at(case, self.library, self.clock.now()) or case.opened_at)
        return CaseOpened(case, promise(case, self.library, self.clock.now()))

    async def _on_case(self, inbound: Inbound, act: OnCase) -> CaseOutcome:
        if isinstance(act, Reassign) and act.person and not await self.staff.is_active(act.person):
            return CaseRefused(Why.LEFT, await self.case(act.number))
        if isinstance(act, Reopen) and not act.seen and not act.words:
            # What was written where it was closed, before the button was pressed.
            act = replace(act, words=await self.cases.edit(reopening(act.number)))
        person, departments = inbound.person, self.library.departments
        return await self._change(
            inbound.once, act.number, person, lambda case, at: judge(case, act, person, at, departments)
        )

    async def _change(
        self, key: str, number: int, by: str, decide: Callable[[Case, datetime], Happening | Refused]
    ) -> CaseOutcome:
        """Add what `decide` says to the case, as long as nobody else was faster."""
        for _ in range(_ATTEMPTS):
            events = await self.cases.events(number)
            if not events:
                return CaseRefused(Why.GONE)
            done = next((place for place, event in enumerate(events) if event.key == key), None)
            if done is not None:
                await self._set_alarm(replay(events))
                return self._changed(replay(events[: done + 1]), events[done], replay(events[:done]))
            case = replay(events)
            # A clock that was set back does not move a case back.
            at = max(self.clock.now(), case.last_at)
            what = decide(case, at)
            if isinstance(what, Refused):
                return CaseRefused(what.why, case)
            event = Event(key, at, by, what, "timer" if by == RELAIS else "slack")
            after = apply(case, event)
            if await self.cases.append(case, event, wake_at(after, self.library, at)):
                await self._set_alarm(after)
                return self._changed(after, event, case)
        return CaseRefused(Why.BUSY, await self.case(number))

    def _changed(self, case: Case, event: Event, before: Case) -> CaseChanged:
        return CaseChanged(case, event, before.department, promise(case, self.library, self.clock.now()))

    async def _set_alarm(self, case: Case) -> None:
        at = wake_at(case, self.library, self.clock.now())
        if at is not None:
            await self.alarms.set(case.number, at)

    async def _rewritten(self, inbound: Inbound, act: Amend | Withdraw | SendEdit) -> CaseOutcome:
        """A message that had crossed was edited or deleted by who wrote it."""
        case = await self.case(await self.cases.crossed(act.ref))
        crossed = next((each for each in case.crossed if each.ref == act.ref), None) if case else None
        if case is None or crossed is None or crossed.text is None:
            return Silent()
        if isinstance(act, Withdraw):
            return await self._rewrite(inbound, case, Withdrawn(act.ref))
        text = act.text if isinstance(act, Amend) else await self.cases.edit(act.ref)
        if not text.strip():
            return Silent()
        if isinstance(act, Amend) and crossed.from_department:
            await self.cases.keep_edit(act.ref, text)
            return CaseEdited(case, act.ref, text)
        return await self._rewrite(inbound, case, Amended(act.ref, text))

    async def _rewrite(self, inbound: Inbound, case: Case, what: Happening) -> CaseOutcome:
        return await self._change(inbound.once, case.number, inbound.person, _always(what))

    async def open_in(self, conversation: str, person: str) -> Case | None:
        """Return the case this person has open in the conversation."""
        return next((c for c in await self._in(conversation, person) if c.is_open), None)

    async def closed_in(self, conversation: str, person: str) -> Case | None:
        """Return the person's last case in the conversation, where it is closed and can be reopened."""
        now = self.clock.now()
        last = next(iter(await self._in(conversation, person)), None)
        closed = last is not None and last.state in CLOSED and now <= (last.closed_at or now) + REOPEN
        return last if closed else None

    async def _in(self, conversation: str, person: str) -> list[Case]:
        found = [await self.case(number) for number in await self.cases.in_conversation(conversation)]
        return [case for case in found if case is not None and case.requester == person]

    async def list_of(self, person: str, number: int = 0) -> CaseList:
        """Return a person's cases: the one they name, else the open ones and those they may still reopen."""
        now = self.clock.now()
        found = [await self.case(each) for each in await self.cases.of_person(person)]
        mine = [case for case in found if case is not None]
        named = [case for case in mine if case.number == number]
        current = [c for c in mine if c.closed_at is None or now <= c.closed_at + REOPEN]
        listed = (named or current)[:_MOST_LISTED]
        return CaseList(tuple((case, promise(case, self.library, now)) for case in listed))

    async def wake(self, number: int) -> list[CaseOutcome]:
        """Look at a case whose time has come: what it needs happens, and is told; else it sleeps on.

        What an attempt that was cut short had done already is told again, under the same key.
        """
        told: list[CaseOutcome] = []
        events = await self.cases.events(number)
        if events and events[-1].by == RELAIS and self.clock.now() - events[-1].at < _RETOLD:
            case, before = replay(events), replay(events[:-1])
            told.append(self._changed(case, events[-1], before))
        while (current := await self.case(number)) is not None and current.is_open:
            needed = await self._needs(current)
            if needed is None:
                at = wake_at(current, self.library, self.clock.now())
                if at is not None:
                    await self.cases.snooze(number, at)
                    await self.alarms.set(number, at + _ROOM)
                break
            key = f"wake:{number}:{current.version}"
            outcome = await self._change(key, number, RELAIS, _always(needed))
            if isinstance(outcome, CaseChanged):
                told.append(outcome)
        return told

    async def _needs(self, case: Case) -> Happening | None:
        """Return what has to happen to a case by itself, now."""
        if case.department not in self.library.departments:
            return Moved(self.library.department(case.department).id)
        if case.holder and not await self.staff.is_active(case.holder):
            return Released()
        due = overdue_reminder(case, self.library, self.clock.now())
        return Nudged(due.step) if due else None

    async def report(self) -> Report:
        """Return how cases are answered, in counts."""
        histories = [await self.cases.events(number) for number in await self.cases.all_numbers()]
        return report([each for each in histories if each], self.library, self.clock.now())

    async def sweep(self) -> tuple[int, ...]:
        """Return the open cases whose time has come though no alarm rang, or that nobody can ever wake."""
        now = self.clock.now()
        return tuple(number for number, at in (await self.cases.open_ones()).items() if at <= now)


def reopening(number: int) -> str:
    """Return under what the words that may reopen a case are kept."""
    return f"reopen:{number}"


def _always(what: Happening) -> Callable[[Case, datetime], Happening]:
    return lambda _case, _at: what
