"""A case laid out for each side: the requester's card, the department's card, and lists of them.

A card always shows the present state. What is internal to the department is on its own card only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.cases.acts import Cancel, CaseForm, FillCase, RateCase, Reopen, Take
from actions.cases.case import CLOSED, State
from actions.cases.events import Audience, Urgency
from actions.cases.reminders import promise
from bot.pages.dates import moment
from bot.pages.page import Button, Buttons, Page, Paragraph, Piece, Tone, channel_link, mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from actions.cases.case import Case
    from actions.knowledge.department import Department
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.strings import Strings

# What a card shows of a long request or of the conversation before; the original is a press away.
_LONGEST = 1200
_MOST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class CasePages:
    """Lays cases out as they are at `now`."""

    library: Library
    strings: Mapping[Language, Strings]

    def language_of(self, case: Case) -> Language:
        """Return the language of the department's card."""
        return self.library.department(case.department).languages[0]

    def name(self, department: str, language: Language) -> str:
        """Return a department's name."""
        return self.library.department(department).name.in_(language)

    def when(self, at: datetime, case: Case, now: datetime, language: Language) -> str:
        """Return an instant by the department's clock."""
        zone = self.library.department(case.department).opening.zone
        return moment(at, zone, now, self.strings[language], language)

    def due(self, case: Case, now: datetime, language: Language) -> str:
        """Return when an answer is, or was, expected."""
        return self.when(promise(case, self.library, now).due, case, now, language)

    def is_late(self, case: Case, now: datetime) -> bool:
        """Tell whether the requester has waited longer than was promised."""
        owed = case.state in {State.WAITING, State.TAKEN}
        return owed and promise(case, self.library, now).due < now

    def requester_card(self, case: Case, now: datetime, channel: str = "") -> Page:
        """Lay out what the requester sees; `channel` is where the request is, if not where it belongs."""
        language = case.opened.language
        say = self.strings[language]
        title = say("case_title", number=case.number, department=self.name(case.department, language))
        pieces: list[Piece] = [Paragraph(title), Paragraph(_shortened(case.opened.question))]
        pieces.append(Paragraph(self.standing(case, now, language)))
        if channel and case.is_open:
            wanted = self.name(case.department, language)
            told = say("case_elsewhere", wanted=wanted, channel=channel_link(channel))
            pieces.append(Paragraph(told, Tone.SMALL))
        if case.is_open:
            pieces.append(Paragraph(say("case_write_here"), Tone.SMALL))
        pieces.append(Buttons(tuple(self.requester_buttons(case, say))))
        return Page(title, tuple(pieces))

    def standing(self, case: Case, now: datetime, language: Language) -> str:
        """Say to the requester where their case stands, and what they can expect."""
        say = self.strings[language]
        told = [self.state(case, now, language)]
        if case.state in {State.WAITING, State.TAKEN}:
            told.append(self._promise(case, now, language))
        if case.helpful is not None:
            told.append(say("case_helped" if case.helpful else "case_helped_not"))
        return " ".join(told)

    def state(self, case: Case, now: datetime, language: Language) -> str:
        """Say where a case stands."""
        say = self.strings[language]
        match case.state:
            case State.WAITING:
                return say("case_waiting")
            case State.TAKEN:
                return say("case_taken", person=mention(case.holder))
            case State.ANSWERED if case.holder:
                return say("case_answered", person=mention(case.holder))
            case State.ANSWERED:
                return say("case_answered_nobody")
            case State.RESOLVED:
                closed = self.when(case.closed_at or now, case, now, language)
                return say("case_resolved", when=closed, line=case.outcome)
            case State.CANCELLED:
                return say("case_cancelled", when=self.when(case.closed_at or now, case, now, language))

    def _promise(self, case: Case, now: datetime, language: Language) -> str:
        say, promised = self.strings[language], promise(case, self.library, now)
        due = self.when(promised.due, case, now, language)
        if promised.due < now:
            return say("case_late", due=due)
        if promised.back is None:
            return say("case_due", due=due)
        back = self.when(promised.back, case, now, language)
        return say("case_due_back", department=self.name(case.department, language), back=back, due=due)

    def requester_buttons(self, case: Case, say: Strings) -> Iterator[Button]:
        """Yield what the requester can do."""
        number = case.number
        if case.is_open:
            yield Button(say("button_case_add"), FillCase(CaseForm.ADD, number))
            yield Button(say("button_case_cancel"), Cancel(number))
            return
        if case.state is State.RESOLVED and case.helpful is None:
            yield Button(say("button_case_helpful"), RateCase(number, helpful=True))
            yield Button(say("button_case_not_helpful"), RateCase(number, helpful=False))
        elif case.helpful is not None and not case.remark:
            yield Button(say("button_case_remark"), FillCase(CaseForm.REMARK, number))
        yield Button(say("button_case_reopen"), Reopen(number))

    def department_card(self, case: Case, now: datetime) -> Page:
        """Lay out what the department sees, in its own language; the request stays in the person's words."""
        language = self.language_of(case)
        say, opened = self.strings[language], case.opened
        key = "case_title_urgent" if opened.urgency is Urgency.URGENT else "case_title"
        title = say(key, number=case.number, department=self.name(case.department, language))
        asked = self.when(case.opened_at, case, now, language)
        pieces: list[Piece] = [
            Paragraph(title),
            Paragraph(say("case_from", person=mention(case.requester), when=asked), Tone.SMALL),
            Paragraph(_shortened(opened.question)),
        ]
        if context := "\n".join(self._context(case, language)):
            pieces.append(Paragraph(context, Tone.SMALL))
        pieces.append(Paragraph(self.standing_them(case, now, language)))
        notes = [
            say("case_private" if opened.audience is Audience.PRIVATE else "case_here"),
            say(f"case_language_{opened.language}"),
            say("case_internal"),
        ]
        if case.is_open:
            pieces.append(Paragraph(" ".join(notes), Tone.SMALL))
        pieces.append(Buttons(tuple(self.department_buttons(case, say))))
        return Page(title, tuple(pieces))

    def _context(self, case: Case, language: Language) -> Iterator[str]:
        """Yield what it is about, what was advised, and the conversation before."""
        say, topics = self.strings[language], self.library.topics
        topic = topics.get(case.opened.topic)
        if topic is not None:
            yield say("case_about", question=topic.question.in_(language))
            yield say("case_advised", answer=topic.answer.in_(language))
        passages = [
            say("case_passage", said=each.said, topic=topics[each.topic].title.in_(language))
            if each.topic in topics
            else say("case_passage_unanswered", said=each.said)
            for each in case.opened.history[-_MOST_PASSAGES:]
            if each.said and each.said != case.opened.question
        ]
        if passages:
            yield say("case_before", passages=" · ".join(passages))

    def standing_them(self, case: Case, now: datetime, language: Language) -> str:
        """Say to the department where a case stands, and what is owed."""
        say = self.strings[language]
        told = [f"*{self.state(case, now, language)}*"]
        if case.state is State.ANSWERED:
            told = [say("case_settle_them") + (f" · {mention(case.holder)}" if case.holder else "")]
        elif case.is_open:
            key = "case_late_them" if self.is_late(case, now) else "case_due_them"
            told.append(say(key, due=self.due(case, now, language)))
        if case.helpful is not None:
            told.append(say("case_helped_them" if case.helpful else "case_helped_not_them"))
        if case.remark:
            told.append(say("case_remark", words=case.remark))
        return "\n".join(told)

    def department_buttons(self, case: Case, say: Strings) -> Iterator[Button]:
        """Yield what the department can do, the likeliest first."""
        number, seen = case.number, case.department

        def form(name: CaseForm, *, primary: bool = False) -> Button:
            return Button(say(f"button_case_{name}"), FillCase(name, number, seen), primary=primary)

        if case.state in CLOSED:
            yield Button(say("button_case_reopen"), Reopen(number, seen))
            if case.state is State.RESOLVED and not case.taught:
                yield form(CaseForm.TEACH)
        else:
            if not case.holder:
                yield Button(say("button_case_take"), Take(number, seen), primary=True)
            yield form(CaseForm.TELL, primary=bool(case.holder))
            yield form(CaseForm.RESOLVE)
            yield form(CaseForm.REASSIGN)
            yield form(CaseForm.NOT_OURS)
        yield form(CaseForm.EXCHANGE)

    def moved_card(self, number: int, before: Department, to: str) -> Page:
        """Lay out what is left in the channel of a department that no longer has the case."""
        language = before.languages[0]
        told = self.strings[language]("case_moved", number=number, department=self.name(to, language))
        return Page(told, (Paragraph(told),))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
