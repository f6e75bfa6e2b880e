"""What is stored after a reply: the turn for follow-ups, ratings, and questions not answered well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from actions.acts import AskTopic, Said, TalkToHuman
from actions.choices import encode
from actions.dialogue.decide import alternatives_to
from actions.dialogue.handoff import past
from actions.dialogue.ports import Turn
from actions.dialogue.questions import beginning
from actions.reply import (
    Answer,
    AnswerRated,
    Answers,
    ChooseDepartment,
    Clarify,
    Courteous,
    Decision,
    Escalate,
    OfferHuman,
    Refuse,
)

if TYPE_CHECKING:
    from actions.acts import Act
    from actions.dialogue.decide import UnderstoodMessage
    from actions.dialogue.ports import Journal, Opinions
    from actions.knowledge.library import Library
    from actions.model import Inbound
    from actions.reply import Reply


@dataclass(frozen=True, slots=True)
class Exchange:
    """An act, the turn before it, the reply, and what was understood to make it.

    `understood` is None for a button, or where the model did not answer.
    """

    inbound: Inbound
    act: Act
    before: Turn | None
    reply: Reply
    understood: UnderstoodMessage | None = None


async def note(exchange: Exchange, opinions: Opinions, journal: Journal) -> None:
    """Store ratings, and questions that were not answered well."""
    inbound, act, turn, reply = exchange.inbound, exchange.act, exchange.before, exchange.reply
    decision = reply.decision
    guess = exchange.understood.whole.best.intent if exchange.understood else ""
    if isinstance(decision, AnswerRated):
        rater = f"{inbound.person}:{inbound.conversation}"
        topic = decision.topic.topic
        await opinions.rate(topic, rater, helpful=decision.helpful)
        if not decision.helpful and turn and turn.question:
            await journal.note(beginning(turn.question), turn.language, "not_helpful", topic)
    elif isinstance(decision, Clarify) and decision.after_no and turn:
        await journal.note(beginning(turn.question), turn.language, "not_helpful", turn.topic)
    elif isinstance(act, Said) and isinstance(decision, Clarify | Refuse | OfferHuman):
        reason = "asked_back" if isinstance(decision, Clarify) else "refused"
        await journal.note(beginning(act.text), reply.language, reason, guess)


def next_turn(exchange: Exchange, library: Library) -> Turn:
    """Return the turn to remember; it keeps the last question and topic until there are newer ones."""
    reply, understood = exchange.reply, exchange.understood
    before = exchange.before or Turn(reply.language)
    now = replace(before, language=reply.language, offered=_offered(reply.decision))
    now = replace(now, past=past(before, exchange.act, reply.decision))
    question = exchange.act.text if isinstance(exchange.act, Said) else before.question
    match reply.decision:
        case Answer(topic, entities, _):
            likely = alternatives_to(topic.topic, understood, library) if understood else ()
            return replace(
                now, topic=topic.topic, question=question, entities=entities, alternatives=likely, misses=0
            )
        case Answers(topics):
            return replace(now, topic=topics[-1].topic, question=question, alternatives=(), misses=0)
        case Clarify(_, after_no):
            kept = before.question if after_no else question
            return replace(now, question=kept, alternatives=(), misses=before.misses + 1)
        case Refuse(_):
            return replace(now, question=question, alternatives=(), misses=before.misses + 1)
        case Escalate() | ChooseDepartment():
            return replace(now, question=reply.question or before.question, misses=0)
        case OfferHuman():
            return replace(now, misses=0)
        case Courteous():
            return replace(now, alternatives=())
        case _:
            return now


def _offered(decision: Decision) -> tuple[str, ...]:
    """Return the choices that a bare yes or no would answer."""
    match decision:
        case Clarify(topics):
            return tuple(encode(AskTopic(topic.topic)) for topic in topics)
        case OfferHuman(department):
            return (encode(TalkToHuman(department)),)
        case _:
            return ()
