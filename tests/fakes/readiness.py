"""Assessments in memory, whose clock and managers a test holds, and a way to act on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from actions.cases.service import CaseService
from actions.model import Inbound
from actions.readiness.acts import FinishAssessment
from actions.readiness.outcome import Assessed
from actions.readiness.records import Draft
from actions.readiness.scopes import OWN
from actions.readiness.service import ReadinessService
from bot.stores.memory_cases import MemoryCases
from bot.stores.memory_readiness import memory_readiness_store
from tests.fakes.cases import Everybody, RecordedTimers
from tests.fakes.clocks import TestClock

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from actions.readiness.acts import ReadinessAct
    from actions.readiness.outcome import ReadinessOutcome
    from actions.readiness.ports import ReadinessStore
    from actions.readiness.records import Assessment

MANAGER, EMPLOYEE, LAWYER = "manager", "employee", "lawyer"


@dataclass(frozen=True, slots=True)
class NamedManagers:
    """`ManagerDirectory` of those who are named."""

    names: tuple[str, ...] = (MANAGER,)

    async def manages(self, person: str) -> bool:
        """Tell whether the person is named."""
        return person in self.names

    async def managers(self) -> tuple[str, ...]:
        """Return who is named."""
        return self.names


@dataclass
class ReadinessWorld:
    """Assessments, and people who act on them; an act is numbered unless it bears a `key`."""

    library: Library
    store: ReadinessStore = field(default_factory=memory_readiness_store)
    case_store: MemoryCases = field(default_factory=MemoryCases)
    clock: TestClock = field(default_factory=TestClock)
    count: int = 0

    @property
    def service(self) -> ReadinessService:
        """The service, with the library of now."""
        cases = CaseService(self.library, self.case_store, RecordedTimers(), Everybody(), self.clock)
        return ReadinessService(self.library, self.store, self.clock, cases)

    async def do(self, person: str, act: ReadinessAct, key: str = "") -> ReadinessOutcome:
        """Let somebody do something."""
        self.count += 1
        inbound = Inbound(key or f"act {self.count}", person, f"{person}:commands")
        return await self.service.do(inbound, act)

    async def assess(self, level: int = 4, unit: str = "", **special: int | None) -> Assessment:
        """Let the manager answer `level` everywhere, or the most there is, but for `special`."""
        best = {each.id: min(level, each.best) for each in self.library.questionnaire.questions}
        draft = Draft(unit, tuple({**best, **special}.items()))
        await self.store.drafts.keep_draft(MANAGER, OWN, draft)
        outcome = await self.do(MANAGER, FinishAssessment(OWN))
        assert isinstance(outcome, Assessed)
        return outcome.point.assessment

    async def answer(self, person: str, survey: int = 1, level: int = 2) -> ReadinessOutcome:
        """Let somebody answer `level` to every question of a survey, for the legal department."""
        answers = tuple((each.id, min(level, each.best)) for each in self.library.questionnaire.questions)
        draft = Draft(answers=answers, survey=survey, department="legal")
        await self.store.drafts.keep_draft(person, str(survey), draft)
        return await self.do(person, FinishAssessment(str(survey)))
