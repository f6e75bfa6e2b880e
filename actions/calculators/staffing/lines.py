"""The estimate: hours and full-time equivalents (FTE) per line of work, and who does each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from actions.calculators.staffing.shapes import facts
from actions.calculators.staffing.situation import Moderation
from actions.calculators.working import Operand, Operator, Working

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from actions.calculators.staffing.shapes import LineFact, PresetLine
    from actions.calculators.staffing.situation import Assumptions, Situation
    from actions.knowledge.topic import Text

ACTORS = ("brand", "agency", "provider")
_CONSTANTS = {"minutes_in_hour": Fraction(60), "weeks_in_year": Fraction(52)}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One piece of work. Hours and FTE are None where a source does not give them.

    `actors` may do it; `split` is the FTE each of them does. `working` is how the hours came about.
    """

    id: str
    label: Text
    activities: tuple[str, ...]
    department: str
    hours: Fraction | None
    fte: Fraction | None
    actors: frozenset[str]
    split: Mapping[str, Fraction | None]
    working: Working | None = None
    seconded_from: str | None = None
    unknown_as: Text | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FteSum:
    """A sum of FTE, and the lines it could not count because their share is not given."""

    fte: Fraction
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a presence takes. `cautions` name sentences of `staffing.yml` to be shown with it.

    `weekly_hours` is None, and `dated` says from when it is, where a source gives FTE outright.
    """

    lines: tuple[WorkLine, ...]
    cautions: tuple[str, ...]
    weekly_hours: Fraction | None = None
    dated: Text | None = None

    @property
    def total(self) -> FteSum:
        """All lines together."""
        return _tally((line.id, line.fte) for line in self.lines)

    @property
    def hours(self) -> Fraction:
        """The hours a week that are known."""
        return sum((line.hours for line in self.lines if line.hours is not None), Fraction(0))

    def by_department(self) -> dict[str, FteSum]:
        """Return what each department carries, in the order of the lines."""
        departments = dict.fromkeys(line.department for line in self.lines)
        return {
            name: _tally((line.id, line.fte) for line in self.lines if line.department == name)
            for name in departments
        }

    def by_actor(self) -> dict[str, FteSum]:
        """Return what is done in-house, by an agency and by a provider."""
        return {
            actor: _tally((line.id, line.split[actor]) for line in self.lines if actor in line.split)
            for actor in ACTORS
        }


def _tally(shares: Iterable[tuple[str, Fraction | None]]) -> FteSum:
    listed = tuple(shares)
    known = sum((fte for _, fte in listed if fte is not None), Fraction(0))
    return FteSum(known, tuple(name for name, fte in listed if fte is None))


def estimate(
    situation: Situation,
    assumptions: Assumptions,
    possible: Mapping[str, frozenset[str]],
    departments: Mapping[str, str] | None = None,
) -> Estimate:
    """Work the estimate out.

    `possible` names which of `ACTORS` may do each activity; one it does not name stays in-house.
    `departments` replaces the departments of `staffing.yml`, by activity.
    """
    values = _values(situation, assumptions)
    lines = tuple(
        _line(fact, values, assumptions, possible, departments or {})
        for fact in facts().lines
        if fact.unless_zero is None or values[fact.unless_zero]
    )
    return Estimate(
        lines=lines,
        cautions=tuple(_cautions(situation, lines, assumptions)),
        weekly_hours=assumptions["weekly_hours"],
    )


def _values(situation: Situation, assumptions: Assumptions) -> dict[str, Fraction]:
    moderated = {
        Moderation.NONE: Fraction(0),
        Moderation.OWN: assumptions["own_share"],
        Moderation.EVERYWHERE: Fraction(1),
    }
    return {
        **assumptions.values,
        **_CONSTANTS,
        "networks": Fraction(situation.networks),
        "languages": Fraction(situation.languages),
        "messages_per_week": Fraction(situation.messages_per_week),
        "hours_covered": situation.hours_covered,
        "share_repeated": situation.share_repeated,
        "content_pieces_per_week": situation.content_pieces_per_week,
        "share_new": 1 - situation.share_repeated,
        "other_languages": Fraction(situation.languages - 1),
        "share_moderated": moderated[situation.moderation],
        "crises_covered": assumptions["crises_per_year"] if situation.crisis_cover else Fraction(0),
    }


def _line(
    fact: LineFact,
    values: Mapping[str, Fraction],
    assumptions: Assumptions,
    possible: Mapping[str, frozenset[str]],
    departments: Mapping[str, str],
) -> WorkLine:
    working = Working(tuple(_operands(fact, values)), "hour")
    fte = working.value / assumptions["weekly_hours"]
    actors = frozenset(possible.get(fact.activity, ())) & frozenset(ACTORS) or frozenset({"brand"})
    activity = facts().activities[fact.activity]
    return WorkLine(
        id=fact.id,
        label=fact.label,
        activities=(fact.activity,),
        department=departments.get(fact.activity, activity.department),
        hours=working.value,
        fte=fte,
        actors=actors,
        split=_split(fte, actors, assumptions[f"outside_{fact.activity}"], assumptions["agency_share"]),
        working=working,
        claims=activity.claims if fact.activity not in departments else (),
    )


def _operands(fact: LineFact, values: Mapping[str, Fraction]) -> Iterable[Operand]:
    labelled = facts().labelled
    for position, factor in enumerate(fact.factors):
        name = factor.lstrip("/")
        operator: Operator = "÷" if factor.startswith("/") else "×" if position else ""
        yield Operand(operator, values[name], labelled[name].unit, name, labelled[name].label)


def _split(
    fte: Fraction, actors: frozenset[str], outside: Fraction, agency: Fraction
) -> dict[str, Fraction | None]:
    """Share the work among those who may do it; what only one side may do is wholly theirs."""
    outsiders = actors - {"brand"}
    outside = Fraction(1) if "brand" not in actors else outside if outsiders else Fraction(0)
    agency = agency if len(outsiders) > 1 else Fraction("agency" in outsiders)
    parts = {"brand": 1 - outside, "agency": outside * agency, "provider": outside * (1 - agency)}
    return {actor: fte * parts[actor] for actor in ACTORS if actor in actors}


def _cautions(situation: Situation, lines: tuple[WorkLine, ...], assumptions: Assumptions) -> Iterable[str]:
    yield "no_norm"
    yield "departments_proposed"
    if situation.hours_covered > assumptions["weekly_hours"]:
        yield "several_people"
    if situation.moderation is Moderation.NONE:
        yield "no_moderation"
    if not any(line.id == "crisis_management" for line in lines):
        yield "no_crisis_cover"
    if any(fte for line in lines for actor, fte in line.split.items() if actor != "brand"):
        yield "outside_disputed"


def preset(name: str = "seed_example") -> Estimate:
    """Return a real case of the sources; FTE are None where they do not give them.

    Raises:
        KeyError: there is no such case.
    """
    case = facts().presets[name]
    cautions = ("share_not_given", "outside_disputed", "departments_proposed")
    return Estimate(tuple(map(_preset_line, case.lines)), cautions, dated=case.dated)


def _preset_line(fact: PresetLine) -> WorkLine:
    return WorkLine(
        id=fact.id,
        label=fact.label,
        activities=fact.activities,
        department=fact.department,
        hours=None,
        fte=fact.fte,
        actors=frozenset({fact.actor}),
        split={fact.actor: fact.fte},
        seconded_from=fact.seconded_from,
        unknown_as=fact.unknown_as,
        claims=fact.claims,
    )
