"""Decides about the buttons of the dialogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from actions.acts import AskTopic, DialogueChoice, Explain, ListTopics, Rate, ShowRoles, TalkToHuman
from actions.dialogue.guidance import owner
from actions.knowledge.responsibility import Actor
from actions.reply import (
    Answer,
    AnswerRated,
    ChooseDepartment,
    Decision,
    Escalate,
    Explained,
    RolesTable,
    ShowTopics,
)

if TYPE_CHECKING:
    from actions.dialogue.ports import Turn
    from actions.knowledge.library import Library
    from actions.knowledge.topic import Topic


def decide_pressed(choice: DialogueChoice, library: Library, turn: Turn | None) -> Decision:
    """Decide about a pressed button; one that names what no longer exists shows the topics instead."""
    match choice:
        case AskTopic(name):
            topic = library.topics.get(name)
            return Answer(topic, turn.entities if turn else ()) if topic else ShowTopics()
        case ListTopics(page):
            return ShowTopics(page)
        case Explain(name, view, named):
            topic = library.topics.get(name)
            return Explained(topic, view, named) if topic else ShowTopics()
        case ShowRoles(activity, actor):
            return roles(activity, actor, library)
        case TalkToHuman(department, urgent):
            return escalate(department or None, library, turn, urgent=urgent)
        case Rate(name, helpful):
            topic = library.topics.get(name)
            return AnswerRated(topic, helpful) if topic else ShowTopics()
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
    """Return the table narrowed to an activity and an actor; unknown ones do not narrow it."""
    row = library.responsibilities.get(activity)
    rows = (row,) if row else tuple(library.responsibilities.values())
    return RolesTable(rows, (Actor(actor),) if actor in set(Actor) else tuple(Actor))
