"""Acts on actions, and their reminders: accepting, handing over, settling, and asking items again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from actions.cases.acts import OpenCase
from actions.cases.events import Audience
from actions.cases.outcome import CaseOpened
from actions.readiness.acts import AcceptAction, DropAction, ListActions, MarkActionDone
from actions.readiness.outcome import (
    ActionAccepted,
    ActionReminded,
    ActionSettled,
    ActionsListed,
    ReadinessOutcome,
    ReadinessRefused,
    Refusal,
)
from actions.readiness.proposals import USUAL, is_due, reminder, usual_day
from actions.readiness.records import ActionItem, ActionState, ReminderStage

if TYPE_CHECKING:
    from actions.cases.service import CaseService
    from actions.model import Inbound
    from actions.readiness.history import History
    from actions.readiness.records import Assessment

# Settled actions are listed for this long.
_LISTED = timedelta(days=120)


ActionAct = AcceptAction | MarkActionDone | DropAction | ListActions


async def do(history: History, cases: CaseService, inbound: Inbound, act: ActionAct) -> ReadinessOutcome:
    """Accept an action, mark one as done or dropped, or list them."""
    match act:
        case AcceptAction():
            return await _accept(history, cases, inbound, act)
        case MarkActionDone(number):
            return await _settle(history, number, ActionState.DONE)
        case DropAction(number):
            return await _settle(history, number, ActionState.DROPPED)
        case ListActions():
            return await _list(history)
        case _:
            assert_never(act)


async def _accept(
    history: History, cases: CaseService, inbound: Inbound, act: AcceptAction
) -> ReadinessOutcome:
    """Begin an action; where it is handed over, open a case at its department."""
    assessment = await history.store.assessments.get(act.number)
    item = history.questionnaire.by_id.get(act.item)
    if assessment is None or item is None:
        return ReadinessRefused(Refusal.GONE)
    department = history.library.department(act.department or item.department).id
    now = history.clock.now()
    action = ActionItem(
        0,
        assessment.unit,
        item.id,
        assessment.levels.get(item.id) or 1,
        inbound.person,
        now,
        act.due or usual_day(now, history.hours(department)),
        department,
        act.language,
        act.person,
    )
    action = await history.store.actions.add(inbound.once, action)
    if not act.hands_over:
        return ActionAccepted(action)
    opening = OpenCase(department, act.request, action.language, audience=Audience.PRIVATE)
    # Each action is a conversation of its own, so that two of them open two cases.
    alone = replace(inbound, conversation=f"{inbound.person}:commands:{inbound.once}")
    outcome = await cases.do(alone, opening)
    if isinstance(outcome, CaseOpened):
        number = outcome.case.number
        changed = await history.store.actions.change(action.number, lambda each: replace(each, case=number))
        action = changed or action
    return ActionAccepted(action, outcome)


async def _settle(history: History, number: int, state: ActionState) -> ReadinessOutcome:
    """Mark an open action as done or dropped, as `state` says."""
    now = history.clock.now()

    def settled(action: ActionItem) -> ActionItem | None:
        return replace(action, state=state, settled_at=now) if action.state is ActionState.OPEN else None

    action = await history.store.actions.change(number, settled)
    if action is None:
        return ReadinessRefused(Refusal.GONE)
    return ActionSettled(action) if action.state is state else ReadinessRefused(Refusal.SETTLED)


async def _list(history: History) -> ActionsListed:
    """Return the actions, open ones first, those that end soonest first."""
    now = history.clock.now()
    actions = [
        action
        for action in await history.store.actions.all()
        if action.state is ActionState.OPEN or (action.settled_at or action.at) >= now - _LISTED
    ]
    actions.sort(key=lambda action: (action.state is not ActionState.OPEN, action.due, action.number))
    due = tuple(action.number for action in actions if _due(history, action))
    return ActionsListed(tuple(actions), due)


def _due(history: History, action: ActionItem) -> bool:
    zone = history.hours(action.department).zone
    return is_due(action, history.clock.now().astimezone(zone).date())


async def to_ask_again(history: History, number: int) -> tuple[ActionItem, ...]:
    """Return the action named and every other one of its unit that is due; empty where it was dropped."""
    named = await history.store.actions.get(number)
    if named is None or named.state is ActionState.DROPPED:
        return ()
    actions = [action for action in await history.store.actions.all() if action.unit == named.unit]
    return tuple(action for action in actions if action.number == named.number or _due(history, action))


async def settle_asked_again(history: History, assessment: Assessment, numbers: tuple[int, ...]) -> None:
    """Mark the actions that `assessment` asked again: done where the level rose, else due a quarter later."""
    now = history.clock.now()

    def settled(action: ActionItem) -> ActionItem | None:
        if action.state is not ActionState.OPEN or action.asked_again == assessment.number:
            return None
        level = assessment.levels.get(action.item)
        if level is not None and level > action.level:
            return replace(action, state=ActionState.DONE, settled_at=now, asked_again=assessment.number)
        due = (now + USUAL).date()
        return replace(action, due=due, reminded=(), asked_again=assessment.number)

    for number in numbers:
        await history.store.actions.change(number, settled)


async def reminders(history: History) -> list[ActionReminded]:
    """Return the reminders that are due; each stays due until `mark_reminded`."""
    now = history.clock.now()
    actions = await history.store.actions.all()
    stages = [(action, reminder(action, history.hours(action.department), now)) for action in actions]
    return [ActionReminded(action, stage) for action, stage in stages if stage is not None]


async def mark_reminded(history: History, action: ActionItem, stage: ReminderStage) -> None:
    """Note that a reminder was given, so that it and the earlier ones are not given any more."""
    stages = list(ReminderStage)
    given = tuple(stages[: stages.index(stage) + 1])
    await history.store.actions.change(action.number, lambda each: replace(each, reminded=given))
