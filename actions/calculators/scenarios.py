"""Scenarios: what a person typed into a calculator, stored as typed and worked out whenever it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from actions.calculators import deflection, staffing
from actions.calculators.quantities import Faults
from actions.knowledge.responsibility import Actor, RoleVerdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.calculators.deflection import Deflection
    from actions.calculators.staffing import Assumptions, Cost, Estimate
    from actions.calculators.staffing.shapes import Salary
    from actions.knowledge.library import Library

# The id of the one real case in the sources, which everybody can open.
PRESET = "seed_example"
# How many other scenarios a result offers to compare with.
MOST_OTHERS = 3
NAME_CHARACTERS = 60
# The verdicts that leave an activity open to an actor; a disputed one is for the person to decide.
_POSSIBLE = {RoleVerdict.DO, RoleVerdict.MAY, RoleVerdict.WITH, RoleVerdict.DISPUTED}


class Calculator(StrEnum):
    """The two calculators."""

    STAFFING = "staffing"
    DEFLECTION = "deflection"


# The topics whose question can also be worked out.
CALCULATED = {"team_staffing": Calculator.STAFFING, "call_deflection": Calculator.DEFLECTION}


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a person typed, by field; `name` may be empty."""

    id: str
    calculator: Calculator
    name: str
    raw: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> dict[str, str]:
        """What was typed, by field."""
        return dict(self.raw)


class Scenarios(Protocol):
    """Keeps scenarios by person; each can only reach their own."""

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
    """A staffing estimate; `cost` is None where a source gives the time, and it is not worked out.

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
    """The scenario has expired, or is not this person's."""


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
        return Staffed(_with_own_departments(staffing.preset(PRESET), library), staffing.defaults(), None)
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
    estimate = _with_own_departments(
        staffing.estimate(situation, assumptions, possible_actors(library)), library
    )
    row = next((row for row in staffing.facts().salaries if row.id == raw.get("salary")), None)
    salary = row if row and (pay.low, pay.high) == (row.low, row.high) else None
    return Staffed(estimate, assumptions, staffing.cost(estimate, pay, assumptions), salary)


def _with_own_departments(estimate: Estimate, library: Library) -> Estimate:
    """Replace each line's department by the one that stands for it in this workspace."""
    lines = (replace(line, department=library.department(line.department).id) for line in estimate.lines)
    return replace(estimate, lines=tuple(lines))


def preset() -> Scenario:
    """Return the sources' own case as a scenario."""
    return Scenario(PRESET, Calculator.STAFFING, "", ())
