"""Decides about an understood message: pure functions that apply the policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.acts import DialogueChoice
from actions.choices import decode
from actions.dialogue.buttons import decide_pressed, escalate
from actions.dialogue.guidance import activities_named, actors_named, department_named, likely_department
from actions.language import Language
from actions.model import Understanding
from actions.reply import (
    Answer,
    Answers,
    Cited,
    Clarify,
    Courteous,
    Courtesy,
    Decision,
    OfferHuman,
    Refuse,
    SwitchLanguage,
    Updated,
)

if TYPE_CHECKING:
    from actions.dialogue.ports import Turn
    from actions.knowledge.library import Library
    from actions.knowledge.topic import Topic

# The topics offered with a courtesy.
_OFFERED_WITH = {
    Courtesy.START_READINESS: ("when_to_avoid", "wait_or_go", "org_prerequisites"),
}
# Topics about the knowledge itself; after an answer, these questions are about that answer.
_ABOUT_ANSWERS = {"sources", "whats_changed"}
_WITH_FEATURED = {Courtesy.GREET, Courtesy.HELP, Courtesy.BOT_CHALLENGE}


@dataclass(frozen=True, slots=True)
class UnderstoodMessage:
    """The understanding of a message as a whole, and of each of its questions.

    `follow_up` is True where the message only makes sense after the turn before.
    """

    whole: Understanding
    parts: tuple[Understanding, ...] = ()
    follow_up: bool = False


def decide_said(
    understood: UnderstoodMessage, library: Library, turn: Turn | None, speaking: Language
) -> Decision:
    """Decide about a message; `speaking` is the language of the conversation so far."""
    decision = (
        (_answers_to_offer(understood.whole, library, turn) if turn else None)
        or (_follows_up(understood.whole, library, turn) if turn and understood.follow_up else None)
        or _several(understood, library)
        or _single(_clearest(understood, library), library, turn, speaking)
    )
    missed = isinstance(decision, Clarify | Refuse)
    if turn and missed and turn.misses + 1 >= library.policy.misses:
        return OfferHuman(likely_department(understood.whole, library, turn))
    return decision


def _answers_to_offer(understood: Understanding, library: Library, turn: Turn) -> Decision | None:
    """Take a bare yes, no or « that is not what I asked » as an answer to the last reply."""
    match understood.best.intent:
        case "affirm" if len(turn.offered) == 1 and isinstance(
            choice := decode(turn.offered[0]), DialogueChoice
        ):
            return decide_pressed(choice, library, turn)
        case "affirm" if turn.offered:
            return Clarify(_topics(turn.offered, library))
        case "deny" | "feedback_negative" if turn.alternatives:
            return Clarify(_topics(turn.alternatives, library), after_no=True)
        case "deny" | "feedback_negative" if turn.misses:
            return OfferHuman(likely_department(understood, library, turn))
        case _:
            return None


def _follows_up(understood: Understanding, library: Library, turn: Turn) -> Decision | None:
    """Complete a follow-up (« et la modération ? », "how much?") from the turn before."""
    inherited = library.policy.inherits.get(turn.topic, ())
    named = tuple(entity for entity in understood.entities if entity.name in inherited)
    if named:
        kept = tuple(entity for entity in turn.entities if entity.name not in {new.name for new in named})
        return Answer(library.topics[turn.topic], (*named, *kept))
    best = understood.best
    if best.intent in library.topics and best.confidence >= library.policy.follow_up_from:
        answer = Answer(library.topics[best.intent], understood.entities or turn.entities)
        return _about_the_answer(understood, library, turn) or answer
    return None


def _several(understood: UnderstoodMessage, library: Library) -> Decision | None:
    """Answer two or three questions of one message, where each is clear by itself."""
    clear = [
        library.topics[part.best.intent]
        for part in understood.parts
        if part.best.intent in library.topics and _is_clear(part, library)
    ]
    topics = tuple(dict.fromkeys(topic.topic for topic in clear))
    return Answers(tuple(library.topics[name] for name in topics)) if len(topics) > 1 else None


def _clearest(understood: UnderstoodMessage, library: Library) -> Understanding:
    """Return the one question of a long message where it is clear and the whole is not; else the whole."""
    if (
        len(understood.parts) == 1
        and not _is_clear(understood.whole, library)
        and _is_clear(understood.parts[0], library)
    ):
        return Understanding(understood.parts[0].ranking, understood.whole.entities)
    return understood.whole


def _single(understood: Understanding, library: Library, turn: Turn | None, speaking: Language) -> Decision:
    intent = understood.best.intent
    if intent in library.topics:
        return _decide_question(understood, library, turn)
    if understood.best.confidence < library.policy.ask_from:
        return _offer(understood, library)
    match intent:
        case "request_escalation":
            urgent = understood.value("urgency") is not None
            return escalate(department_named(understood, library), library, turn, urgent=urgent)
        case "change_language":
            return SwitchLanguage(_named_language(understood, speaking))
        case _ if intent in set(Courtesy):
            return _courteous(Courtesy(intent), library)
        case _ if _doubt(understood, library) >= library.policy.doubt_from:
            return _offer(understood, library)
        case _:
            return Refuse(_likely(understood, library))


def _doubt(understood: Understanding, library: Library) -> float:
    """Return how likely it is that a message taken for out of scope is one of our questions."""
    return sum(ranked.confidence for ranked in understood.ranking if ranked.intent in library.topics)


def _is_clear(understood: Understanding, library: Library) -> bool:
    """Tell whether the best intent is likely enough, and far enough ahead of the next question."""
    runner_up = next((r for r in understood.ranking[1:] if r.intent in library.topics), None)
    ahead = understood.best.confidence - (runner_up.confidence if runner_up else 0.0)
    return understood.best.confidence >= library.policy.answer_from and ahead >= library.policy.margin


def _about_the_answer(understood: Understanding, library: Library, turn: Turn) -> Decision | None:
    """Decide about « qui le dit ? » or "still true?", which after an answer are about that answer."""
    topic = library.topics.get(turn.topic)
    if topic is None or topic.topic in _ABOUT_ANSWERS:
        return None
    match understood.best.intent:
        case "sources":
            return Cited(topic, turn.entities)
        case "whats_changed":
            return Updated(topic, turn.entities)
        case _:
            return None


def _decide_question(understood: Understanding, library: Library, turn: Turn | None) -> Decision:
    if (topic := _same_verdict(understood, library)) is not None:
        return Answer(topic, understood.entities)
    if not _is_clear(understood, library):
        return _offer(understood, library)
    if turn and (about := _about_the_answer(understood, library, turn)):
        return about
    sure = understood.best.confidence >= library.policy.sure_from
    instead = () if sure else _likely(understood, library)[1:]
    return Answer(library.topics[understood.best.intent], understood.entities, instead)


def _same_verdict(understood: Understanding, library: Library) -> Topic | None:
    """Return the topic to answer from where the responsibility table gives the same verdict for all of them.

    Where actor and activity are both named (« confier la veille à l'agence »), every topic of the table gives
    one verdict, so that a doubt between those topics needs no clarifying.
    """
    if not (activities_named(understood.entities, library) and actors_named(understood.entities, library)):
        return None
    about = [ranked for ranked in understood.ranking if ranked.intent in library.asking.topics]
    together = sum(ranked.confidence for ranked in about)
    others = max((r.confidence for r in understood.ranking if r not in about), default=0.0)
    if not about or together < library.policy.answer_from or together < others + library.policy.margin:
        return None
    return library.topics[about[0].intent]


def _offer(understood: Understanding, library: Library) -> Decision:
    """Ask which of the likely questions was meant, or refuse where none is likely."""
    likely = _likely(understood, library)
    best = next((r.confidence for r in understood.ranking if r.intent in library.topics), 0.0)
    return Clarify(likely) if likely and best >= library.policy.ask_from else Refuse(likely)


def _likely(understood: Understanding, library: Library) -> tuple[Topic, ...]:
    """Return the topics that may have been meant, likeliest first, at most as many as are offered."""
    likely = [
        r
        for r in understood.ranking
        if r.intent in library.topics and r.confidence >= library.policy.offer_from
    ]
    return tuple(library.topics[ranked.intent] for ranked in likely[: library.policy.options])


def _topics(choices: tuple[str, ...], library: Library) -> tuple[Topic, ...]:
    """Return the topics named by ids or by encoded choices, those that still exist."""
    names = (choice.removeprefix("topic:") for choice in choices)
    return tuple(library.topics[name] for name in names if name in library.topics)


def _courteous(courtesy: Courtesy, library: Library) -> Courteous:
    if courtesy in _WITH_FEATURED:
        return Courteous(courtesy, library.featured)
    return Courteous(courtesy, tuple(library.topics[name] for name in _OFFERED_WITH.get(courtesy, ())))


def _named_language(understood: Understanding, speaking: Language) -> Language:
    """Return the language named, else the other one."""
    named = understood.value("language")
    if named in set(Language):
        return Language(named)
    return Language.EN if speaking is Language.FR else Language.FR


def alternatives_to(topic: str, understood: UnderstoodMessage, library: Library) -> tuple[str, ...]:
    """Return the topics to offer should the answer on `topic` be turned down, likeliest first."""
    others = [r.intent for r in understood.whole.ranking if r.intent in library.topics and r.intent != topic]
    return tuple(others[: library.policy.options])
