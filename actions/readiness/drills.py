"""Acts on rehearsals: starting one, noting what departments do, and ending it with a level."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from actions.readiness.acts import AnswerDrill, EndDrill, PassDrill, StartDrill, TakeDrill
from actions.readiness.drill_score import LONGEST, Measured, concerned, measure
from actions.readiness.outcome import (
    DrillEnded,
    DrillMoved,
    DrillStarted,
    ReadinessOutcome,
    ReadinessRefused,
    Refusal,
)
from actions.readiness.records import Drill, DrillEvent, DrillEventKind, Origin, mark

if TYPE_CHECKING:
    from datetime import datetime

    from actions.model import Inbound
    from actions.readiness.history import History

DrillAct = StartDrill | TakeDrill | PassDrill | AnswerDrill | EndDrill

# How long a rehearsal that ended by itself is told of, where that failed.
TOLD_WITHIN = timedelta(days=1)


async def do(history: History, inbound: Inbound, act: DrillAct) -> ReadinessOutcome:
    """Start or end a rehearsal, or note what a department does in one."""
    match act:
        case StartDrill():
            return await _start(history, inbound, act)
        case EndDrill(number):
            return await end(history, number)
        case TakeDrill(number, department):
            kind, to, text = DrillEventKind.TAKEN, "", ""
        case AnswerDrill(number, department, text):
            kind, to = DrillEventKind.ANSWERED, ""
        case PassDrill(number, department, to):
            kind, to, text = DrillEventKind.PASSED, history.library.department(to).id, ""
        case _:
            assert_never(act)
    event = DrillEvent(kind, department, history.clock.now(), to, mark(number, inbound.once))
    return await _note(history, number, event, text)


async def _start(history: History, inbound: Inbound, act: StartDrill) -> ReadinessOutcome:
    incident = next((each for each in history.questionnaire.incidents if each.id == act.incident), None)
    if incident is None:
        return ReadinessRefused(Refusal.GONE)
    departments = tuple(dict.fromkeys(history.library.department(name).id for name in incident.departments))
    latest = await history.find()
    drill = Drill(
        0,
        latest.unit if latest else "",
        incident.id,
        inbound.person,
        act.language,
        history.clock.now(),
        departments,
    )
    return DrillStarted(await history.store.drills.add(inbound.once, drill))


async def _note(history: History, number: int, event: DrillEvent, text: str) -> ReadinessOutcome:
    """Note what a department did, the first time it does it; a second time gives the same outcome."""

    def with_event(drill: Drill) -> Drill | None:
        over = drill.ended_at is not None or event.department not in concerned(drill)
        known = any(_is_same(each, event) for each in drill.events)
        if over or known or event.to == event.department:
            return None
        return replace(drill, events=(*drill.events, event))

    drill = await history.store.drills.change(number, with_event)
    if drill is None:
        return ReadinessRefused(Refusal.GONE)
    kept = next((each for each in drill.events if _is_same(each, event)), None)
    first = kept is not None and kept.act == event.act
    if drill.ended_at is not None and not first:
        return ReadinessRefused(Refusal.OVER)
    if kept is None:
        return ReadinessRefused(Refusal.NOT_CONCERNED)
    return DrillMoved(drill, kept, first, text)


def _is_same(one: DrillEvent, other: DrillEvent) -> bool:
    return (one.kind, one.department, one.to) == (other.kind, other.department, other.to)


async def end(history: History, number: int) -> ReadinessOutcome:
    """End a rehearsal; what it measured becomes the level of the rehearsed item, where one was assessed."""
    now = history.clock.now()

    def ended(drill: Drill) -> Drill | None:
        return replace(drill, ended_at=now) if drill.ended_at is None else None

    drill = await history.store.drills.change(number, ended)
    if drill is None:
        return ReadinessRefused(Refusal.GONE)
    measured = _measured(history, drill)
    dimensions = history.questionnaire.dimensions
    items = [item.id for dimension in dimensions for item in dimension.items if item.drill]
    if not items or await history.latest(drill.unit) is None:
        return DrillEnded(drill, measured, ())
    answers = tuple((item, measured.level) for item in items)
    # Keyed by the rehearsal, so that ending it again adds nothing.
    assessment = await history.add_continued(f"drill:{number}", drill.by, drill.unit, answers, Origin.DRILL)
    return DrillEnded(drill, measured, await history.points(assessment.number))


async def end_overdue(history: History) -> list[ReadinessOutcome]:
    """End the rehearsals that began two days ago or more and that nobody ended.

    Each is returned until `mark_told`, for a day: a process may end before it has told of it.
    """
    now = history.clock.now()
    drills = [d for d in await history.store.drills.all() if _is_overdue(d, now)]
    return [await end(history, drill.number) for drill in drills]


def _is_overdue(drill: Drill, now: datetime) -> bool:
    """Tell whether a rehearsal is to end by itself, or ended so and that is not told yet."""
    over = drill.at + LONGEST
    if drill.ended_at is None:
        return over <= now
    return not drill.told and over <= drill.ended_at and now - drill.ended_at < TOLD_WITHIN


async def mark_told(history: History, number: int) -> None:
    """Note that the owner of a rehearsal was told that it ended."""
    await history.store.drills.change(number, lambda drill: replace(drill, told=True))


def _measured(history: History, drill: Drill) -> Measured:
    """Measure a rehearsal in each department's working time."""

    def elapsed(department: str, since: datetime, until: datetime) -> timedelta:
        return history.hours(department).between(since, until)

    return measure(drill, elapsed)
