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
from actions.cases.timers import recent_own_events, unless_changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from actions.cases.ports import CaseRepository, Clock, PeopleDirectory, Scheduler
    from actions.cases.report import Report
    from actions.knowledge.library import Library
    from actions.model import Inbound

# How often somebody may be faster before we say so.
_ATTEMPTS = 8
# How many cases a list shows.
_MOST_LISTED = 8
# Room for clocks of several machines to differ, so that an alarm never rings just before its time.
_ROOM = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class CaseService:
    """Where cases are worked on."""

    library: Library
    store: CaseRepository
    scheduler: Scheduler
    staff: PeopleDirectory
    clock: Clock

    async def case(self, number: int) -> Case | None:
        """Return a case as it stands, or None where it has ended or never was."""
        events = await self.store.events(number)
        return replay(events) if events else None

    async def do(self, inbound: Inbound, act: CaseAct, history: tuple[HistoryItem, ...] = ()) -> CaseOutcome:
        """Do what a person did; doing the same act again tells the same and changes nothing."""
        match act:
            case OpenCase():
                return await self._open(inbound, act, history)
            case ListCases(number):
                return await self.list_of(inbound.person, number)
            case EditMessage() | DeleteMessage() | SendEdit():
                return await self._rewritten(inbound, act)
            case _:
                return await self._on_case(inbound, act)

    async def _open(self, inbound: Inbound, act: OpenCase, history: tuple[HistoryItem, ...]) -> CaseOutcome:
        """Open a case, or join the one this person has open in the same conversation."""
        if not act.question.strip():
            return CaseRefused(Why.EMPTY)
        if (there := await self._joining(inbound)) != 0:
            done = await self._on_case(inbound, Add(there, act.question))
            if isinstance(done, CaseChanged):
                return replace(done, joined=True)
            if not isinstance(done, CaseRefused) or done.why not in {Why.CLOSED, Why.GONE}:
                return done  # else it was closed this moment: a new one is meant
        department = self.library.department(act.department).id
        payload = Opened(
            0, department, act.question, act.language, act.urgency, act.audience, act.topic, history,
            inbound.conversation,
        )  # fmt: skip
        events = await self.store.open(_doer(inbound), self.clock.now(), payload)
        # A second attempt may find it further on: it sleeps as it is now, and is told as it was opened.
        found, case, now = replay(events), replay(events[:1]), self.clock.now()
        await self._set_alarm(found)
        await self.store.snooze(case.number, wake_at(found, self.library, now) or now)
        return CaseOpened(case)

    async def _joining(self, inbound: Inbound) -> int:
        """Return the case a request joins: that it joined before, else one that is open; 0 for a new one."""
        numbers = await self.store.in_conversation(inbound.conversation)
        histories = [await self.store.events(number) for number in numbers]
        mine = [events for events in histories if events and events[0].by == inbound.person]
        for events in mine:
            if any(event.key == inbound.once for event in events):
                return 0 if events[0].key == inbound.once else replay(events).number
        return next((case.number for case in map(replay, mine) if case.is_open), 0)

    async def _on_case(self, inbound: Inbound, act: OnCase) -> CaseOutcome:
        if isinstance(act, Reopen) and not act.seen and not act.words:
            # What was written where it was closed, before the button was pressed.
            act = replace(act, words=await self.store.edit(reopening(act.number)))
        named = act.person if isinstance(act, Reassign) else ""
        left = bool(named) and not await self.staff.is_active(named)

        def decide(case: Case, at: datetime, act: OnCase = act) -> EventPayload | Refused:
            found = apply_rules(case, act, inbound.person, at, self.library.departments)
            stands = not isinstance(found, Refused) or found.why is Why.THEIRS
            return Refused(Why.LEFT) if left and stands else found

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
                await self._set_alarm(replay(events))
                return _changed(replay(events[: done + 1]), events[done], replay(events[:done]))
            case = replay(events)
            # A clock that was set back does not move a case back.
            at = max(self.clock.now(), case.last_at)
            payload = decide(case, at)
            if isinstance(payload, Refused):
                return CaseRefused(payload.why, case)
            event = Event(doer.key, at, doer.person, payload, doer.surface)
            after = apply(case, event)
            if await self.store.append(case, event, wake_at(after, self.library, self.clock.now())):
                await self._set_alarm(after)
                return _changed(after, event, case)
        return CaseRefused(Why.BUSY, await self.case(number))

    async def _set_alarm(self, case: Case) -> None:
        at = wake_at(case, self.library, self.clock.now())
        if at is not None:
            await self.scheduler.set(case.number, at)

    async def _rewritten(self, inbound: Inbound, act: EditMessage | DeleteMessage | SendEdit) -> CaseOutcome:
        """A message that had crossed was edited or deleted by who wrote it."""
        case = await self.case(await self.store.relayed(act.ref))
        if case is None:
            return Silent()
        if isinstance(act, EditMessage) and any(c.ref == act.ref and c.from_department for c in case.relayed):
            # Kept even where the words are as before: an earlier edit must not be sent on for it.
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
        return next((c for c in await self._in(conversation, person) if c.is_open), None)

    async def closed_in(self, conversation: str, person: str) -> Case | None:
        """Return the person's last case in the conversation, where it is closed and can be reopened."""
        now = self.clock.now()
        last = next(iter(await self._in(conversation, person)), None)
        closed = last is not None and last.state in CLOSED and now <= (last.closed_at or now) + REOPEN
        return last if closed else None

    async def _in(self, conversation: str, person: str) -> list[Case]:
        found = [await self.case(number) for number in await self.store.in_conversation(conversation)]
        return [case for case in found if case is not None and case.requester == person]

    async def list_of(self, person: str, number: int = 0) -> CaseList:
        """Return a person's cases: the one they name, else the open ones and those they may still reopen."""
        now = self.clock.now()
        found = [await self.case(each) for each in await self.store.of_person(person)]
        mine = [case for case in found if case is not None]
        named = [case for case in mine if case.number == number]
        current = [c for c in mine if c.closed_at is None or now <= c.closed_at + REOPEN]
        # However many were closed since, an open one is shown.
        shown = sorted(current, key=lambda case: not case.is_open)[:_MOST_LISTED]
        listed = named or [case for case in current if case in shown]
        return CaseList(tuple(listed))

    async def wake(self, number: int) -> list[CaseOutcome]:
        """Look at a case whose time has come: what it needs happens, and is told; else it sleeps on.

        What an attempt that was cut short had done already is told again, under the same key.
        """
        told: list[CaseOutcome] = []
        events = await self.store.events(number)
        for place in recent_own_events(events, self.clock.now()):
            before, case = replay(events[:place]), replay(events[: place + 1])
            told.append(_changed(case, events[place], before))
        while (current := await self.case(number)) is not None and current.is_open:
            held = not current.holder or await self.staff.is_active(current.holder)
            payload = needed(current, self.library, self.clock.now(), held=held)
            if payload is None:
                at = wake_at(current, self.library, self.clock.now())
                if at is not None:
                    await self.store.snooze(number, at)
                    await self.scheduler.set(number, at + _ROOM)
                if (latest := await self.case(number)) is None or latest.version == current.version:
                    break
                continue  # somebody acted just now: its next time may be sooner
            timer = Doer(f"wake:{number}:{current.version}", RELAIS, TIMER)
            outcome = await self._change(timer, number, unless_changed(current, payload))
            if isinstance(outcome, CaseChanged):
                told.append(outcome)
        return told

    async def report(self) -> Report:
        """Return how cases are answered, in counts."""
        histories = [await self.store.events(number) for number in await self.store.all_numbers()]
        return report([each for each in histories if each], self.library, self.clock.now())

    async def sweep(self) -> tuple[int, ...]:
        """Return the open cases whose time has come though no alarm rang, or that nobody can ever wake."""
        now = self.clock.now()
        return tuple(number for number, at in (await self.store.open_ones()).items() if at <= now)


def _doer(inbound: Inbound) -> Doer:
    return Doer(inbound.once, inbound.person, inbound.surface)


def _changed(case: Case, event: Event, before: Case) -> CaseChanged:
    return CaseChanged(case, event, before.department)


def reopening(number: int) -> str:
    """Return under what the words that may reopen a case are kept."""
    return f"reopen:{number}"
