"""From a pressed button to what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from actions.cases.acts import CaseChoice
from actions.dialogue.guidance import owner
from actions.knowledge.responsibility import Actor
from actions.model import (
    AskTopic,
    Choice,
    Explain,
    ListTopics,
    Rate,
    ShowEscalations,
    ShowRoles,
    TalkToHuman,
    UseScenario,
)
from actions.readiness.acts import ReadinessChoice
from actions.reply import (
    Answer,
    ChooseDepartment,
    Decision,
    Escalate,
    Explained,
    Rated,
    RolesTable,
    ShowTopics,
)

if TYPE_CHECKING:
    from actions.dialogue.ports import Turn
    from actions.knowledge.library import Library
    from actions.knowledge.topic import Topic


def decide_chosen(  # noqa: C901  one branch a choice
    choice: Choice, library: Library, turn: Turn | None
) -> Decision:
    """Decide about a pressed button; one that names what no longer exists shows the topics instead."""
    match choice:
        case AskTopic(name):
            topic = library.topics.get(name)
            return Answer(topic, turn.entities if turn else ()) if topic else ShowTopics()
        case ListTopics():
            return ShowTopics()
        case Explain(name, view, named):
            topic = library.topics.get(name)
            return Explained(topic, view, named) if topic else ShowTopics()
        case ShowRoles(activity, actor):
            return roles(activity, actor, library)
        case UseScenario():
            return ShowTopics()  # needs what was kept: see `actions.calculators.calculate`
        case TalkToHuman(department, urgent):
            return escalate(department or None, library, turn, urgent=urgent)
        case Rate(name, helpful):
            topic = library.topics.get(name)
            return Rated(topic, helpful) if topic else ShowTopics()
        case ShowEscalations():
            return ShowTopics()  # only managers may, by the command
        case _ if isinstance(choice, ReadinessChoice):
            return ShowTopics()  # needs what was kept: see `actions.readiness.service`
        case _ if isinstance(choice, CaseChoice):
            return ShowTopics()  # needs the case: see `actions.cases.service`
        case _:
            assert_never(choice)


def escalate(
    department: str | None, library: Library, turn: Turn | None, *, urgent: bool = False
) -> Decision:
    """Hand over to the department named, else to the owner of what was just answered, else ask which."""
    topic: Topic | None = library.topics.get(turn.topic) if turn else None
    if department is not None:
        return Escalate(library.department(department).id, topic, urgent)
    if turn is not None and topic is not None:
        return Escalate(owner(topic, turn.entities, library), topic, urgent)
    return ChooseDepartment()


def roles(activity: str, actor: str, library: Library) -> RolesTable:
    """Return the rows and columns wanted; what is not in the table does not narrow it."""
    row = library.responsibilities.get(activity)
    rows = (row,) if row else tuple(library.responsibilities.values())
    return RolesTable(rows, (Actor(actor),) if actor in set(Actor) else tuple(Actor))
