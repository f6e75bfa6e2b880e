"""Cases in memory, whose clock, people and timers a test holds, and a way to act on them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.acts import AnswerCase, OpenCase, Resolve, Take
from actions.cases.case import Case, replay
from actions.cases.events import Reminded
from actions.cases.outcome import CaseChanged, CaseOpened
from actions.cases.reminders import promise
from actions.cases.service import CaseService
from actions.language import Language
from actions.model import Inbound
from bot.stores.memory_cases import MemoryCases
from tests.fakes.cases import Everybody, RecordedTimers
from tests.fakes.clocks import TestClock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from actions.cases.acts import CaseAct
    from actions.cases.events import Event, ReminderStep
    from actions.cases.outcome import CaseOutcome
    from actions.cases.reminders import Promise
    from actions.knowledge.library import Library

    Rival = Callable[[], Awaitable[object]]

REQUESTER, ANNE, BRUNO = "requester", "anne", "bruno"
THREAD = "thread"
QUESTION = OpenCase("legal", "May we post their photo?", Language.EN)
# What its department does with the first case.
TAKE = Take(1, "legal")
ANSWER = AnswerCase(1, "legal", "Yes, if they agree.", "m1")
RESOLVE = Resolve(1, "legal", "Settled.")


@dataclass
class RivalledCases(MemoryCases):
    """Cases in memory in which somebody may act first.

    The next of `rivals` acts before an event is added, the next of `snooze_rivals` before a next time is.
    """

    rivals: list[Rival] = field(default_factory=list)
    snooze_rivals: list[Rival] = field(default_factory=list)

    async def append(self, case: Case, event: Event, wake_at: datetime | None) -> bool:
        """Let a rival act, then add `event` if the case still is as in `case`."""
        if self.rivals:
            await self.rivals.pop(0)()
        return await super().append(case, event, wake_at)

    async def snooze(self, number: int, wake_at: datetime) -> None:
        """Let a rival act, then note when to look again."""
        if self.snooze_rivals:
            await self.snooze_rivals.pop(0)()
        await super().snooze(number, wake_at)

    async def force(self, number: int, event: Event) -> None:
        """Add `event` whatever the rules say of it, as another process may have done."""
        self.kept[number].append(event)
        if not replay(self.kept[number]).is_open:
            self.due.pop(number, None)


@dataclass
class CaseWorld:
    """Cases, what surrounds them, and people who act on them; an act is numbered unless it bears a `key`."""

    library: Library
    store: RivalledCases = field(default_factory=RivalledCases)
    timers: RecordedTimers = field(default_factory=RecordedTimers)
    people: Everybody = field(default_factory=Everybody)
    clock: TestClock = field(default_factory=TestClock)
    count: int = 0

    @property
    def cases(self) -> CaseService:
        """The service, with the knowledge as it is now."""
        return CaseService(self.library, self.store, self.timers, self.people, self.clock)

    def inbound(self, person: str, conversation: str = THREAD, key: str = "", surface: str = "") -> Inbound:
        """Return who acts and where."""
        self.count += 1
        return Inbound(key or f"act {self.count}", person, conversation, surface=surface)

    async def do(self, person: str, act: CaseAct, conversation: str = THREAD, key: str = "") -> CaseOutcome:
        """Let a person do something."""
        return await self.cases.do(self.inbound(person, conversation, key), act)

    async def open(self, act: OpenCase = QUESTION, conversation: str = THREAD) -> Case:
        """Let the requester open a case; return it."""
        outcome = await self.do(REQUESTER, act, conversation)
        assert isinstance(outcome, CaseOpened)
        return outcome.case

    async def open_then(self, *acts: tuple[str, CaseAct]) -> CaseOutcome:
        """Open a case and let people act on it, a minute apart; return what came of the last act."""
        outcome = await self.do(REQUESTER, QUESTION)
        for person, act in acts:
            self.clock.pass_(timedelta(minutes=1))
            outcome = await self.do(person, act)
        return outcome

    async def wake(self, at: datetime | None = None, number: int = 1) -> list[CaseChanged]:
        """Let a case's timer ring, at that time or now; return what happened to the case."""
        self.clock.at = at or self.clock.at
        told = await self.cases.wake(number)
        return [each for each in told if isinstance(each, CaseChanged)]

    def case(self, number: int = 1) -> Case:
        """Return a case as it is kept."""
        return replay(self.store.kept[number])

    def promise(self, number: int = 1) -> Promise:
        """Return what the requester can expect of a case now."""
        return promise(self.case(number), self.library, self.clock.now())

    def remove(self, department: str) -> None:
        """Take a department out of the knowledge."""
        left = {name: each for name, each in self.library.departments.items() if name != department}
        self.library = replace(self.library, departments=left)


def reminders(told: list[CaseChanged]) -> list[tuple[ReminderStep, str]]:
    """Return the reminders among what happened, each with the case's holder."""
    return [
        (each.event.payload.step, each.case.holder)
        for each in told
        if isinstance(each.event.payload, Reminded)
    ]
