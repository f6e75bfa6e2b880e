"""Makes calls on a surface; the thread of each side of a case is looked up at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.cases.case import Side
from actions.cases.lessons import draft
from bot.files.file import File, NoSuchFileError
from bot.outgoing.address import Destination
from bot.outgoing.calls import (
    Call,
    GiveDraft,
    GiveFile,
    LinkCase,
    Mark,
    Say,
    ShowCard,
    ShowHome,
    ShowMovedCard,
    TellSide,
    Update,
    UpdateCopy,
    Whisper,
)
from bot.outgoing.cases.cards import retry_soon
from bot.outgoing.surface import DeliveryRefusedError, PlaceLostError
from bot.pages.page import as_written, note

if TYPE_CHECKING:
    from actions.cases.case import Case
    from bot.files.render import Files
    from bot.outgoing.cases.cards import CaseCards
    from bot.outgoing.home import Homes
    from bot.outgoing.surface import Surface
    from bot.stores.case_threads import CaseThread


@dataclass(frozen=True, slots=True)
class Delivery:
    """Makes calls; `cards` finds the threads of cases, `homes` lays App Homes out, `files` draws files."""

    surface: Surface
    cards: CaseCards
    homes: Homes
    files: Files

    async def make(  # noqa: C901, PLR0912  one flat branch a call
        self, call: Call, *, again: bool
    ) -> None:
        """Make the call; `again` where an earlier attempt may have succeeded without our knowing.

        Raises:
            DeliveryDelayedError: the surface is away or busy, or refuses Relais for now; to be retried.
            DeliveryRefusedError: the surface will not take this call.
        """
        match call:
            case Say(key, to, page):
                await self.surface.post(to, page, key, again=again)
            case Update(_, channel, message, page):
                await self.surface.update(channel, message, page)
            case Whisper(_, to, person, page):
                await self.surface.whisper(to, person, page)
            case Mark(_, ref, sign):
                await self.surface.mark(ref, sign)
            case GiveFile():
                await self._give_file(call)
            case ShowHome(_, person):
                await self.surface.show_home(person, await self.homes.page(person))
            case ShowCard():
                await self.cards.show(call, again=again)
            case ShowMovedCard():
                await self._show_moved_card(call)
            case TellSide():
                await self._tell_side(call, again=again)
            case UpdateCopy(_, ref, page):
                copy = await self.cards.threads.copy(ref)
                if copy is None:
                    raise retry_soon()
                channel, message, *further = copy
                await self.surface.update(channel, message, page, further)
            case LinkCase():
                await self._link_case(call, again=again)
            case GiveDraft(_, number):
                await self._give_draft(number)
            case _:
                assert_never(call)

    async def _give_file(self, call: GiveFile) -> None:
        """Draw the file and upload it."""
        try:
            file = await self.files.render_file(call.file_ref, call.person, call.language)
        except NoSuchFileError as error:
            raise DeliveryRefusedError("nothing to draw any more") from error
        await self.surface.upload(call.to, file)

    async def _show_moved_card(self, call: ShowMovedCard) -> None:
        pages = self.cards.pages
        page = pages.moved_card(call.number, pages.library.department(call.before), call.to)
        await self.surface.update(call.channel, call.message, page)

    async def _tell_side(self, call: TellSide, *, again: bool) -> None:
        """Post into a side's thread; where it is gone, post a new card and try once more there."""
        case = await self.cards.cases.case(call.number)
        thread = await self.cards.threads.get(call.number, call.side)
        if case is None:
            return
        if thread is None or (call.side is Side.DEPARTMENT and thread.department != case.department):
            raise retry_soon()
        try:
            await self._say_in(thread, case, call, again=again)
        except PlaceLostError:
            await self._repost_and_tell(case, call, again=again)

    async def _repost_and_tell(self, case: Case, call: TellSide, *, again: bool) -> None:
        try:
            await self.cards.repost(case, call.side, f"case:{case.number}:{case.version}:{call.side}")
            thread = await self.cards.threads.get(case.number, call.side)
            if thread is not None:
                await self._say_in(thread, case, call, again=again)
        except DeliveryRefusedError as error:
            if call.side is Side.DEPARTMENT:
                raise
            there = await self.cards.threads.get(case.number, Side.DEPARTMENT)
            say = self.cards.pages.strings[self.cards.pages.language_of(case)]
            if there is not None:
                to, page = Destination(there.channel, there.thread), note(say("told_unreachable"))
                await self.surface.post(to, page, f"{call.key}:unreachable", again=True)
            raise DeliveryRefusedError("requester unreachable") from error

    async def _say_in(self, thread: CaseThread, case: Case, call: TellSide, *, again: bool) -> None:
        to = Destination(thread.channel, thread.thread)
        posted = await self.surface.post(to, call.page, call.key, again=again, broadcast=call.broadcast)
        if call.ref:
            await self.cards.threads.note_copy(call.ref, posted.channel, posted.message, *posted.further)
        pages = self.cards.pages
        language = case.opened.language if call.side is Side.REQUESTER else pages.language_of(case)
        for name in await self.surface.copy_files(call.files, to):
            page = note(pages.strings[language]("told_file_lost", name=as_written(name)))
            await self.surface.post(to, page, f"{call.key}:lost:{name}", again=True)

    async def _link_case(self, call: LinkCase, *, again: bool) -> None:
        thread = await self.cards.threads.get(call.number, Side.DEPARTMENT)
        text = call.text
        if thread is not None:
            address = await self.surface.link(thread.channel, thread.message)
            text = f"{text} [{call.label}]({address})"
        await self.surface.post(Destination(person=call.person), note(text), call.key, again=again)

    async def _give_draft(self, number: int) -> None:
        case = await self.cards.cases.case(number)
        thread = await self.cards.threads.get(number, Side.DEPARTMENT)
        if case is None or thread is None:
            return
        pages = self.cards.pages
        name, text = draft(case, pages.library)
        file = File(text.encode(), name, name, "")
        comment = pages.strings[pages.language_of(case)]("told_taught")
        await self.surface.upload(Destination(thread.channel, thread.thread), file, comment)
