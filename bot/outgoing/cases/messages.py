"""What an outcome on a case gives to say, and to whom: as calls for the queue.

A call names the case and the side; where that is, and how the case stands, is looked up when it is made
(`bot.outgoing.cases.delivery`). Every key holds the case's version: a second attempt says nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.cases.acts import Reopen, SendEdit
from actions.cases.events import (
    Audience,
)
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
from bot.outgoing.calls import (
    CARD,
    ephemeral,
    in_thread,
    page_of,
    post,
    thread_of,
    whisper,
)
from bot.pages.page import Button, Buttons, Items, Page, Paragraph, Piece, Tone, note
from bot.queue.envelope import Outgoing
from bot.slack.workspace.people import mention
from bot.stores.case_threads import REQUESTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.cases.case import Case
    from actions.cases.digest import Digest
    from actions.cases.ports import Clock
    from actions.model import Language
    from bot.outgoing.cases.event_messages import CaseChanges
    from bot.pages.cases.cards import CasePages
    from bot.queue.envelope import Envelope
    from bot.strings import Strings

_MOST_IN_DIGEST = 15


@dataclass(frozen=True, slots=True)
class CaseCalls:
    """Draws outcomes with `pages`."""

    pages: CasePages
    changes: CaseChanges
    clock: Clock

    async def draw(self, outcome: CaseOutcome, envelope: Envelope, language: Language) -> list[Outgoing]:
        """Return the calls; `language` is that of whoever did it."""
        key, say = envelope.reply_key, self.pages.strings[language]
        match outcome:
            case CaseOpened(case, _):
                return list(self._opened(case, envelope))
            case CaseChanged():
                return await self.changes.draw(outcome, envelope, say)
            case CaseRefused():
                return [whisper(key, envelope, note(self.refusal(outcome, say, language)))]
            case CaseList():
                return [whisper(key, envelope, self.listed(outcome, language))]
            case CaseClosed(case, _):
                told = say("closed_here", number=case.number)
                button = Button(say("button_case_reopen"), Reopen(case.number))
                return [in_thread(key, envelope, page_of(told, button))]
            case CaseEdited(_, ref, _):
                button = Button(say("button_case_send_edit"), SendEdit(ref))
                return [whisper(key, envelope, page_of(say("edited_here"), button))]
            case Silent():
                return []
            case _:
                assert_never(outcome)

    def _opened(self, case: Case, envelope: Envelope) -> Iterator[Outgoing]:
        number, address = case.number, envelope.address
        here = case.opened.audience is Audience.HERE and "channel" in address
        where = {"channel": address["channel"], "thread": address["thread"]} if here else {}
        card = {"number": number, "side": REQUESTER, "post": True, "where": where}
        yield Outgoing(f"case:{number}:{REQUESTER}", CARD, card)
        yield self.changes.new_card(case)
        yield self.changes.home(case, case.requester)
        channel = address.get("ordered_in") or ("" if here else address.get("channel", ""))
        if channel and not str(channel).startswith("D"):
            told = self.pages.strings[case.opened.language]("answered_in_private")
            whom = {"channel": channel, "user": address["user"], **thread_of(address)}
            yield ephemeral(f"case:{number}:where", whom, note(told))

    async def digest(self, told: Digest) -> list[Outgoing]:
        """Return a department's morning: counts, then its open cases, the most pressing first."""
        department = self.pages.library.department(told.department)
        channel = await self.changes.reminders.directory.channel(department.channel)
        if channel is None:
            return []
        language, now = department.languages[0], self.clock.now()
        say = self.pages.strings[language]
        title = say("digest", open=len(told.open), late=told.late, resolved=told.resolved)
        lines = tuple(self.pages.digest_line(case, now, language) for case in told.open[:_MOST_IN_DIGEST])
        pieces: list[Piece] = [Paragraph(title), *([Items(lines)] if lines else [])]
        page = Page(title, tuple(pieces))
        return [post(f"digest:{told.department}:{told.day}", {"channel": channel}, page)]

    def refusal(self, refused: CaseRefused, say: Strings, language: Language) -> str:
        """Return why nothing happened."""
        case = refused.case
        holder = mention(case.holder) if case and case.holder else ""
        department = self.pages.name(case.department, language) if case else ""
        return say(f"refused_{refused.why}", person=holder, department=department)

    def listed(self, listed: CaseList, language: Language) -> Page:
        """Lay out where a person's requests stand."""
        say, now = self.pages.strings[language], self.clock.now()
        if not listed.cases:
            return note(say("cases_none"))
        pieces: list[Piece] = [Paragraph(say("cases_mine"), Tone.HEADING)]
        for case, _ in listed.cases:
            department = self.pages.name(case.department, language)
            standing = self.pages.standing(case, now, language)
            line = say("cases_mine_line", number=case.number, department=department, state=standing)
            pieces.append(Paragraph(line))
            pieces.append(Buttons(tuple(self.pages.requester_buttons(case, say))))
        return Page(say("cases_mine"), tuple(pieces))
