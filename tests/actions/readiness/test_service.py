"""Acts on assessments: who may do them, what is kept once, and what is read of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from actions.language import Language
from actions.readiness.acts import (
    AcceptAction,
    CloseSurvey,
    CompareUnits,
    EndDrill,
    ExportAssessment,
    FinishAssessment,
    InviteToSurvey,
    MarkActionDone,
    OpenReadinessForm,
    ReadinessForm,
    ShareAssessment,
    ShowAssessment,
    ShowPlan,
    ShowReadinessGuide,
    StartDrill,
)
from actions.readiness.outcome import (
    Assessed,
    Guide,
    ReadinessExported,
    ReadinessRefused,
    Refusal,
    ResultShared,
    UnitsCompared,
)
from actions.readiness.records import Draft
from actions.readiness.scopes import OWN
from tests.fakes.readiness import EMPLOYEE, LAWYER, MANAGER, ReadinessWorld

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from actions.readiness.acts import ReadinessAct
    from actions.readiness.outcome import ReadinessOutcome

DUE = date(2026, 12, 24)
BUDGET = AcceptAction(1, "means_budget", Language.FR, "legal", DUE, LAWYER)


@pytest.fixture
def world(library: Library) -> ReadinessWorld:
    """A manager, an employee and a lawyer, before any assessment."""
    return ReadinessWorld(library)


def reason(outcome: ReadinessOutcome) -> Refusal | None:
    """Return why nothing happened; None where something did."""
    return outcome.reason if isinstance(outcome, ReadinessRefused) else None


async def test_before_any_assessment_there_is_nothing_to_read(world: ReadinessWorld) -> None:
    """What asks for the latest says that there is none; what names a number says that it has ended."""
    latest: tuple[ReadinessAct, ...] = (ShowAssessment(), ShowPlan(), ExportAssessment(), CompareUnits())
    for act in latest:
        assert reason(await world.do(MANAGER, act)) is Refusal.NOTHING
    gone: tuple[ReadinessAct, ...] = (
        *(ShowAssessment(9), CloseSurvey(9), MarkActionDone(9), EndDrill(9), BUDGET),
        *(ShareAssessment(9, "C1"), StartDrill("no_such", Language.FR), InviteToSurvey(9, ("legal",))),
    )
    for act in gone:
        assert reason(await world.do(MANAGER, act)) is Refusal.GONE
    assert reason(await world.do(MANAGER, FinishAssessment(OWN))) is Refusal.EXPIRED


async def test_a_form_that_no_surface_opened_gives_the_guide(world: ReadinessWorld) -> None:
    """Where forms cannot be opened, people read what else they can order."""
    assert await world.do(MANAGER, OpenReadinessForm(ReadinessForm.START)) == Guide()
    assert await world.do(EMPLOYEE, ShowReadinessGuide("tournesol")) == Guide("tournesol")


async def test_an_assessment_is_kept_once(world: ReadinessWorld) -> None:
    """The same act twice gives the same result, and its draft is dropped."""
    await world.store.drafts.keep_draft(MANAGER, OWN, Draft("Ondine", (("means_budget", 1),)))
    first = await world.do(MANAGER, FinishAssessment(OWN), key="k")
    assert await world.do(MANAGER, FinishAssessment(OWN), key="k") == first
    assert isinstance(first, Assessed)
    assert (first.point.assessment.unit, len(await world.store.assessments.all())) == ("Ondine", 1)
    assert await world.store.drafts.draft(MANAGER, OWN) is None


async def test_an_assessment_is_found_by_number_by_unit_or_as_the_latest(world: ReadinessWorld) -> None:
    """A number goes first; a unit is read in any case; without either, the latest of all is meant."""
    await world.assess(unit="Ondine")
    world.clock.pass_(timedelta(days=1))
    await world.assess(unit="Boréal")
    found = {
        ShowAssessment(1): "Ondine",
        ShowAssessment(1, "Boréal"): "Ondine",
        ShowAssessment(unit=" ondine "): "Ondine",
        ShowAssessment(): "Boréal",
    }
    for act, unit in found.items():
        outcome = await world.do(MANAGER, act)
        assert isinstance(outcome, Assessed)
        assert outcome.point.assessment.unit == unit
    exported = await world.do(MANAGER, ExportAssessment(unit="ONDINE"))
    assert isinstance(exported, ReadinessExported)
    assert exported.points[-1].assessment.number == 1
    assert isinstance(await world.do(MANAGER, ShareAssessment(1, "C1")), ResultShared)
    compared = await world.do(MANAGER, CompareUnits())
    assert isinstance(compared, UnitsCompared)
    assert [point.assessment.unit for point in compared.units] == ["Boréal", "Ondine"]
