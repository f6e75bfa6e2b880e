"""The calls for each outcome of an act on a case.

Every key holds the case's version, so that a retry posts nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.cases.acts import Reopen, SendEdit
from actions.cases.case import Side
from actions.cases.events import Audience
from actions.cases.outcome import (
    CaseChanged,
    CaseClosed,
    CaseEdited,
    CaseList,
    CaseOpened,
    CaseOutcome,
    CaseRefused,
    Silent,
)
from bot.outgoing.address import Destination
from bot.outgoing.calls import Say, ShowCard, Whisper
from bot.outgoing.replies import reply, reply_privately
from bot.pages.cases.lists import digest_page, listed, refusal
from bot.pages.page import Button, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.cases.case import Case
    from actions.cases.digest import Digest
    from actions.cases.ports import Clock
    from actions.language import Language
    from actions.model import Inbound
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.outgoing.cases.event_messages import EventMessages
    from bot.pages.cases.cards import CasePages


@dataclass(frozen=True, slots=True)
class CaseMessages:
    """Returns the calls of outcomes; `events` returns those of case events."""

    pages: CasePages
    events: EventMessages
    clock: Clock

    async def calls(
        self, outcome: CaseOutcome, inbound: Inbound, address: Address, language: Language
    ) -> list[Call]:
        """Return the calls; `language` is that of the person who acted."""
        key, say = inbound.reply_key, self.pages.strings[language]
        match outcome:
            case CaseOpened(case):
                return list(self._opened(case, address))
            case CaseChanged():
                return await self.events.calls(outcome, address, say)
            case CaseRefused():
                return [reply_privately(key, address, note(refusal(outcome, self.pages, language)))]
            case CaseList():
                page = listed(outcome, self.pages, self.clock.now(), language)
                return [reply_privately(key, address, page)]
            case CaseClosed(case, _):
                button = Button(say("button_case_reopen"), Reopen(case.number))
                return [reply(key, address, note(say("closed_here", number=case.number), button))]
            case CaseEdited(_, ref, _):
                button = Button(say("button_case_send_edit"), SendEdit(ref))
                return [reply_privately(key, address, note(say("edited_here"), button))]
            case Silent():
                return []
            case _:
                assert_never(outcome)

    def _opened(self, case: Case, address: Address) -> Iterator[Call]:
        number = case.number
        here = case.opened.audience is Audience.HERE and bool(address.channel)
        where = Destination(address.channel, address.thread) if here else None
        yield ShowCard(f"case:{number}:{Side.REQUESTER}", number, Side.REQUESTER, post=True, where=where)
        yield self.events.new_card(case)
        yield self.events.home(case, case.requester)
        origin = Destination(address.invoked_in or address.channel, address.thread)
        if origin.channel and not here and not address.private:
            page = note(self.pages.strings[case.opened.language]("case_followed_in_private"))
            yield Whisper(f"case:{number}:where", origin, address.person, page, optional=True)

    def digest(self, digest: Digest) -> list[Call]:
        """Return the call that posts a department's digest."""
        department = self.pages.library.department(digest.department)
        page = digest_page(digest, department, self.pages, self.clock.now())
        to = Destination(department=department.id)
        return [Say(f"digest:{digest.department}:{digest.day}", to, page)]
