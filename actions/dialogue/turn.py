"""What is remembered after a reply: the turn the next one leans on, opinions, what was not answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from actions.acts import AskTopic, Said, TalkToHuman
from actions.choices import encode
from actions.dialogue.decide import alternatives_to
from actions.dialogue.handoff import past
from actions.dialogue.ports import Turn
from actions.reply import (
    Answer,
    Answers,
    ChooseDepartment,
    Clarify,
    Courteous,
    Decision,
    Escalate,
    OfferHuman,
    Rated,
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

    `understood` is None for a button, or when nobody understood.
    """

    inbound: Inbound
    act: Act
    before: Turn | None
    reply: Reply
    understood: UnderstoodMessage | None = None


async def note(exchange: Exchange, opinions: Opinions, journal: Journal) -> None:
    """Journal what was not answered well, and opinions."""
    inbound, act, turn, reply = exchange.inbound, exchange.act, exchange.before, exchange.reply
    decision = reply.decision
    guess = exchange.understood.whole.best.intent if exchange.understood else ""
    if isinstance(decision, Rated):
        rater = f"{inbound.person}:{inbound.conversation}"
        topic = decision.topic.topic
        await opinions.rate(topic, rater, helpful=decision.helpful)
        if not decision.helpful and turn and turn.question:
            await journal.note(turn.question, turn.language, "not_helpful", topic)
    elif isinstance(decision, Clarify) and decision.after_no and turn:
        await journal.note(turn.question, turn.language, "not_helpful", turn.topic)
    elif isinstance(act, Said) and isinstance(decision, Clarify | Refuse | OfferHuman):
        reason = "asked_back" if isinstance(decision, Clarify) else "refused"
        await journal.note(act.text, reply.language, reason, guess)


def next_turn(exchange: Exchange, library: Library) -> Turn:
    """Keep the question until another is asked, and the topic until another is answered."""
    reply, understood = exchange.reply, exchange.understood
    before = exchange.before or Turn(reply.language)
    now = replace(before, language=reply.language, offered=_offered(reply.decision))
    now = replace(now, past=past(before, exchange.act, reply.decision))
    asked = exchange.act.text if isinstance(exchange.act, Said) else before.question
    match reply.decision:
        case Answer(topic, entities, _):
            likely = alternatives_to(topic.topic, understood, library) if understood else ()
            return replace(
                now, topic=topic.topic, question=asked, entities=entities, alternatives=likely, misses=0
            )
        case Answers(topics):
            return replace(now, topic=topics[-1].topic, question=asked, alternatives=(), misses=0)
        case Clarify(_, after_no):
            kept = before.question if after_no else asked
            return replace(now, question=kept, alternatives=(), misses=before.misses + 1)
        case Refuse(_):
            return replace(now, question=asked, alternatives=(), misses=before.misses + 1)
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
