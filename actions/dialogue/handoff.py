"""Decides which messages go to a case's department, and what a department gets of a conversation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions.acts import AskTopic, Said
from actions.cases.acts import Add
from actions.cases.events import HistoryItem
from actions.cases.outcome import CaseClosed
from actions.cases.service import reopening
from actions.dialogue.questions import beginning
from actions.reply import (
    Answer,
    Answers,
    ChooseDepartment,
    Clarify,
    Courteous,
    Courtesy,
    Decision,
    Escalate,
    OfferHuman,
    Refuse,
    Unavailable,
    topics_of,
)

if TYPE_CHECKING:
    from actions.acts import Act
    from actions.cases.case import Case
    from actions.cases.service import CaseService
    from actions.dialogue.ports import Turn
    from actions.model import Inbound, Understanding

# The intents that Relais answers itself in the thread of a case, in messages of at most _SHORT words.
_OF_RELAIS = {"escalation_status", "cancel"}
_SHORT = 12
# A message with fewer words ("I want a person") has no question in it for the department.
_SAYS_MORE = 7
_MOST_PAST = 6
# Longer digit runs are not case numbers.
_DIGITS = 12
# Courtesies that mean, after a case was closed, that it was not settled.
_UNHAPPY = {Courtesy.DENY, Courtesy.FEEDBACK_NEGATIVE, Courtesy.ESCALATION_STATUS}


def is_for_relais(text: str, understood: Understanding, sure_from: float) -> bool:
    """Tell whether a message in the thread of an open case is about its status or cancels it."""
    best = understood.best
    return len(text.split()) <= _SHORT and best.intent in _OF_RELAIS and best.confidence >= sure_from


async def relay(inbound: Inbound, text: str, case: Case, cases: CaseService) -> Decision:
    """Send a message of the requester to the department."""
    return await cases.do(inbound, Add(case.number, text, inbound.ref, inbound.files))


async def answer_about_cases(
    decision: Decision, inbound: Inbound, text: str, cases: CaseService, ticket: str | None
) -> Decision:
    """Replace `decision` where the message is about the person's own cases."""
    if not inbound.addressed and _may_be_about_case(decision):
        closed = await cases.closed_in(inbound.conversation, inbound.person)
        if closed is not None:
            # Kept, so that reopening can pass it on.
            await cases.store.keep_edit(reopening(closed.number), text)
            return CaseClosed(closed, text)
    if isinstance(decision, Courteous) and decision.courtesy is Courtesy.ESCALATION_STATUS:
        digits = re.sub(r"\D", "", ticket or "")
        return await cases.list_of(inbound.person, int(digits[:_DIGITS] or 0))
    return decision


def _may_be_about_case(decision: Decision) -> bool:
    if isinstance(decision, Courteous):
        return decision.courtesy in _UNHAPPY
    return isinstance(decision, Clarify | Refuse | OfferHuman | Escalate | ChooseDepartment | Unavailable)


def question_for(act: Act, turn: Turn | None, decision: Decision) -> str:
    """Return the question for the department: the one before, and this message where it is long enough."""
    if not isinstance(decision, Escalate | ChooseDepartment):
        return ""
    before = turn.question if turn else ""
    said = act.text if isinstance(act, Said) else ""
    if turn and turn.offered and len(said.split()) < _SAYS_MORE:
        said = ""  # a yes to the last offer
    more = said if not before or len(said.split()) >= _SAYS_MORE else ""
    return "\n".join(part for part in dict.fromkeys((before, more)) if part)


def past(turn: Turn, act: Act, decision: Decision) -> tuple[HistoryItem, ...]:
    """Return the questions and answers so far, this exchange included, for a department to read."""
    said = act.text if isinstance(act, Said) else ""
    if not isinstance(act, Said | AskTopic):
        return turn.past
    if not isinstance(decision, Answer | Answers | Clarify | Refuse):
        return turn.past
    topic = next((topic.topic for topic in topics_of(decision)), "")
    return (*turn.past, HistoryItem(beginning(said), topic))[-_MOST_PAST:]
