"""What a change of a case gives to say to each side: cards drawn anew, words that cross, words that stay.

Every key holds the case's version, so that a second attempt says nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from actions.cases.acts import CaseForm, FillCase
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
    CARD,
    COPY,
    DRAFT,
    HOME,
    OLD_CARD,
    POST,
    in_thread,
    mark,
    page_of,
    whisper,
)
from bot.pages.page import Button, Buttons, Page, Paragraph, Piece, Tone, note
from bot.queue.envelope import Outgoing
from bot.slack.blocks.render import render
from bot.slack.workspace.people import mention, user_of
from bot.stores.case_threads import DEPARTMENT, REQUESTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.cases.case import Case
    from actions.cases.outcome import CaseChanged
    from actions.cases.ports import Clock
    from bot.outgoing.cases.reminders import CaseReminders
    from bot.pages.cases.cards import CasePages
    from bot.queue.envelope import Envelope
    from bot.stores.case_threads import RedisCaseThreads
    from bot.strings import Strings

SEEN = "incoming_envelope"
SENT = "outbox_tray"


@dataclass(frozen=True, slots=True)
class CaseChanges:
    """Draws changes with `pages`."""

    pages: CasePages
    threads: RedisCaseThreads
    reminders: CaseReminders
    clock: Clock

    async def draw(  # noqa: C901, PLR0912  one flat branch a kind
        self, changed: CaseChanged, envelope: Envelope, say: Strings
    ) -> list[Outgoing]:
        """Return the calls; `say` is in the language of whoever did it."""
        case, event, payload = changed.case, changed.event, changed.event.payload
        told: list[Outgoing] = [self._refresh(case, DEPARTMENT), self._refresh(case, REQUESTER)]
        match payload:
            case Added():
                told += self._added(case, event, payload, envelope)
                told += self._heard(changed, envelope, say)
            case Answered():
                told += self._answered(case, event, payload, envelope)
            case Amended(ref, text):
                told.append(self._copy(case, event, ref, text))
            case Withdrawn(ref):
                told.append(self._copy(case, event, ref, None))
            case Taken() | Opened():
                pass
            case Reassigned(person):
                told += self.reminders.given(case, event.by, person)
            case Released():
                told.append(self._them(case, "told_released", number=case.number))
            case Moved():
                told = [*await self._moved(changed, payload), self._refresh(case, REQUESTER)]
            case Resolved(line):
                told.append(self._resolved(case, line))
                told.append(self._them(case, "told_resolved_record", person=mention(event.by), line=line))
            case Reopened(words):
                told.append(self._reopened(case, event, words))
            case Cancelled():
                told.append(
                    self._them(case, "told_cancelled_them", person=mention(event.by), number=case.number)
                )
            case Rated():
                told += self._rated(case, envelope)
            case Reminded(step):
                told += await self.reminders.calls(case, step, self.clock.now())
            case Taught():
                told.append(
                    Outgoing(f"case:{case.number}:{case.version}:draft", DRAFT, {"number": case.number})
                )
            case _:
                assert_never(payload)
        homes = dict.fromkeys((case.requester, event.by, case.holder))
        return [*told, *(self.home(case, person) for person in homes if person and person != RELAIS)]

    def _refresh(self, case: Case, side: str) -> Outgoing:
        key = f"case:{case.number}:{case.version}:{side}"
        return Outgoing(key, CARD, {"number": case.number, "side": side, "post": False})

    def home(self, case: Case, person: str) -> Outgoing:
        """Draw a person's home again."""
        user = user_of(person)
        return Outgoing(f"case:{case.number}:{case.version}:home:{user}", HOME, {"person": person})

    def _post(  # noqa: PLR0913  what a message to a side has
        self, case: Case, side: str, page: Page, *, name: str = "told", ref: str = "",
        files: list[dict[str, Any]] | None = None,
    ) -> Outgoing:  # fmt: skip
        message = render(page)
        call = {"number": case.number, "side": side, "text": message.text, "blocks": message.blocks}
        key = f"case:{case.number}:{case.version}:{side}:{name}"
        return Outgoing(key, POST, {**call, "ref": ref, "files": files or []})

    def _them(self, case: Case, key: str, **values: object) -> Outgoing:
        """Tell the department, in its thread."""
        say = self.pages.strings[self.pages.language_of(case)]
        return self._post(case, DEPARTMENT, note(say(key, **values)), name=key)

    def _added(self, case: Case, event: Event, added: Added, envelope: Envelope) -> Iterator[Outgoing]:
        say = self.pages.strings[self.pages.language_of(case)]
        page = note(say("told_added", person=mention(event.by), text=added.text))
        files = envelope.address.get("files")
        yield self._post(case, DEPARTMENT, page, name="added", ref=added.ref, files=files)

    def _heard(self, changed: CaseChanged, envelope: Envelope, say: Strings) -> Iterator[Outgoing]:
        """Show the requester that what they wrote went on: a mark on their message, else a line."""
        case, payload = changed.case, changed.event.payload
        department = self.pages.name(case.department, case.opened.language)
        key = f"case:{case.number}:{case.version}:heard"
        if changed.joined:
            told = say("told_joined", number=case.number, department=department)
            yield in_thread(key, envelope, note(told))
        elif isinstance(payload, Added) and payload.ref:
            yield mark(key, payload.ref, SEEN)
        else:
            yield whisper(key, envelope, note(say("told_passed_on", department=department)))

    def _answered(self, case: Case, event: Event, answer: Answered, envelope: Envelope) -> Iterator[Outgoing]:
        say = self.pages.strings[case.opened.language]
        department = self.pages.name(case.department, case.opened.language)
        page = note(say("told_answer", person=mention(event.by), department=department, text=answer.text))
        files = envelope.address.get("files")
        yield self._post(case, REQUESTER, page, name="answer", ref=answer.ref, files=files)
        if answer.ref:
            yield mark(f"case:{case.number}:{case.version}:sent", answer.ref, SENT)
        else:
            yield self._them(case, "told_record", person=mention(event.by), text=answer.text)

    def _copy(self, case: Case, event: Event, ref: str, text: str | None) -> Outgoing:
        """Let the copy of a message say what the message says now."""
        relayed = next(each for each in case.relayed if each.ref == ref)
        mine = case.opened.language if relayed.from_department else self.pages.language_of(case)
        say = self.pages.strings[mine]
        words = text if text is not None else say("told_withdrawn")
        if relayed.from_department:
            department = self.pages.name(case.department, mine)
            told = say("told_answer", person=mention(relayed.by), department=department, text=words)
        else:
            told = say("told_added", person=mention(relayed.by), text=words)
        message = render(note(told))
        call = {"ref": ref, "text": message.text, "blocks": message.blocks}
        return Outgoing(f"case:{case.number}:{case.version}:copy:{event.payload.kind}", COPY, call)

    async def _moved(self, changed: CaseChanged, moved: Moved) -> list[Outgoing]:
        """Close the old card, post the new one, tell the requester; the reason stays inside."""
        case, by = changed.case, changed.event.by
        number, version = case.number, case.version
        calls = []
        old = await self.threads.get(number, DEPARTMENT)
        if old is not None and old.department == changed.department:
            call = {
                "number": number, "channel": old.channel, "message": old.message,
                "before": changed.department, "to": case.department,
            }  # fmt: skip
            calls.append(Outgoing(f"case:{number}:{version}:old", OLD_CARD, call))
        calls.append(self.new_card(case))
        if moved.reason:
            calls.append(self._them(case, "told_moved_record", person=mention(by), reason=moved.reason))
        language = case.opened.language
        say, now = self.pages.strings[language], self.clock.now()
        department, before = self.pages.name(case.department, language), changed.department
        if before in self.pages.library.departments:
            told = say(
                "told_moved", before=self.pages.name(before, language), number=number, department=department,
                due=self.pages.due(case, now, language),
            )  # fmt: skip
        else:
            told = say("told_moved_gone", number=number, department=department)
        return [*calls, self._post(case, REQUESTER, note(told), name="moved")]

    def _resolved(self, case: Case, line: str) -> Outgoing:
        say = self.pages.strings[case.opened.language]
        department = self.pages.name(case.department, case.opened.language)
        told = say("told_resolved", department=department, number=case.number, line=line)
        pieces: tuple[Piece, ...] = (
            Paragraph(told),
            Paragraph(say("told_resolved_ask"), Tone.SMALL),
            Buttons(tuple(self.pages.requester_buttons(case, say))),
        )
        return self._post(case, REQUESTER, Page(told, pieces), name="resolved")

    def _reopened(self, case: Case, event: Event, words: str) -> Outgoing:
        if event.by == case.requester:
            values = {"person": mention(event.by), "number": case.number, "words": words}
            return self._them(case, "told_reopened_them", **values)
        say = self.pages.strings[case.opened.language]
        department = self.pages.name(case.department, case.opened.language)
        told = say("told_reopened", department=department, number=case.number)
        return self._post(case, REQUESTER, note(told), name="reopened")

    def _rated(self, case: Case, envelope: Envelope) -> Iterator[Outgoing]:
        say = self.pages.strings[case.opened.language]
        told = say("told_rated", department=self.pages.name(case.department, case.opened.language))
        word = Button(say("button_case_remark"), FillCase(CaseForm.REMARK, case.number))
        page = note(told) if case.remark else page_of(told, word)
        yield whisper(f"case:{case.number}:{case.version}:rated", envelope, page)

    def new_card(self, case: Case) -> Outgoing:
        """Post the card of the department that has the case now."""
        card = {"number": case.number, "side": DEPARTMENT, "post": True}
        return Outgoing(f"case:{case.number}:{DEPARTMENT}:{case.version}", CARD, card)
