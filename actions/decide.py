"""From what was understood to what is done about it: pure functions, the whole policy on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from actions.model import AskTopic, Choice, Explain, Language, ListTopics, Rate, TalkToHuman, Understanding
from actions.reply import (
    Answer,
    ChooseDepartment,
    Clarify,
    Courteous,
    Courtesy,
    Decision,
    Escalate,
    Explained,
    Rated,
    Refuse,
    ShowTopics,
    SwitchLanguage,
)

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from actions.knowledge.topic import Topic
    from actions.ports import Turn

# The questions that fit beside a courtesy which says that something else would help more.
_BESIDE = {
    Courtesy.START_READINESS: ("when_to_avoid", "wait_or_go", "org_prerequisites"),
}


def decide_said(
    understanding: Understanding, library: Library, turn: Turn | None, speaking: Language
) -> Decision:
    """Decide about a message; `speaking` is the language of the conversation so far."""
    intent = understanding.best.intent
    if intent in library.topics:
        return _decide_question(understanding, library)
    if understanding.best.confidence < library.policy.ask_from:
        return _offer(understanding, library)
    match intent:
        case "request_escalation":
            return _escalate(understanding.value("department"), library, turn)
        case "change_language":
            return SwitchLanguage(_asked_language(understanding, speaking))
        case _ if intent in set(Courtesy):
            return _courteous(Courtesy(intent), library)
        case _:
            return Refuse()


def decide_chosen(choice: Choice, library: Library, turn: Turn | None) -> Decision:
    """Decide about a pressed button; one that names what no longer exists shows the topics instead."""
    match choice:
        case AskTopic(name):
            topic = library.topics.get(name)
            return Answer(topic) if topic else ShowTopics()
        case ListTopics():
            return ShowTopics()
        case Explain(name, more):
            topic = library.topics.get(name)
            return Explained(topic, more) if topic else ShowTopics()
        case TalkToHuman(department):
            return _escalate(department or None, library, turn)
        case Rate(name, helpful):
            topic = library.topics.get(name)
            return Rated(topic, helpful) if topic else ShowTopics()
        case _:
            assert_never(choice)


def _decide_question(understanding: Understanding, library: Library) -> Decision:
    policy = library.policy
    best = understanding.best
    runner_up = next(
        (ranked for ranked in understanding.ranking[1:] if ranked.intent in library.topics), None
    )
    ahead = best.confidence - (runner_up.confidence if runner_up else 0.0)
    if best.confidence >= policy.answer_from and ahead >= policy.margin:
        return Answer(library.topics[best.intent])
    return _offer(understanding, library)


def _offer(understanding: Understanding, library: Library) -> Decision:
    """Ask back with the likely questions, or refuse where none is likely."""
    policy = library.policy
    likely = [
        ranked
        for ranked in understanding.ranking
        if ranked.intent in library.topics and ranked.confidence >= policy.offer_from
    ]
    if not likely or likely[0].confidence < policy.ask_from:
        return Refuse()
    return Clarify(tuple(library.topics[ranked.intent] for ranked in likely[: policy.options]))


def _escalate(department: str | None, library: Library, turn: Turn | None) -> Decision:
    """Hand over to the department named, else to the owner of what was just answered, else ask which."""
    topic: Topic | None = library.topics.get(turn.topic) if turn else None
    if department is not None:
        known = department in library.departments
        return Escalate(department if known else library.policy.fallback_department, topic)
    if topic is not None:
        return Escalate(topic.owner, topic)
    return ChooseDepartment()


def _courteous(courtesy: Courtesy, library: Library) -> Courteous:
    beside = [library.topics[name] for name in _BESIDE.get(courtesy, ()) if name in library.topics]
    if courtesy in {Courtesy.GREET, Courtesy.HELP, Courtesy.BOT_CHALLENGE}:
        beside = list(library.featured)
    return Courteous(courtesy, tuple(beside))


def _asked_language(understanding: Understanding, speaking: Language) -> Language:
    """Return the language named, else the other one."""
    named = understanding.value("language")
    if named in set(Language):
        return Language(named)
    return Language.EN if speaking is Language.FR else Language.FR
