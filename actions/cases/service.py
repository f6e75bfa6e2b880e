"""Acts on cases: load, apply the rules, add the event, set the timer; retries when another act came first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.acts import (
    Add,
    CaseAct,
    DeleteMessage,
    EditMessage,
    ListCases,
    OnCase,
    OpenCase,
    Reassign,
    Reopen,
    SendEdit,
)
from actions.cases.case import CLOSED, Case, apply, replay
from actions.cases.events import RELAIS, TIMER, Doer, Event, EventPayload, HistoryItem, Opened
from actions.cases.outcome import (
    CaseChanged,
    CaseEdited,
    CaseList,
    CaseOpened,
    CaseOutcome,
    CaseRefused,
    Silent,
)
from actions.cases.reminders import needed, wake_at
from actions.cases.report import report
from actions.cases.rules import REOPEN, Refused, Why, apply_rules, rewrite
from actions.cases.timers import unless_changed, untold_events

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from actions.cases.ports import CaseRepository, Clock, PeopleDirectory, Scheduler
    from actions.cases.report import Report
    from actions.knowledge.library import Library
    from actions.model import Inbound

# How many times an act is tried where other acts keep changing the case first.
_ATTEMPTS = 8
# How many cases a list shows.
_MOST_LISTED = 8
# A timer is set this much late, since the clocks of several machines differ.
_CLOCK_TOLERANCE = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class CaseService:
    """Runs the acts on cases, and the timers."""

    library: Library
    store: CaseRepository
    scheduler: Scheduler
    staff: PeopleDirectory
    clock: Clock

    async def case(self, number: int) -> Case | None:
        """Return a case as it is now, None where it has expired or never existed."""
        events = await self.store.events(number)
        return replay(events) if events else None

    async def do(self, inbound: Inbound, act: CaseAct, history: tuple[HistoryItem, ...] = ()) -> CaseOutcome:
        """Apply an act; applying the same act again gives the same outcome and changes nothing."""
        match act:
            case OpenCase():
                return await self._open(inbound, act, history)
            case ListCases(number):
                return await self.list_of(inbound.person, number)
            case EditMessage() | DeleteMessage() | SendEdit():
                return await self._edit_relayed(inbound, act)
            case _:
                return await self._on_case(inbound, act)

    async def _open(self, inbound: Inbound, act: OpenCase, history: tuple[HistoryItem, ...]) -> CaseOutcome:
        """Open a case, or join the one this person has open in the same conversation."""
        if not act.question.strip():
            return CaseRefused(Why.EMPTY)
        if (there := await self._case_to_join(inbound)) != 0:
            done = await self._on_case(inbound, Add(there, act.question))
            if isinstance(done, CaseChanged):
                return replace(done, joined=True)
            if not isinstance(done, CaseRefused) or done.why not in {Why.CLOSED, Why.GONE}:
                return done  # else that case was closed just now, and a new one is opened
        department = self.library.department(act.department).id
        payload = Opened(0, department, act.question, act.language, act.urgency, act.audience, act.topic)
        payload = replace(payload, history=history, conversation=inbound.conversation)
        events = await self.store.open(_doer(inbound), self.clock.now(), payload)
        # A retry may find more events: timers follow the case as it is now, the outcome as it was opened.
        current, opened, now = replay(events), replay(events[:1]), self.clock.now()
        await self._set_timer(current)
        await self.store.snooze(opened.number, wake_at(current, self.library, now) or now)
        return CaseOpened(opened)

    async def _case_to_join(self, inbound: Inbound) -> int:
        """Return the case a request joins: at a retry the one it joined, else an open one; 0 for none."""
        numbers = await self.store.in_conversation(inbound.conversation)
        histories = [await self.store.events(number) for number in numbers]
        mine = [events for events in histories if events and events[0].by == inbound.person]
        for events in mine:
            if any(event.key == inbound.once for event in events):
                return 0 if events[0].key == inbound.once else replay(events).number
        return next((case.number for case in map(replay, mine) if case.is_open), 0)

    async def _on_case(self, inbound: Inbound, act: OnCase) -> CaseOutcome:
        if isinstance(act, Reopen) and not act.seen and not act.words:
            # The message written after closing, which was kept until the button was pressed.
            act = replace(act, words=await self.store.edit(reopening(act.number)))
        named = act.person if isinstance(act, Reassign) else ""
        left = bool(named) and not await self.staff.is_active(named)

        def decide(case: Case, at: datetime, act: OnCase = act) -> EventPayload | Refused:
            ruled = apply_rules(case, act, inbound.person, at, self.library.departments)
            allowed = not isinstance(ruled, Refused) or ruled.why is Why.THEIRS
            return Refused(Why.LEFT) if left and allowed else ruled

        return await self._change(_doer(inbound), act.number, decide)

    async def _change(
        self, doer: Doer, number: int, decide: Callable[[Case, datetime], EventPayload | Refused]
    ) -> CaseOutcome:
        """Add what `decide` says to the case; decide again where another act came first."""
        for _ in range(_ATTEMPTS):
            events = await self.store.events(number)
            if not events:
                return CaseRefused(Why.GONE)
            done = next((place for place, event in enumerate(events) if event.key == doer.key), None)
            if done is not None:
                await self._set_timer(replay(events))
                return _changed(replay(events[: done + 1]), events[done], replay(events[:done]))
            case = replay(events)
            # Events stay in order even where the clock was set back.
            at = max(self.clock.now(), case.last_at)
            payload = decide(case, at)
            if isinstance(payload, Refused):
                return CaseRefused(payload.why, case)
            event = Event(doer.key, at, doer.person, payload, doer.surface)
            after = apply(case, event)
            if await self.store.append(case, event, wake_at(after, self.library, self.clock.now())):
                await self._set_timer(after)
                return _changed(after, event, case)
        return CaseRefused(Why.BUSY, await self.case(number))

    async def _set_timer(self, case: Case) -> None:
        at = wake_at(case, self.library, self.clock.now())
        if at is not None:
            await self.scheduler.set(case.number, at)

    async def _edit_relayed(
        self, inbound: Inbound, act: EditMessage | DeleteMessage | SendEdit
    ) -> CaseOutcome:
        """Apply its author's edit or deletion of a relayed message."""
        case = await self.case(await self.store.relayed(act.ref))
        if case is None:
            return Silent()
        if isinstance(act, EditMessage) and any(c.ref == act.ref and c.from_department for c in case.relayed):
            # Kept even where the text is as before, so that an earlier edit is not relayed in its place.
            await self.store.keep_edit(act.ref, act.text)
            changes = not isinstance(rewrite(case, act.ref, act.text), Refused)
            return CaseEdited(case, act.ref, act.text) if changes else Silent()
        text = act.text if isinstance(act, EditMessage) else None
        if isinstance(act, SendEdit):
            text = await self.store.edit(act.ref)
        done = await self._change(_doer(inbound), case.number, lambda now, _at: rewrite(now, act.ref, text))
        nothing = isinstance(done, CaseRefused) and done.why is not Why.BUSY
        return Silent() if nothing else done

    async def open_in(self, conversation: str, person: str) -> Case | None:
        """Return the case this person has open in the conversation."""
        return next((c for c in await self._own_cases_in(conversation, person) if c.is_open), None)

    async def closed_in(self, conversation: str, person: str) -> Case | None:
        """Return the person's last case in the conversation, where it is closed and can be reopened."""
        now = self.clock.now()
        last = next(iter(await self._own_cases_in(conversation, person)), None)
        closed = last is not None and last.state in CLOSED and now <= (last.closed_at or now) + REOPEN
        return last if closed else None

    async def _own_cases_in(self, conversation: str, person: str) -> list[Case]:
        found = [await self.case(number) for number in await self.store.in_conversation(conversation)]
        return [case for case in found if case is not None and case.requester == person]

    async def list_of(self, person: str, number: int = 0) -> CaseList:
        """Return a person's cases: the one they name, else the open ones and those they may still reopen."""
        now = self.clock.now()
        found = [await self.case(each) for each in await self.store.of_person(person)]
        mine = [case for case in found if case is not None]
        named = [case for case in mine if case.number == number]
        current = [c for c in mine if c.closed_at is None or now <= c.closed_at + REOPEN]
        # Open cases come first, so that closed ones do not push them off the list.
        listed = sorted(current, key=lambda case: not case.is_open)[:_MOST_LISTED]
        return CaseList(tuple(named or [case for case in current if case in listed]))

    async def wake(self, number: int, told: int | None = None) -> list[CaseOutcome]:
        """Add the automatic events that a case needs now, and set its next timer.

        The outcomes of an attempt that was cut short are returned again, with the same keys: those after the
        version `told`, where it was noted.
        """
        outcomes: list[CaseOutcome] = []
        events = await self.store.events(number)
        for place in untold_events(events, self.clock.now(), told):
            before, case = replay(events[:place]), replay(events[: place + 1])
            outcomes.append(_changed(case, events[place], before))
        while (current := await self.case(number)) is not None and current.is_open:
            active = not current.holder or await self.staff.is_active(current.holder)
            payload = needed(current, self.library, self.clock.now(), holder_active=active)
            if payload is None:
                at = wake_at(current, self.library, self.clock.now())
                if at is not None:
                    await self.store.snooze(number, at)
                    await self.scheduler.set(number, at + _CLOCK_TOLERANCE)
                if (latest := await self.case(number)) is None or latest.version == current.version:
                    break
                continue  # another act came in between: the next timer may be sooner
            timer = Doer(f"wake:{number}:{current.version}", RELAIS, TIMER)
            outcome = await self._change(timer, number, unless_changed(current, payload))
            if isinstance(outcome, CaseChanged):
                outcomes.append(outcome)
        return outcomes

    async def report(self) -> Report:
        """Return the counts of cases per department and week."""
        histories = [await self.store.events(number) for number in await self.store.all_numbers()]
        return report([each for each in histories if each], self.library, self.clock.now())

    async def sweep(self) -> tuple[int, ...]:
        """Return the open cases whose time has come, which a timer should have woken."""
        now = self.clock.now()
        return tuple(number for number, at in (await self.store.open_ones()).items() if at <= now)


def _doer(inbound: Inbound) -> Doer:
    return Doer(inbound.once, inbound.person, inbound.surface)


def _changed(case: Case, event: Event, before: Case) -> CaseChanged:
    return CaseChanged(case, event, before.department)


def reopening(number: int) -> str:
    """Return the key under which the message is kept that may reopen a case."""
    return f"reopen:{number}"
