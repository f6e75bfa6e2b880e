"""Posts and updates the cards of a case, one per side.

A card shows the present state of its case. It is updated again where the case changed meanwhile, so that the
last update is never out of date. Where a channel is gone, the card is posted again where somebody can be
reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.cases.case import Side
from bot.outgoing.address import Destination
from bot.outgoing.surface import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    PageRefusedError,
    PlaceLostError,
)
from bot.stores.case_threads import CaseThread

if TYPE_CHECKING:
    from actions.cases.case import Case
    from actions.cases.service import CaseService
    from bot.directory import Directory
    from bot.outgoing.calls import ShowCard
    from bot.outgoing.cases.reminders import CaseReminders
    from bot.outgoing.surface import Surface
    from bot.pages.cases.cards import CasePages
    from bot.pages.page import Page
    from bot.stores.case_threads import RedisCaseThreads


@dataclass(frozen=True, slots=True)
class CaseCards:
    """Posts and updates cards on `surface`, with the state read from the stores at that moment."""

    surface: Surface
    pages: CasePages
    cases: CaseService
    threads: RedisCaseThreads
    directory: Directory
    reminders: CaseReminders

    async def show(self, call: ShowCard) -> None:
        """Update a side's card, and again where the case changed meanwhile."""
        case = await self.cases.case(call.number)
        version_shown = -1
        while case is not None and case.version != version_shown:
            version_shown = case.version
            await self._show(case, call)
            case = await self.cases.case(call.number)

    async def _show(self, case: Case, call: ShowCard) -> None:
        thread = await self.threads.get(case.number, call.side)
        has_card = thread is not None and (
            call.side is Side.REQUESTER or thread.department == case.department
        )
        if thread is not None and has_card and thread.message:
            try:
                await self.surface.update(thread.channel, thread.message, await self._page(case, call.side))
            except PlaceLostError:
                await self.repost(case, call.side, call.key)
        else:
            # The call that posts the card comes first in the lane: where there is none, it was given up.
            await self._post_first(case, call.side, call.key, call.where)

    async def _page(self, case: Case, side: Side) -> Page:
        now = self.cases.clock.now()
        if side is Side.DEPARTMENT:
            return self.pages.department_card(case, now)
        thread = await self.threads.get(case.number, Side.DEPARTMENT)
        department = self.pages.library.department(case.department)
        # Right after a move, the thread is still that of the department before: the new card is on its way.
        elsewhere = (
            thread is not None
            and thread.department == case.department
            and not self.surface.is_private(thread.channel)
            and thread.channel != await self.directory.channel(department.channel)
        )
        return self.pages.requester_card(
            case, now, thread.channel if thread is not None and elsewhere else ""
        )

    async def thread(self, case: Case, side: Side, key: str) -> CaseThread | None:
        """Return the thread of a side in its present department, whose card is posted where there is none."""
        thread = await self.threads.get(case.number, side)
        moved = side is Side.DEPARTMENT and thread is not None and thread.department != case.department
        if thread is None or moved:
            await self._post_first(case, side, f"{key}:card", None)
            thread = await self.threads.get(case.number, side)
        return thread

    async def _post_first(self, case: Case, side: Side, key: str, where: Destination | None) -> None:
        """Post a side's card, and store its thread."""
        to = where or Destination(person=case.requester)
        if side is Side.DEPARTMENT:
            to = await self._department(case)
        try:
            await self._post(case, side, to, key)
        except PageRefusedError:
            raise
        except DeliveryRefusedError:
            await self.repost(case, side, key)

    async def repost(self, case: Case, side: Side, key: str) -> None:
        """Post a card again whose channel is gone, where somebody can be reached.

        Under the same `key`, so that a retry, which finds no thread any more, does not post a second one.
        """
        lost = await self.threads.get(case.number, side)
        await self.directory.forget(lost.channel if lost is not None else "")
        await self.threads.drop(case.number, side)
        to = await self._department(case) if side is Side.DEPARTMENT else Destination(person=case.requester)
        await self._post(case, side, to, key)

    async def _post(self, case: Case, side: Side, to: Destination, key: str) -> None:
        posted = await self.surface.post(to, await self._page(case, side), key)
        root = to.thread or posted.message
        thread = CaseThread(posted.channel, root, posted.message, case.department)
        conversation = self.surface.conversation(case.requester, thread.channel, thread.thread)
        await self.threads.put(case.number, side, thread, conversation)

    async def _department(self, case: Case) -> Destination:
        """Return the channel of the department, else of the default one, else an owner's direct messages."""
        library = self.pages.library
        for name in dict.fromkeys((case.department, library.default_department)):
            channel = await self.directory.channel(library.department(name).channel)
            if channel is not None:
                return Destination(channel)
        for reference in self.reminders.owners(library.department(case.department)):
            for person in await self.directory.people(reference, near=case.requester):
                return Destination(person=person)
        # Retried until somebody invites Relais to a channel (`python -m bot doctor` says which).
        raise DeliveryDelayedError
