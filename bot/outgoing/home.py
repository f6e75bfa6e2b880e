"""A person's App Home: their own cases, the queues of their departments, and the assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.model import Inbound
from bot.pages.cases.lists import own_cases, queue
from bot.pages.page import Divider, Page, Paragraph, Piece, Tone
from bot.pages.readiness.home import assessment_at_home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from actions.dialogue.converse import Advisor
    from actions.language import Language
    from bot.pages.cases.cards import CasePages


@dataclass(frozen=True, slots=True)
class Homes:
    """Lays App Homes out."""

    pages: CasePages
    advisor: Advisor

    async def page(self, person: str) -> Page:
        """Lay out the App Home of `person`."""
        language = await self.advisor.language(Inbound("", person, f"{person}:commands"))
        pieces = tuple([piece async for piece in self._pieces(person, language)])
        say = self.pages.strings[language]
        return Page(say("home_title"), pieces, say("view_cut"))

    async def _pieces(self, person: str, language: Language) -> AsyncIterator[Piece]:
        say, cases = self.pages.strings[language], self.advisor.cases
        yield Paragraph(say("home_hello"), Tone.SMALL)
        now, mine = cases.clock.now(), (await cases.list_of(person)).cases
        for piece in own_cases(mine, self.pages, now, language):
            yield piece
        opened = [await cases.case(number) for number in await cases.store.open_ones()]
        waiting = [case for case in opened if case is not None and case.is_open]
        for department in await self.advisor.permissions.departments(person):
            for piece in queue(department, waiting, self.pages, now, language):
                yield piece
        if await self.advisor.permissions.manages(person):
            yield Divider()
            yield Paragraph(say("home_managers"), Tone.SMALL)
            for piece in await assessment_at_home(self.advisor.readiness, self.pages.strings, language):
                yield piece
