"""Makes calls on a surface; the thread of each side of a case is looked up at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.cases.case import Side, replay
from actions.cases.events import Reminded
from actions.cases.lessons import draft
from actions.cases.outcome import CaseChanged
from bot.files.file import File, NoSuchFileError
from bot.outgoing.address import Address, Destination
from bot.outgoing.calls import (
    Call,
    GiveDraft,
    GiveFile,
    LinkCase,
    Mark,
    Remind,
    Say,
    SayWait,
    ShowCard,
    ShowHome,
    ShowMovedCard,
    TellAgain,
    TellSide,
    Update,
    UpdateCopy,
    Whisper,
    Withdraw,
)
from bot.outgoing.surface import DeliveryRefusedError, PageRefusedError, PlaceLostError
from bot.pages.page import as_written, note

if TYPE_CHECKING:
    from actions.cases.case import Case
    from actions.language import Language
    from bot.files.render import Files
    from bot.outgoing.cases.cards import CaseCards
    from bot.outgoing.cases.event_messages import EventMessages
    from bot.outgoing.home import Homes
    from bot.outgoing.surface import Surface
    from bot.stores.case_threads import CaseThread


CaseCall = ShowHome | ShowCard | ShowMovedCard | TellSide | UpdateCopy | LinkCase | GiveDraft


@dataclass(frozen=True, slots=True)
class Delivery:
    """Makes calls; `cards` finds the threads of cases, `homes` lays App Homes out, `files` draws files.

    `events` plans the calls of a case's event again.
    """

    surface: Surface
    cards: CaseCards
    homes: Homes
    files: Files
    events: EventMessages

    async def make(  # noqa: C901, PLR0912  one flat branch a call
        self, call: Call
    ) -> tuple[Call, ...]:
        """Make the call once, and return those that follow from it.

        Raises:
            DeliveryDelayedError: the surface is away or busy, or refuses Relais for now; to be retried.
            DeliveryRefusedError: the surface will not take this call.
        """
        match call:
            case Remind(_, number, version):
                return await self._reminders(number, version)
            case TellAgain(_, number, version, of):
                return tuple(each for each in await self._of_event(number, version) if each.key == of)
            case _ if isinstance(call, CaseCall):
                await self._make_of_case(call)
            case Say(key, to, page, replaces):
                if (there := await self._looked_up(to)) is not None:
                    await self.surface.post(there, page, key, replaces=replaces)
            case SayWait(key, to, page, reply_key):
                if not await self.surface.is_posted(reply_key):
                    await self.surface.post(to, page, key)
            case Withdraw(_, _, of):
                await self.surface.withdraw(of)
            case Update(_, channel, message, page):
                await self.surface.update(channel, message, page)
            case Whisper():
                await self._whisper(call)
            case Mark(_, ref, sign):
                await self.surface.mark(ref, sign)
            case GiveFile():
                await self._give_file(call)
            case _:
                assert_never(call)
        return ()

    async def _make_of_case(self, call: CaseCall) -> None:
        """Make a call that is drawn from the stores when it is made."""
        match call:
            case ShowHome(_, person):
                await self.surface.show_home(person, await self.homes.page(person))
            case ShowCard():
                await self.cards.show(call)
            case ShowMovedCard():
                await self._show_moved_card(call)
            case TellSide():
                await self._tell_side(call)
            case UpdateCopy(_, ref, page):
                # Relayed before in the same lane: where there is no copy, there is nothing to update.
                if (copy := await self.cards.threads.copy(ref)) is not None:
                    channel, message, *further = copy
                    await self.surface.update(channel, message, page, further)
            case LinkCase():
                await self._link_case(call)
            case GiveDraft(key, number):
                await self._give_draft(key, number)
            case _:
                assert_never(call)

    def notices(self, call: Call, person: str, language: Language) -> tuple[Call, ...]:
        """Return the calls that tell somebody that `call`, of the act of `person`, was given up.

        Of an answer, the department is told; of any other message, the person who acted. What only refreshes
        a card, a mark or an App Home is told to nobody.
        """
        strings, key = self.cards.pages.strings, f"{call.key}:given-up"
        match call:
            case TellSide(_, number, Side.REQUESTER):
                page = note(strings[language]("told_unreachable"))
                return (TellSide(key, number, Side.DEPARTMENT, page),)
            case TellSide(_, number, Side.DEPARTMENT) if person:
                page = note(strings[language]("told_not_passed_on", number=number))
                return (Say(key, Destination(person=person), page),)
            case Say() | Whisper() | GiveFile() if person:
                page = note(strings[language]("reply_refused"))
                return (Say(key, Destination(person=person), page),)
            case _:
                return ()

    async def _looked_up(self, to: Destination) -> Destination | None:
        """Return the channel of a department; None where Relais is in none, which `doctor` says."""
        if not to.department:
            return to
        channel = await self.cards.directory.channel(
            self.cards.pages.library.department(to.department).channel
        )
        return Destination(channel) if channel is not None else None

    async def _whisper(self, call: Whisper) -> None:
        """Tell a person in a channel; where they cannot be shown it, in private: they may only preview it."""
        try:
            await self.surface.whisper(call.to, call.person, call.page, call.key)
        except PlaceLostError:
            if call.optional:
                raise
            await self.surface.post(Destination(person=call.person), call.page, f"{call.key}:private")

    async def _give_file(self, call: GiveFile) -> None:
        """Draw the file and upload it."""
        try:
            file = await self.files.render_file(call.file_ref, call.person, call.language)
        except NoSuchFileError as error:
            raise DeliveryRefusedError("nothing to draw any more") from error
        await self.surface.upload(call.to, file, call.key)

    async def _show_moved_card(self, call: ShowMovedCard) -> None:
        pages = self.cards.pages
        page = pages.moved_card(call.number, pages.library.department(call.before), call.to)
        await self.surface.update(call.channel, call.message, page)

    async def _tell_side(self, call: TellSide) -> None:
        """Post into a side's thread; where it is refused there, post a new card and try once more there.

        Both under the keys of the first attempt, by which a retry finds them.
        """
        case = await self.cards.cases.case(call.number)
        if case is None:
            return
        thread = await self.cards.thread(case, call.side, call.key)
        if thread is None:
            raise DeliveryRefusedError("no thread")
        try:
            await self._say_in(thread, case, call)
        except PageRefusedError:
            raise
        except DeliveryRefusedError:
            await self.cards.repost(case, call.side, f"{call.key}:card")
            thread = await self.cards.threads.get(case.number, call.side)
            if thread is not None:
                await self._say_in(thread, case, call)

    async def _say_in(self, thread: CaseThread, case: Case, call: TellSide) -> None:
        to = Destination(thread.channel, thread.thread)
        posted = await self.surface.post(to, call.page, call.key, broadcast=call.broadcast)
        if call.ref:
            await self.cards.threads.note_copy(call.ref, posted.channel, posted.message, *posted.further)
        pages = self.cards.pages
        language = case.opened.language if call.side is Side.REQUESTER else pages.language_of(case)
        for name in await self.surface.copy_files(call.files, to, call.key):
            page = note(pages.strings[language]("told_file_lost", name=as_written(name)))
            await self.surface.post(to, page, f"{call.key}:lost:{name}")

    async def _link_case(self, call: LinkCase) -> None:
        thread = await self.cards.threads.get(call.number, Side.DEPARTMENT)
        text = call.text
        if thread is not None:
            address = await self.surface.link(thread.channel, thread.message)
            text = f"{text} [{call.label}]({address})"
        await self.surface.post(Destination(person=call.person), note(text), call.key)

    async def _give_draft(self, key: str, number: int) -> None:
        case = await self.cards.cases.case(number)
        thread = await self.cards.threads.get(number, Side.DEPARTMENT)
        if case is None or thread is None:
            return
        pages = self.cards.pages
        name, text = draft(case, pages.library)
        file = File(text.encode(), name, name, "")
        comment = pages.strings[pages.language_of(case)]("told_taught")
        await self.surface.upload(Destination(thread.channel, thread.thread), file, key, comment)

    async def _reminders(self, number: int, version: int) -> tuple[Call, ...]:
        """Return the calls that remind people, where nothing happened to the case since."""
        events = await self.cards.cases.store.events(number)
        reminded = events[version - 1].payload if 0 < version <= len(events) else None
        if not isinstance(reminded, Reminded) or not replay(events).is_open:
            return ()
        case, now = replay(events[:version]), self.cards.cases.clock.now()
        return tuple(await self.cards.reminders.calls(case, reminded.step, now))

    async def _of_event(self, number: int, version: int) -> tuple[Call, ...]:
        """Return the calls of a case's event, as they were planned when it happened."""
        events = await self.cards.cases.store.events(number)
        if not 1 < version <= len(events):
            return ()
        event, case = events[version - 1], replay(events[:version])
        changed = CaseChanged(case, event, replay(events[: version - 1]).department)
        say = self.cards.pages.strings[case.opened.language]
        return tuple(await self.events.calls(changed, Address(event.by), say))
