"""Actions: accepted, handed to a department, reminded of, settled, and asked again at their date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from actions.cases.acts import OpenCase
from actions.cases.events import Audience
from actions.cases.outcome import CaseOpened
from actions.language import Language
from actions.readiness.acts import FillReadiness, UseReadiness, Verb
from actions.readiness.outcome import (
    ActionAccepted,
    ActionReminded,
    ActionSettled,
    ActionsListed,
    ReadinessOutcome,
    ReadinessRefused,
    Why,
)
from actions.readiness.proposals import USUAL, is_due, reminder, usual_day
from actions.readiness.records import ActionItem, ActionState, Reminder

if TYPE_CHECKING:
    from actions.hours import Hours
    from actions.model import Inbound
    from actions.readiness.records import Assessment
    from actions.readiness.service import ReadinessService

# The department acts, or the manager's own people do.
DEPARTMENT, OURSELVES = "department", "ourselves"
# Settled ones are listed for so long.
_LISTED = timedelta(days=120)


def hours_of(study: ReadinessService, department: str) -> Hours:
    """Return the hours of who has an action."""
    return study.library.department(department).opening


async def accept(study: ReadinessService, inbound: Inbound, act: FillReadiness) -> ReadinessOutcome:
    """Begin an action as it was filled in; where a department is to act, a request is opened there."""
    assessment = await study.archive.assessments.get(act.ref)
    item = study.asked.by_id.get(act.other)
    if assessment is None or item is None:
        return ReadinessRefused(Why.GONE)
    department = study.library.department(act.field("department") or item.department).id
    hours, now = hours_of(study, department), study.clock.now()
    step = ActionItem(
        0,
        assessment.unit,
        item.id,
        assessment.levels.get(item.id) or 1,
        inbound.person,
        now,
        _day(act.field("due")) or usual_day(now, hours),
        department,
        Language(act.field("language")),
        act.field("person"),
    )
    step = await study.archive.steps.add(inbound.once, step)
    if act.field("who") != DEPARTMENT or study.cases is None:
        return ActionAccepted(step)
    words = act.field("words")
    opened = OpenCase(department, words, step.language, audience=Audience.PRIVATE)
    # A conversation of its own: two actions are two requests.
    alone = replace(inbound, conversation=f"{inbound.person}:commands:{inbound.once}")
    case = await study.cases.do(alone, opened)
    if isinstance(case, CaseOpened):
        number = case.case.number
        step = await study.archive.steps.change(step.number, lambda held: replace(held, case=number)) or step
    return ActionAccepted(step, case)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def settle(study: ReadinessService, act: UseReadiness) -> ReadinessOutcome:
    """An action is done, or dropped."""
    state = ActionState.DONE if act.verb is Verb.DONE else ActionState.DROPPED
    now = study.clock.now()

    def become(held: ActionItem) -> ActionItem | None:
        return replace(held, state=state, settled_at=now) if held.state is ActionState.OPEN else None

    step = await study.archive.steps.change(act.ref, become)
    if step is None:
        return ReadinessRefused(Why.GONE)
    return ActionSettled(step) if step.state is state else ReadinessRefused(Why.SETTLED)


async def listed(study: ReadinessService) -> ActionsListed:
    """Return the actions, open ones first, those that end soonest first."""
    now = study.clock.now()
    steps = [
        step
        for step in await study.archive.steps.all()
        if step.state is ActionState.OPEN or (step.settled_at or step.at) >= now - _LISTED
    ]
    steps.sort(key=lambda step: (step.state is not ActionState.OPEN, step.due, step.number))
    due = tuple(step.number for step in steps if _due(study, step))
    return ActionsListed(tuple(steps), due)


def _due(study: ReadinessService, step: ActionItem) -> bool:
    return is_due(step, study.clock.now().astimezone(hours_of(study, step.department).zone).date())


async def to_ask_again(study: ReadinessService, number: int) -> tuple[ActionItem, ...]:
    """Return what is asked again: the action named, and every other one of its unit whose date has come."""
    named = await study.archive.steps.get(number)
    if named is None or named.state is ActionState.DROPPED:
        return ()
    held = [step for step in await study.archive.steps.all() if step.unit == named.unit]
    return tuple(step for step in held if step.number == named.number or _due(study, step))


async def answered(study: ReadinessService, assessment: Assessment, numbers: tuple[int, ...]) -> None:
    """Settle the actions that were asked again: done where the level rose, else given another quarter."""
    now = study.clock.now()
    for number in numbers:

        def become(held: ActionItem) -> ActionItem | None:
            if held.state is not ActionState.OPEN or held.asked_again == assessment.number:
                return None
            level = assessment.levels.get(held.item)
            if level is not None and level > held.level:
                return replace(held, state=ActionState.DONE, settled_at=now, asked_again=assessment.number)
            due = (now + USUAL).date()
            return replace(held, due=due, reminded=(), asked_again=assessment.number)

        await study.archive.steps.change(number, become)


async def reminders(study: ReadinessService) -> list[ActionReminded]:
    """Return the reminders whose time has come; each stays due until it is marked as given."""
    now, told = study.clock.now(), []
    for step in await study.archive.steps.all():
        stage = reminder(step, hours_of(study, step.department), now)
        if stage is not None:
            told.append(ActionReminded(step, stage))
    return told


async def reminded(study: ReadinessService, step: ActionItem, stage: Reminder) -> None:
    """Note that a reminder was given: earlier ones are not given any more."""
    stages = list(Reminder)
    given = tuple(stages[: stages.index(stage) + 1])
    await study.archive.steps.change(step.number, lambda held: replace(held, reminded=given))
