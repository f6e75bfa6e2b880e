"""The shape of `staffing.yml`: inputs, assumptions, lines, salaries, the sources' one case."""

from __future__ import annotations

from functools import cache
from typing import Literal, Self

from pydantic import ConfigDict, model_validator

from actions.calculators.quantities import Provenance, Quantity, Rational, Unit
from actions.knowledge.library import HERE, parse_file
from actions.knowledge.topic import ClaimId, Identifier, Model, Text

Activity = Literal[
    "monitoring",
    "moderation",
    "animation",
    "replying",
    "content_creation",
    "crisis_management",
    "strategy",
    "measurement",
]
Actor = Literal["brand", "agency", "provider"]


class Choice(Model):
    """A question with a few answers, by id."""

    label: Text
    options: dict[str, Text]


class Constant(Model):
    """A number that is derived from what was typed, or never changes."""

    id: Identifier
    unit: Unit
    label: Text


class ActivityFact(Model):
    """An activity and the department that carries it; without claims, the department is our proposal."""

    department: Identifier
    claims: tuple[ClaimId, ...] = ()
    label: Text


class LineFact(Model):
    """How the hours of one line are worked out: the product of `factors`, where `/` divides."""

    id: Identifier
    activity: Activity
    unless_zero: Identifier | None = None
    label: Text
    factors: tuple[str, ...]


class Salary(Provenance):
    """A yearly gross salary, from `low` to `high` euros."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Identifier
    label: Text
    low: Rational
    high: Rational


class PresetLine(Model):
    """One role in a case of the sources; `unknown_as` stands for a share (`fte`) they do not give."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Identifier
    activities: tuple[Activity, ...]
    department: Identifier
    seconded_from: Identifier | None = None
    actor: Actor
    fte: Rational | None = None
    unknown_as: Text | None = None
    claims: tuple[ClaimId, ...]
    label: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.fte is None) != (self.unknown_as is not None):
            raise ValueError("give either fte or unknown_as")
        return self


class PresetFact(Model):
    """A real case of the sources, and how old it is."""

    title: Text
    dated: Text
    lines: tuple[PresetLine, ...]


class StaffingFacts(Model):
    """The whole of `staffing.yml`."""

    inputs: tuple[Quantity, ...]
    choices: dict[str, Choice]
    assumptions: tuple[Quantity, ...]
    derived: tuple[Constant, ...]
    activities: dict[Activity, ActivityFact]
    lines: tuple[LineFact, ...]
    notes: dict[str, Text]
    salaries: tuple[Salary, ...]
    pay_inputs: tuple[Quantity, ...]
    presets: dict[str, PresetFact]
    words: dict[str, Text]

    @property
    def labelled(self) -> dict[str, Quantity | Constant]:
        """Every number a line may use, by id."""
        numbers: tuple[Quantity | Constant, ...] = (*self.inputs, *self.assumptions, *self.derived)
        return {number.id: number for number in numbers}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        used = {factor.lstrip("/") for line in self.lines for factor in line.factors}
        used |= {line.unless_zero for line in self.lines if line.unless_zero}
        if unknown := used - set(self.labelled):
            raise ValueError(f"lines use numbers nobody defines: {', '.join(sorted(unknown))}")
        if any(salary.low > salary.high for salary in self.salaries):
            raise ValueError("a salary's low is above its high")
        return self


@cache
def facts() -> StaffingFacts:
    """Read `staffing.yml`, once.

    Raises:
        KnowledgeError: the file has faults.
    """
    read: StaffingFacts = parse_file(HERE / "staffing.yml", StaffingFacts)
    return read
