"""Between a conversation and a case: what goes to the department, and what Relais answers itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions.acts import AskTopic, Said
from actions.cases.acts import Add
from actions.cases.events import HistoryItem
from actions.cases.outcome import CaseClosed
from actions.cases.service import reopening
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

# What a short message in the thread of a case asks of Relais; a longer one goes to the department.
_OF_RELAIS = {"escalation_status", "cancel"}
_SHORT = 12
# A request that says no more than "I want a person" has fewer words than this.
_SAYS_MORE = 7
_MOST_PAST = 6
# Longer digit runs are not case numbers.
_DIGITS = 12
# What says that something is not well, where a case was closed.
_UNHAPPY = {Courtesy.DENY, Courtesy.FEEDBACK_NEGATIVE, Courtesy.ESCALATION_STATUS}


def is_for_relais(text: str, understood: Understanding, sure_from: float) -> bool:
    """Tell whether a message in the thread of an open case asks Relais where it stands, or to stop it."""
    best = understood.best
    return len(text.split()) <= _SHORT and best.intent in _OF_RELAIS and best.confidence >= sure_from


async def relay(inbound: Inbound, text: str, case: Case, cases: CaseService) -> Decision:
    """Send a message of the requester to the department."""
    return await cases.do(inbound, Add(case.number, text, inbound.ref, inbound.files))


async def answer_about_cases(
    decision: Decision, inbound: Inbound, text: str, cases: CaseService, ticket: str | None
) -> Decision:
    """Answer what is about the person's own cases, where `decision` leaves it to us."""
    if not inbound.addressed and _leaves_open(decision):
        closed = await cases.closed_in(inbound.conversation, inbound.person)
        if closed is not None:
            # Kept, so that reopening can pass it on.
            await cases.store.keep_edit(reopening(closed.number), text)
            return CaseClosed(closed, text)
    if isinstance(decision, Courteous) and decision.courtesy is Courtesy.ESCALATION_STATUS:
        digits = re.sub(r"\D", "", ticket or "")
        return await cases.list_of(inbound.person, int(digits[:_DIGITS] or 0))
    return decision


def _leaves_open(decision: Decision) -> bool:
    if isinstance(decision, Courteous):
        return decision.courtesy in _UNHAPPY
    return isinstance(decision, Clarify | Refuse | OfferHuman | Escalate | ChooseDepartment | Unavailable)


def question_for(act: Act, turn: Turn | None, decision: Decision) -> str:
    """Return the words a department needs: the question before, and the request where it says more."""
    if not isinstance(decision, Escalate | ChooseDepartment):
        return ""
    before = turn.question if turn else ""
    said = act.text if isinstance(act, Said) else ""
    if turn and turn.offered and len(said.split()) < _SAYS_MORE:
        said = ""  # a yes to our own offer
    more = said if not before or len(said.split()) >= _SAYS_MORE else ""
    return "\n".join(part for part in dict.fromkeys((before, more)) if part)


def past(turn: Turn, act: Act, decision: Decision) -> tuple[HistoryItem, ...]:
    """Return the conversation so far, with this exchange; only what a department would want to read."""
    said = act.text if isinstance(act, Said) else ""
    if not isinstance(act, Said | AskTopic):
        return turn.past
    if not isinstance(decision, Answer | Answers | Clarify | Refuse):
        return turn.past
    topic = next((topic.topic for topic in topics_of(decision)), "")
    return (*turn.past, HistoryItem(said, topic))[-_MOST_PAST:]
