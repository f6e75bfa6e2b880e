"""Rehearsals: a fictional incident is posted, what departments do is measured, and the result counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.language import Language
from actions.readiness.acts import FillReadiness, UseReadiness, Verb
from actions.readiness.drill_score import LONGEST, Measured, concerned, measure
from actions.readiness.outcome import (
    DrillEnded,
    DrillMoved,
    DrillStarted,
    ReadinessOutcome,
    ReadinessRefused,
    Why,
)
from actions.readiness.records import Drill, DrillEvent, DrillEventKind, Origin
from actions.readiness.surveys import mark

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from actions.model import Inbound
    from actions.readiness.service import ReadinessService


async def filled(study: ReadinessService, inbound: Inbound, act: FillReadiness) -> ReadinessOutcome:
    """Start a rehearsal, or do what a department's form says."""
    if act.verb is Verb.DRILL:
        return await _start(study, inbound, act)
    deed = DrillEventKind.PASSED if act.verb is Verb.PASS else DrillEventKind.ANSWERED
    to = study.library.department(act.field("department")).id if deed is DrillEventKind.PASSED else ""
    move = DrillEvent(deed, act.other, study.clock.now(), to, mark(act.ref, inbound.once))
    return await _move(study, act.ref, move, act.field("text"))


async def act_on(study: ReadinessService, inbound: Inbound, act: UseReadiness) -> ReadinessOutcome:
    """Take it, or end it."""
    if act.verb is Verb.TAKE:
        taken = DrillEvent(
            DrillEventKind.TAKEN, act.other, study.clock.now(), act=mark(act.ref, inbound.once)
        )
        return await _move(study, act.ref, taken)
    return await end(study, act.ref)


async def _start(study: ReadinessService, inbound: Inbound, act: FillReadiness) -> ReadinessOutcome:
    incident = next((each for each in study.asked.incidents if each.id == act.field("incident")), None)
    if incident is None:
        return ReadinessRefused(Why.GONE)
    departments = tuple(dict.fromkeys(study.library.department(name).id for name in incident.departments))
    last = await study.found(UseReadiness(Verb.SHOW))
    what = Drill(
        0, last.unit if last else "", incident.id, inbound.person,
        Language(act.field("language")), study.clock.now(), departments,
    )  # fmt: skip
    return DrillStarted(await study.archive.drills.add(inbound.once, what))


async def _move(study: ReadinessService, number: int, move: DrillEvent, text: str = "") -> ReadinessOutcome:
    """Note what a department did, the first time it does it; a second time tells the same."""

    def become(held: Drill) -> Drill | None:
        over = held.ended_at is not None or move.department not in concerned(held)
        done = any(_alike(each, move) for each in held.moves)
        return (
            None if over or done or move.to == move.department else replace(held, moves=(*held.moves, move))
        )

    drill = await study.archive.drills.change(number, become)
    if drill is None:
        return ReadinessRefused(Why.GONE)
    kept = next((each for each in drill.moves if _alike(each, move)), None)
    first = kept is not None and kept.act == move.act
    if drill.ended_at is not None and not first:
        return ReadinessRefused(Why.OVER)
    return DrillMoved(drill, kept, first, text) if kept is not None else ReadinessRefused(Why.NOT_CONCERNED)


def _alike(one: DrillEvent, other: DrillEvent) -> bool:
    return (one.deed, one.department, one.to) == (other.deed, other.department, other.to)


async def end(study: ReadinessService, number: int) -> ReadinessOutcome:
    """End a rehearsal; what it measured becomes the level of the rehearsed item, where one was assessed."""
    now = study.clock.now()

    def become(held: Drill) -> Drill | None:
        return replace(held, ended_at=now) if held.ended_at is None else None

    drill = await study.archive.drills.change(number, become)
    if drill is None:
        return ReadinessRefused(Why.GONE)
    measured = measured_of(study, drill)
    items = [item.id for dimension in study.asked.dimensions for item in dimension.items if item.drill]
    if not items or await study.last(drill.unit) is None:
        return DrillEnded(drill, measured, ())
    answers = tuple((item, measured.level) for item in items)
    fed = await study.continued(f"drill:{number}", drill.by, drill.unit, answers, Origin.DRILL)
    return DrillEnded(drill, measured, await study.points(fed.number))


async def overdue(study: ReadinessService) -> list[ReadinessOutcome]:
    """End the rehearsals that nobody ended."""
    now = study.clock.now()
    held = [d for d in await study.archive.drills.all() if d.ended_at is None and d.at + LONGEST <= now]
    return [await end(study, drill.number) for drill in held]


def measured_of(study: ReadinessService, drill: Drill) -> Measured:
    """Measure a rehearsal in each department's working time."""

    def elapsed(department: str, since: datetime, until: datetime) -> timedelta:
        return study.library.department(department).opening.between(since, until)

    return measure(drill, elapsed)
