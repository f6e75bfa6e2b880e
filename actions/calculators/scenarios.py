"""The calculators in a conversation: what a person typed, kept under a name, worked out when shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from actions.calculators import deflection, staffing
from actions.calculators.quantities import Faults
from actions.knowledge.responsibility import Actor, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.calculators.deflection import Deflection
    from actions.calculators.staffing import Assumptions, Cost, Estimate
    from actions.calculators.staffing.shapes import Salary
    from actions.knowledge.library import Library

# The one real case of the sources; everybody has it.
PRESET = "seed_example"
# As many as there is room to compare with.
MOST_OTHERS = 3
NAME_CHARACTERS = 60
# What the sources do not rule out; where they disagree the person decides, and the result says so.
_POSSIBLE = {Verdict.DO, Verdict.MAY, Verdict.WITH, Verdict.DISPUTED}


class Calculator(StrEnum):
    """What is worked out."""

    STAFFING = "staffing"
    DEFLECTION = "deflection"


# The topics whose question can also be worked out.
CALCULATED = {"team_staffing": Calculator.STAFFING, "call_deflection": Calculator.DEFLECTION}


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a person typed, by field; an empty `name` was not given."""

    id: str
    calculator: Calculator
    name: str
    raw: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> dict[str, str]:
        """What was typed, by field."""
        return dict(self.raw)


class Scenarios(Protocol):
    """Keeps a person's scenarios; nobody else can reach them."""

    async def keep(self, person: str, scenario: Scenario) -> None:
        """Keep `scenario`, in place of one with the same id."""
        ...

    async def find(self, person: str, identifier: str) -> Scenario | None:
        """Return a scenario of this person, if it has not ended."""
        ...

    async def latest(self, person: str) -> list[Scenario]:
        """Return the person's scenarios, the latest first."""
        ...


def identify(key: str) -> str:
    """Return the id of the scenario made by the act `key`: the same at every attempt."""
    return blake2b(key.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Staffed:
    """A staffing estimate; `cost` is None where the time is told by a source rather than worked out.

    `salary` is the row of the salary table that the cost takes, or None where it was typed or is the default.
    """

    estimate: Estimate
    assumptions: Assumptions
    cost: Cost | None
    salary: Salary | None = None


Result = Staffed | deflection.Deflection


@dataclass(frozen=True, slots=True)
class Calculated:
    """Show a scenario worked out; `others` are those it can be compared with.

    `invoked_in` is the channel it may be shared in, as the surface names it; `shared` when this is that copy.
    """

    scenario: Scenario
    result: Result
    others: tuple[Scenario, ...] = ()
    invoked_in: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """Show two staffing scenarios side by side."""

    before: Scenario
    after: Scenario
    results: tuple[Staffed, Staffed]


@dataclass(frozen=True, slots=True)
class Exported:
    """Give a staffing scenario as a sheet."""

    scenario: Scenario
    result: Staffed


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was asked about has ended, or was never this person's."""


CalculatorOutcome = Calculated | Compared | Exported | Forgotten


def possible_actors(library: Library) -> dict[str, frozenset[str]]:
    """Return who may do each activity, from the responsibility table."""
    return {
        activity.id: frozenset(actor.value for actor in Actor if activity.cell(actor).verdict in _POSSIBLE)
        for activity in library.responsibilities.values()
    }


def faults(calculator: Calculator, raw: Mapping[str, str]) -> Faults | None:
    """Return what cannot be read in a form, by field; None where all of it can."""
    if calculator is Calculator.DEFLECTION:
        read = deflection.parse(raw)
        return read if isinstance(read, Faults) else None
    found = [
        parsed.fields
        for parsed in (staffing.parse(raw), staffing.parse_assumptions(raw), staffing.parse_pay(raw))
        if isinstance(parsed, Faults)
    ]
    return Faults({name: fault for fields in found for name, fault in fields.items()}) if found else None


def work_out(scenario: Scenario, library: Library) -> Result | None:
    """Return the result; None when the scenario is of an earlier version and cannot be read any more."""
    if scenario.id == PRESET:
        return Staffed(_taken(staffing.preset(PRESET), library), staffing.defaults(), None)
    if scenario.calculator is Calculator.DEFLECTION:
        return _deflection(scenario.fields)
    return _staffed(scenario.fields, library)


def _deflection(raw: Mapping[str, str]) -> Deflection | None:
    inputs = deflection.parse(raw)
    return None if isinstance(inputs, Faults) else deflection.deflect(inputs)


def _staffed(raw: Mapping[str, str], library: Library) -> Staffed | None:
    situation, assumptions = staffing.parse(raw), staffing.parse_assumptions(raw)
    pay = staffing.parse_pay(raw)
    if isinstance(situation, Faults) or isinstance(assumptions, Faults) or isinstance(pay, Faults):
        return None
    estimate = _taken(staffing.estimate(situation, assumptions, possible_actors(library)), library)
    row = next((row for row in staffing.facts().salaries if row.id == raw.get("salary")), None)
    salary = row if row and (pay.low, pay.high) == (row.low, row.high) else None
    return Staffed(estimate, assumptions, staffing.cost(estimate, pay, assumptions), salary)


def _taken(estimate: Estimate, library: Library) -> Estimate:
    """Give each line to the department that takes it here: one may take several of the shipped ones."""
    lines = (replace(line, department=library.department(line.department).id) for line in estimate.lines)
    return replace(estimate, lines=tuple(lines))


def preset() -> Scenario:
    """Return the sources' own case as a scenario."""
    return Scenario(PRESET, Calculator.STAFFING, "", ())
