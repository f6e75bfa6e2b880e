"""An office of cases in memory, whose clock, staff and alarms a test holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from actions.acts import Said
from actions.cases.acts import OpenCase
from actions.cases.outcome import CaseChanged, CaseOpened, CaseRefused
from actions.cases.service import CaseService
from actions.language import Language
from actions.model import Inbound
from tests.fakes.cases import Everybody, RecordedTimers, RivalledCases, TestClock

if TYPE_CHECKING:
    from actions.cases.acts import CaseAct
    from actions.cases.case import Case
    from actions.cases.events import ReminderStep
    from actions.cases.outcome import CaseOutcome
    from actions.cases.rules import Why
    from actions.knowledge.library import Library

ASKER, ANNA, BORIS = "asker", "anna", "boris"
THREAD = "channel:1"


@dataclass
class Bureau:
    """People who act in an office; every act has a key of its own, unless one is given."""

    library: Library
    store: RivalledCases = field(default_factory=RivalledCases)
    scheduler: RecordedTimers = field(default_factory=RecordedTimers)
    staff: Everybody = field(default_factory=Everybody)
    clock: TestClock = field(default_factory=TestClock)
    count: int = 0

    @property
    def cases(self) -> CaseService:
        """The office, with the library of now."""
        return CaseService(self.library, self.store, self.scheduler, self.staff, self.clock)

    def inbound(self, person: str, key: str = "", conversation: str = THREAD) -> Inbound:
        """Return what carries an act."""
        self.count += 1
        return Inbound(key or f"act {self.count}", person, conversation, Said(""))

    async def does(self, person: str, act: CaseAct, key: str = "") -> CaseOutcome:
        """Let somebody do something."""
        return await self.cases.do(self.inbound(person, key), act)

    async def case(self, number: int = 1) -> Case:
        """Return a case as it stands."""
        found = await self.cases.case(number)
        assert found is not None
        return found

    async def opens(self, conversation: str = THREAD, **parts: object) -> Case:
        """Let the requester ask Legal, unless `parts` of the act say otherwise."""
        said = {"department": "legal", "question": "Whose is it?", "language": Language.EN} | parts
        act = OpenCase(**said)  # type: ignore[arg-type]  # parts of any kind
        outcome = await self.cases.do(self.inbound(ASKER, "", conversation), act)
        assert isinstance(outcome, CaseOpened)
        return outcome.case

    async def wakes(self, number: int = 1) -> list[ReminderStep | str]:
        """Wake a case and return what came of it: the steps of reminders, the kinds of the rest."""
        told = await self.cases.wake(number)
        events = [each.event.payload for each in told if isinstance(each, CaseChanged)]
        return [what.step if what.kind == "nudged" else what.kind for what in events]


def refused(outcome: CaseOutcome) -> Why | None:
    """Return why an act was refused; None where it was not."""
    return outcome.why if isinstance(outcome, CaseRefused) else None
