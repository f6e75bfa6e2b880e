"""The calls for each case event: card updates, relayed messages, internal notes.

Every key holds the case's version, so that a retry posts nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from actions.cases.acts import CaseForm, FillCase
from actions.cases.case import Side
from actions.cases.events import (
    RELAIS,
    Added,
    Amended,
    Answered,
    Cancelled,
    Event,
    Moved,
    Opened,
    Rated,
    Reassigned,
    Released,
    Reminded,
    Reopened,
    Resolved,
    Taken,
    Taught,
    Withdrawn,
)
from bot.outgoing.calls import (
    GiveDraft,
    Mark,
    Remind,
    ShowCard,
    ShowHome,
    ShowMovedCard,
    Sign,
    TellSide,
    UpdateCopy,
)
from bot.outgoing.replies import reply, reply_privately
from bot.pages.page import Button, Buttons, Page, Paragraph, Tone, as_written, mention, note

if TYPE_CHECKING:
    from actions.cases.case import Case
    from actions.cases.outcome import CaseChanged
    from actions.cases.ports import Clock
    from bot.outgoing.address import Address, FileLink
    from bot.outgoing.calls import Call
    from bot.outgoing.cases.reminders import CaseReminders
    from bot.pages.cases.cards import CasePages
    from bot.stores.case_threads import RedisCaseThreads
    from bot.strings import Strings


@dataclass(frozen=True, slots=True)
class EventMessages:
    """Returns the calls of events, laid out by `pages`."""

    pages: CasePages
    threads: RedisCaseThreads
    reminders: CaseReminders
    clock: Clock

    async def calls(  # noqa: C901, PLR0912  one flat branch a kind
        self, changed: CaseChanged, address: Address, say: Strings
    ) -> list[Call]:
        """Return the calls of an event, without the surface; `say` is in the language of who acted."""
        case, event, payload = changed.case, changed.event, changed.event.payload
        calls: list[Call] = [self._refresh(case, Side.DEPARTMENT), self._refresh(case, Side.REQUESTER)]
        match payload:
            case Added():
                received = self._received(changed, address, say)
                calls.append(self._added(case, event, payload, address.files, received))
            case Answered():
                calls.append(self._answered(case, event, payload, address.files))
            case Amended(ref, text):
                calls.append(self._update_copy(case, event, ref, text))
            case Withdrawn(ref):
                calls.append(self._update_copy(case, event, ref, None))
            case Taken() | Opened():
                pass
            case Reassigned(person):
                calls += self.reminders.assigned(case, event.by, person)
            case Released():
                calls.append(self._note_inside(case, "told_released", number=case.number))
            case Moved():
                calls = [*await self._moved(changed, payload), self._refresh(case, Side.REQUESTER)]
            case Resolved(line):
                values = {"person": mention(event.by), "line": as_written(line)}
                calls.append(self._resolved(case, line))
                calls.append(self._note_inside(case, "told_resolved_record", **values))
            case Reopened(words):
                calls.append(self._reopened(case, event, words))
            case Cancelled():
                who = mention(event.by)
                calls.append(self._note_inside(case, "told_cancelled_them", person=who, number=case.number))
            case Rated():
                calls.append(self._rated(case, address))
            case Reminded():
                calls.append(Remind(f"case:{case.number}:{case.version}:remind", case.number, case.version))
            case Taught():
                calls.append(GiveDraft(f"case:{case.number}:{case.version}:draft", case.number))
            case _:
                assert_never(payload)
        people = dict.fromkeys((case.requester, event.by, case.holder))
        return [*calls, *(self.home(case, person) for person in people if person and person != RELAIS)]

    def _refresh(self, case: Case, side: Side) -> ShowCard:
        return ShowCard(f"case:{case.number}:{case.version}:{side}", case.number, side)

    def home(self, case: Case, person: str) -> ShowHome:
        """Return the call that updates a person's App Home."""
        return ShowHome(f"case:{case.number}:{case.version}:home:{person}", person)

    def new_card(self, case: Case) -> ShowCard:
        """Return the call that posts the card of the present department."""
        key = f"case:{case.number}:{Side.DEPARTMENT}:{case.version}"
        return ShowCard(key, case.number, Side.DEPARTMENT, post=True)

    def _tell(  # noqa: PLR0913  what a message to a side has
        self,
        case: Case,
        side: Side,
        page: Page,
        name: str,
        *,
        ref: str = "",
        files: tuple[FileLink, ...] = (),
        then: tuple[Call, ...] = (),
    ) -> TellSide:
        key = f"case:{case.number}:{case.version}:{side}:{name}"
        return TellSide(key, case.number, side, page, ref, files, then=then)

    def _note_inside(self, case: Case, key: str, **values: object) -> TellSide:
        """Return a note for the department's thread."""
        say = self.pages.strings[self.pages.language_of(case)]
        return self._tell(case, Side.DEPARTMENT, note(say(key, **values)), key)

    def _added(
        self, case: Case, event: Event, added: Added, files: tuple[FileLink, ...], received: Call
    ) -> TellSide:
        """Return the message to the department, and then `received` for the requester."""
        say = self.pages.strings[self.pages.language_of(case)]
        page = note(say("told_added", person=mention(event.by), text=as_written(added.text)))
        return self._tell(case, Side.DEPARTMENT, page, "added", ref=added.ref, files=files, then=(received,))

    def _received(self, changed: CaseChanged, address: Address, say: Strings) -> Call:
        """Confirm to the requester that their text was relayed: by a mark on their message, else a reply."""
        case, payload = changed.case, changed.event.payload
        department = self.pages.name(case.department, case.opened.language)
        key = f"case:{case.number}:{case.version}:heard"
        if changed.joined:
            return reply(key, address, note(say("told_joined", number=case.number, department=department)))
        if isinstance(payload, Added) and payload.ref:
            return Mark(key, payload.ref, Sign.RECEIVED)
        return reply_privately(key, address, note(say("told_passed_on", department=department)))

    def _answered(self, case: Case, event: Event, answer: Answered, files: tuple[FileLink, ...]) -> TellSide:
        """Return the answer; once it is there, the department reads that it was sent."""
        say, who = self.pages.strings[case.opened.language], mention(event.by)
        department = self.pages.name(case.department, case.opened.language)
        page = note(say("told_answer", person=who, department=department, text=as_written(answer.text)))
        sent: Call = self._note_inside(case, "told_record", person=who, text=as_written(answer.text))
        if answer.ref:
            sent = Mark(f"case:{case.number}:{case.version}:sent", answer.ref, Sign.SENT)
        return self._tell(case, Side.REQUESTER, page, "answer", ref=answer.ref, files=files, then=(sent,))

    def _update_copy(self, case: Case, event: Event, ref: str, text: str | None) -> UpdateCopy:
        """Return the update of a relayed copy after its message was edited or deleted."""
        message = next(each for each in case.relayed if each.ref == ref)
        language = case.opened.language if message.from_department else self.pages.language_of(case)
        say = self.pages.strings[language]
        shown = say("told_withdrawn") if text is None else as_written(text)
        values = {"person": mention(message.by), "text": shown}
        if message.from_department:
            department = self.pages.name(case.department, language)
            page = note(say("told_answer", department=department, **values))
        else:
            page = note(say("told_added", **values))
        page = replace(page, when_cut=say("told_cut"))
        key = f"case:{case.number}:{case.version}:copy:{event.payload.kind}"
        side = Side.REQUESTER if message.from_department else Side.DEPARTMENT
        return UpdateCopy(key, ref, page, case.number, side)

    async def _moved(self, changed: CaseChanged, moved: Moved) -> list[Call]:
        """Return the calls that replace the old card, post a new one, and tell the requester."""
        case, before = changed.case, changed.department
        number, language = case.number, case.opened.language
        calls: list[Call] = []
        old = await self.threads.get(number, Side.DEPARTMENT)
        if old is not None and old.department == before:
            key = f"case:{number}:{case.version}:old"
            calls.append(ShowMovedCard(key, number, old.channel, old.message, before, case.department))
        calls.append(self.new_card(case))
        if moved.reason:
            who = mention(changed.event.by)
            calls.append(
                self._note_inside(case, "told_moved_record", person=who, reason=as_written(moved.reason))
            )
        say, department = self.pages.strings[language], self.pages.name(case.department, language)
        if before in self.pages.library.departments:
            name, due = self.pages.name(before, language), self.pages.due(case, self.clock.now(), language)
            text = say("told_moved", before=name, number=number, department=department, due=due)
        else:
            text = say("told_moved_gone", number=number, department=department)
        return [*calls, self._tell(case, Side.REQUESTER, note(text), "moved")]

    def _resolved(self, case: Case, line: str) -> TellSide:
        say = self.pages.strings[case.opened.language]
        department = self.pages.name(case.department, case.opened.language)
        text = say("told_resolved", department=department, number=case.number, line=as_written(line))
        question = Paragraph(say("told_resolved_ask"), Tone.SMALL)
        buttons = Buttons(tuple(self.pages.requester_buttons(case, say)))
        return self._tell(case, Side.REQUESTER, Page(text, (Paragraph(text), question, buttons)), "resolved")

    def _reopened(self, case: Case, event: Event, words: str) -> TellSide:
        if event.by == case.requester:
            values = {"person": mention(event.by), "number": case.number, "words": as_written(words)}
            return self._note_inside(case, "told_reopened_them", **values)
        say = self.pages.strings[case.opened.language]
        department = self.pages.name(case.department, case.opened.language)
        page = note(say("told_reopened", department=department, number=case.number))
        return self._tell(case, Side.REQUESTER, page, "reopened")

    def _rated(self, case: Case, address: Address) -> Call:
        say = self.pages.strings[case.opened.language]
        text = say("told_rated", department=self.pages.name(case.department, case.opened.language))
        remark = Button(say("button_case_remark"), FillCase(CaseForm.REMARK, case.number))
        page = note(text) if case.remark else note(text, remark)
        return reply_privately(f"case:{case.number}:{case.version}:rated", address, page)
