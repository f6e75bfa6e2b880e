"""What an outcome on a case gives to say, and to whom: as calls for the queue.

A call names the case and the side; where that is, and how the case stands, is looked up when it is made
(`bot.slack.case_delivery`). Every key holds the case's version, so that a second attempt says nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from actions.cases.acts import CaseForm, FillCase, Reopen, SendEdit
from actions.cases.events import (
    RELAIS,
    Added,
    Amended,
    Answered,
    Audience,
    Cancelled,
    Event,
    Moved,
    Nudged,
    Opened,
    Rated,
    Reassigned,
    Released,
    Reopened,
    Resolved,
    Taken,
    Taught,
    Withdrawn,
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
from bot.envelope import Outgoing
from bot.page import Button, Buttons, Items, Page, Paragraph, Piece, Tone, note
from bot.slack.people import user_of, who
from bot.slack.render import render
from bot.stores.places import DEPARTMENT, REQUESTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.cases.case import Case
    from actions.cases.digest import Digest
    from actions.cases.ports import Clock
    from actions.model import Language
    from bot.case_page import CasePages
    from bot.envelope import Envelope
    from bot.slack.nudges import Nudges
    from bot.stores.places import RedisPlaces
    from bot.strings import Strings

# The calls of `bot.slack.case_delivery`.
CARD, POST, COPY, OLD_CARD, DM, HOME, DRAFT = (
    "case_card", "case_post", "case_copy", "case_old_card", "case_dm", "case_home", "case_draft",
)  # fmt: skip
SEEN = "incoming_envelope"
SENT = "outbox_tray"
_MOST_IN_DIGEST = 15


@dataclass(frozen=True, slots=True)
class CaseCalls:
    """Draws outcomes with `pages`."""

    pages: CasePages
    places: RedisPlaces
    nudges: Nudges
    clock: Clock

    async def draw(self, outcome: CaseOutcome, envelope: Envelope, language: Language) -> list[Outgoing]:
        """Return the calls; `language` is that of whoever did it."""
        key, say = envelope.reply_key, self.pages.strings[language]
        match outcome:
            case CaseOpened(case, _):
                return list(self._opened(case, envelope))
            case CaseChanged():
                return await self._changed(outcome, envelope, say)
            case CaseRefused():
                return [self._whisper(key, envelope, note(self.refusal(outcome, say, language)))]
            case CaseList():
                return [self._whisper(key, envelope, self.listed(outcome, language))]
            case CaseClosed(case, _):
                told = say("closed_here", number=case.number)
                button = Button(say("button_case_reopen"), Reopen(case.number))
                return [_in_thread(key, envelope, _page(told, button))]
            case CaseEdited(_, ref, _):
                button = Button(say("button_case_send_edit"), SendEdit(ref))
                return [self._whisper(key, envelope, _page(say("edited_here"), button))]
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
        yield self._new_card(case)
        yield self._home(case, case.requester)
        channel = address.get("ordered_in") or ("" if here else address.get("channel", ""))
        if channel and not str(channel).startswith("D"):
            told = self.pages.strings[case.opened.language]("answered_in_private")
            whom = {"channel": channel, "user": address["user"], **_thread_of(address)}
            yield _ephemeral(f"case:{number}:where", whom, note(told))

    def _new_card(self, case: Case) -> Outgoing:
        card = {"number": case.number, "side": DEPARTMENT, "post": True}
        return Outgoing(f"case:{case.number}:{DEPARTMENT}:{case.version}", CARD, card)

    async def _changed(  # noqa: C901, PLR0912  one flat branch a kind
        self, changed: CaseChanged, envelope: Envelope, say: Strings
    ) -> list[Outgoing]:
        case, event, what = changed.case, changed.event, changed.event.what
        told: list[Outgoing] = [self._refresh(case, DEPARTMENT), self._refresh(case, REQUESTER)]
        match what:
            case Added():
                told += self._added(case, event, what, envelope)
                told += self._heard(changed, envelope, say)
            case Answered():
                told += self._answered(case, event, what, envelope)
            case Amended(ref, text):
                told.append(self._copy(case, event, ref, text))
            case Withdrawn(ref):
                told.append(self._copy(case, event, ref, None))
            case Taken() | Opened():
                pass
            case Reassigned(person):
                told += self._given(case, event, person)
            case Released():
                told.append(self._them(case, "told_released", number=case.number))
            case Moved():
                told = [*await self._moved(changed, what), self._refresh(case, REQUESTER)]
            case Resolved(line):
                told.append(self._resolved(case, line))
                told.append(self._them(case, "told_resolved_record", person=who(event.by), line=line))
            case Reopened(words):
                told.append(self._reopened(case, event, words))
            case Cancelled():
                told.append(self._them(case, "told_cancelled_them", person=who(event.by), number=case.number))
            case Rated():
                told += self._rated(case, envelope)
            case Nudged(step):
                told += await self.nudges.calls(case, step, self.clock.now())
            case Taught():
                told.append(
                    Outgoing(f"case:{case.number}:{case.version}:draft", DRAFT, {"number": case.number})
                )
            case _:
                assert_never(what)
        homes = dict.fromkeys((case.requester, event.by, case.holder))
        return [*told, *(self._home(case, person) for person in homes if person and person != RELAIS)]

    def _refresh(self, case: Case, side: str) -> Outgoing:
        key = f"case:{case.number}:{case.version}:{side}"
        return Outgoing(key, CARD, {"number": case.number, "side": side, "post": False})

    def _home(self, case: Case, person: str) -> Outgoing:
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
        page = note(say("told_added", person=who(event.by), text=added.text))
        files = envelope.address.get("files")
        yield self._post(case, DEPARTMENT, page, name="added", ref=added.ref, files=files)

    def _heard(self, changed: CaseChanged, envelope: Envelope, say: Strings) -> Iterator[Outgoing]:
        """Show the requester that what they wrote went on: a mark on their message, else a line."""
        case, what = changed.case, changed.event.what
        department = self.pages.name(case.department, case.opened.language)
        key = f"case:{case.number}:{case.version}:heard"
        if changed.joined:
            told = say("told_joined", number=case.number, department=department)
            yield _in_thread(key, envelope, note(told))
        elif isinstance(what, Added) and what.ref:
            yield _mark(key, what.ref, SEEN)
        else:
            yield self._whisper(key, envelope, note(say("told_passed_on", department=department)))

    def _answered(self, case: Case, event: Event, answer: Answered, envelope: Envelope) -> Iterator[Outgoing]:
        say = self.pages.strings[case.opened.language]
        department = self.pages.name(case.department, case.opened.language)
        page = note(say("told_answer", person=who(event.by), department=department, text=answer.text))
        files = envelope.address.get("files")
        yield self._post(case, REQUESTER, page, name="answer", ref=answer.ref, files=files)
        if answer.ref:
            yield _mark(f"case:{case.number}:{case.version}:sent", answer.ref, SENT)
        else:
            yield self._them(case, "told_record", person=who(event.by), text=answer.text)

    def _copy(self, case: Case, event: Event, ref: str, text: str | None) -> Outgoing:
        """Let the copy of a message say what the message says now."""
        crossed = next(each for each in case.crossed if each.ref == ref)
        mine = case.opened.language if crossed.from_department else self.pages.language_of(case)
        say = self.pages.strings[mine]
        words = text if text is not None else say("told_withdrawn")
        if crossed.from_department:
            department = self.pages.name(case.department, mine)
            told = say("told_answer", person=who(crossed.by), department=department, text=words)
        else:
            told = say("told_added", person=who(crossed.by), text=words)
        message = render(note(told))
        call = {"ref": ref, "text": message.text, "blocks": message.blocks}
        return Outgoing(f"case:{case.number}:{case.version}:copy:{event.what.kind}", COPY, call)

    def _given(self, case: Case, event: Event, person: str) -> Iterator[Outgoing]:
        if person == event.by:
            return
        say = self.pages.strings[self.pages.language_of(case)]
        department = self.pages.name(case.department, self.pages.language_of(case))
        told = say(
            "told_yours", person=who(event.by), number=case.number, department=department, link="{link}"
        )
        call = {"user": user_of(person), "text": told, "number": case.number, "open": say("nudge_open")}
        yield Outgoing(f"case:{case.number}:{case.version}:yours", DM, call)

    async def _moved(self, changed: CaseChanged, moved: Moved) -> list[Outgoing]:
        """Close the old card, post the new one, tell the requester; the reason stays inside."""
        case, by = changed.case, changed.event.by
        number, version = case.number, case.version
        calls = []
        old = await self.places.get(number, DEPARTMENT)
        if old is not None and old.department == changed.department:
            call = {
                "number": number, "channel": old.channel, "message": old.message,
                "before": changed.department, "to": case.department,
            }  # fmt: skip
            calls.append(Outgoing(f"case:{number}:{version}:old", OLD_CARD, call))
        calls.append(self._new_card(case))
        if moved.reason:
            calls.append(self._them(case, "told_moved_record", person=who(by), reason=moved.reason))
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
            values = {"person": who(event.by), "number": case.number, "words": words}
            return self._them(case, "told_reopened_them", **values)
        say = self.pages.strings[case.opened.language]
        department = self.pages.name(case.department, case.opened.language)
        told = say("told_reopened", department=department, number=case.number)
        return self._post(case, REQUESTER, note(told), name="reopened")

    def _rated(self, case: Case, envelope: Envelope) -> Iterator[Outgoing]:
        say = self.pages.strings[case.opened.language]
        told = say("told_rated", department=self.pages.name(case.department, case.opened.language))
        word = Button(say("button_case_remark"), FillCase(CaseForm.REMARK, case.number))
        page = note(told) if case.remark else _page(told, word)
        yield self._whisper(f"case:{case.number}:{case.version}:rated", envelope, page)

    async def digest(self, told: Digest) -> list[Outgoing]:
        """Return a department's morning: counts, then its open cases, the most pressing first."""
        department = self.pages.library.department(told.department)
        channel = await self.nudges.directory.channel(department.channel)
        if channel is None:
            return []
        language, now = department.languages[0], self.clock.now()
        say = self.pages.strings[language]
        title = say("digest", open=len(told.open), late=told.late, resolved=told.resolved)
        lines = tuple(self.pages.digest_line(case, now, language) for case in told.open[:_MOST_IN_DIGEST])
        pieces: list[Piece] = [Paragraph(title), *([Items(lines)] if lines else [])]
        message = render(Page(title, tuple(pieces)))
        call = {"channel": channel, "text": message.text, "blocks": message.blocks}
        return [Outgoing(f"digest:{told.department}:{told.day}", "chat.postMessage", call)]

    def refusal(self, refused: CaseRefused, say: Strings, language: Language) -> str:
        """Return why nothing happened."""
        case = refused.case
        holder = who(case.holder) if case and case.holder else ""
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
            line = say(
                "cases_mine_line", number=case.number, department=department, state=standing, promise=""
            ).rstrip()
            pieces.append(Paragraph(line))
            pieces.append(Buttons(tuple(self.pages.requester_buttons(case, say))))
        return Page(say("cases_mine"), tuple(pieces))

    def _whisper(self, key: str, envelope: Envelope, page: Page) -> Outgoing:
        """Say something to whoever did it, and to nobody else."""
        address = envelope.address
        channel = str(address.get("channel") or "")
        if not channel:
            message = render(page)
            call = {"user": address["user"], "text": message.text, "blocks": message.blocks}
            return Outgoing(key, DM, call)
        if channel.startswith("D"):
            return _in_thread(key, envelope, page)
        # Under a card in a channel there may be no thread, and nobody who pressed looks into one.
        thread = {} if address.get("thread") == address.get("message") else _thread_of(address)
        return _ephemeral(key, {"channel": channel, "user": address["user"], **thread}, page)


def _page(text: str, *buttons: Button) -> Page:
    return Page(text, (Paragraph(text), Buttons(buttons)))


def _thread_of(address: dict[str, Any]) -> dict[str, str]:
    return {"thread_ts": str(address["thread"])} if address.get("thread") else {}


def _in_thread(key: str, envelope: Envelope, page: Page) -> Outgoing:
    message, address = render(page), envelope.address
    where = {"channel": address["channel"], **_thread_of(address)}
    return Outgoing(key, "chat.postMessage", {**where, "text": message.text, "blocks": message.blocks})


def _ephemeral(key: str, whom: dict[str, Any], page: Page) -> Outgoing:
    message = render(page)
    return Outgoing(key, "chat.postEphemeral", {**whom, "text": message.text, "blocks": message.blocks})


def _mark(key: str, ref: str, name: str) -> Outgoing:
    channel, _, message = ref.partition(":")
    return Outgoing(key, "reactions.add", {"channel": channel, "timestamp": message, "name": name})
