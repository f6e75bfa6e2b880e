"""Decides about a filled form, or a button under a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.calculators.acts import Calculate, Use, UseScenario
from actions.calculators.scenarios import (
    MOST_OTHERS,
    NAME_CHARACTERS,
    PRESET,
    Calculated,
    Calculator,
    Compared,
    Exported,
    Forgotten,
    Scenario,
    Staffed,
    identify,
    preset,
    work_out,
)

if TYPE_CHECKING:
    from actions.calculators.scenarios import CalculatorOutcome, Scenarios
    from actions.knowledge.library import Library
    from actions.model import Inbound


async def calculate(
    inbound: Inbound, act: Calculate | UseScenario, scenarios: Scenarios, library: Library
) -> CalculatorOutcome:
    """Keep what was filled in, or do what was pressed; the same at every attempt."""
    if isinstance(act, Calculate):
        name = " ".join(act.name.split())[:NAME_CHARACTERS]
        scenario = Scenario(identify(inbound.key), Calculator(act.calculator), name, act.raw)
        await scenarios.keep(inbound.person, scenario)
        return await _calculated(inbound.person, scenario, act.invoked_in, scenarios, library)
    kept = await find(inbound.person, act.scenario, scenarios)
    if kept is None:
        return Forgotten()
    match act.use:
        case Use.COMPARE:
            return _compared(kept, await find(inbound.person, act.other, scenarios), library)
        case Use.EXPORT:
            result = work_out(kept, library)
            return Exported(kept, result) if isinstance(result, Staffed) else Forgotten()
        case Use.SHARE:
            result = work_out(kept, library)
            return Calculated(kept, result, invoked_in=act.other, shared=True) if result else Forgotten()
        case _:
            return await _calculated(inbound.person, kept, act.other, scenarios, library)


async def find(person: str, identifier: str, scenarios: Scenarios) -> Scenario | None:
    """Return a scenario of this person, or the case everybody has."""
    return preset() if identifier == PRESET else await scenarios.find(person, identifier)


async def _calculated(
    person: str, scenario: Scenario, invoked_in: str, scenarios: Scenarios, library: Library
) -> CalculatorOutcome:
    result = work_out(scenario, library)
    if result is None:
        return Forgotten()
    kept = [
        other
        for other in await scenarios.latest(person)
        if other.calculator is Calculator.STAFFING and other.id != scenario.id
    ]
    case = () if scenario.id == PRESET else (preset(),)
    others = (*kept[: MOST_OTHERS - len(case)], *case) if isinstance(result, Staffed) else ()
    return Calculated(scenario, result, others, invoked_in)


def _compared(before: Scenario, after: Scenario | None, library: Library) -> CalculatorOutcome:
    if after is None:
        return Forgotten()
    results = work_out(before, library), work_out(after, library)
    first, second = results
    if isinstance(first, Staffed) and isinstance(second, Staffed):
        return Compared(before, after, (first, second))
    return Forgotten()
