"""Lays a case out for each side: the requester's card and the department's card.

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
from bot.pages.page import (
    Button,
    Buttons,
    Page,
    Paragraph,
    Piece,
    Tone,
    as_written,
    channel_link,
    mention,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from actions.cases.case import Case
    from actions.cases.events import HistoryItem
    from actions.knowledge.department import Department
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.strings import Strings

# How many characters of the request, and how many earlier questions, a card shows; a button opens the rest.
_LONGEST = 1200
_MOST_HISTORY = 3
_LONGEST_PASSAGE = 400


@dataclass(frozen=True, slots=True)
class CasePages:
    """Lays out cases as they are at `now`."""

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
        waits = case.state in {State.WAITING, State.TAKEN}
        return waits and promise(case, self.library, now).due < now

    def requester_card(self, case: Case, now: datetime, channel: str = "") -> Page:
        """Lay out the requester's card; `channel` is where the case was posted, if not in its own channel."""
        language = case.opened.language
        say = self.strings[language]
        title = say("case_title", number=case.number, department=self.name(case.department, language))
        pieces: list[Piece] = [Paragraph(title), Paragraph(shortened(case.opened.question, _LONGEST))]
        pieces.append(Paragraph(self.state_for_requester(case, now, language)))
        if channel and case.is_open:
            wanted = self.name(case.department, language)
            elsewhere = say("case_elsewhere", wanted=wanted, channel=channel_link(channel))
            pieces.append(Paragraph(elsewhere, Tone.SMALL))
        if case.is_open:
            pieces.append(Paragraph(say("case_write_here"), Tone.SMALL))
        pieces.append(Buttons(tuple(self.requester_buttons(case, say))))
        return Page(title, tuple(pieces), say("case_cut"))

    def state_for_requester(self, case: Case, now: datetime, language: Language) -> str:
        """Return the state for the requester, with the promised time."""
        say = self.strings[language]
        sentences = [self.state(case, now, language)]
        if case.state in {State.WAITING, State.TAKEN}:
            sentences.append(self._promise(case, now, language))
        if case.helpful is not None:
            sentences.append(say("case_helped" if case.helpful else "case_helped_not"))
        return " ".join(sentences)

    def state(self, case: Case, now: datetime, language: Language) -> str:
        """Return a sentence on the state of a case."""
        say = self.strings[language]
        match case.state:
            case State.WAITING:
                return say("case_waiting")
            case State.TAKEN:
                return say("case_taken", person=mention(case.holder))
            case State.ANSWERED if case.holder:
                return say("case_answered", person=mention(case.answered_by))
            case State.ANSWERED:
                return say("case_answered_nobody")
            case State.RESOLVED:
                closed = self.when(case.closed_at or now, case, now, language)
                return say("case_resolved", when=closed, line=as_written(case.outcome))
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
        """Yield the requester's buttons."""
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
        """Lay out the department's card, in its language; the request itself is not translated."""
        language = self.language_of(case)
        say, opened = self.strings[language], case.opened
        key = "case_title_urgent" if opened.urgency is Urgency.URGENT else "case_title"
        title = say(key, number=case.number, department=self.name(case.department, language))
        opened_at = self.when(case.opened_at, case, now, language)
        pieces: list[Piece] = [
            Paragraph(title),
            Paragraph(say("case_from", person=mention(case.requester), when=opened_at), Tone.SMALL),
            Paragraph(shortened(opened.question, _LONGEST)),
        ]
        if context := "\n".join(self._context(case, language)):
            pieces.append(Paragraph(context, Tone.SMALL))
        pieces.append(Paragraph(self.state_for_department(case, now, language)))
        notes = [
            say("case_private" if opened.audience is Audience.PRIVATE else "case_here"),
            say(f"case_language_{opened.language}"),
            say("case_internal"),
        ]
        if case.is_open:
            pieces.append(Paragraph(" ".join(notes), Tone.SMALL))
        pieces.append(Buttons(tuple(self.department_buttons(case, say))))
        return Page(title, tuple(pieces), say("case_cut_them"))

    def _context(self, case: Case, language: Language) -> Iterator[str]:
        """Yield the topic of the case, its answer, and the conversation before."""
        say, topics = self.strings[language], self.library.topics
        topic = topics.get(case.opened.topic)
        if topic is not None:
            yield say("case_about", question=topic.question.in_(language))
            yield say("case_advised", answer=topic.answer.in_(language))
        history = [
            say("case_passage", said=_passage(each), topic=topics[each.topic].title.in_(language))
            if each.topic in topics
            else say("case_passage_unanswered", said=_passage(each))
            for each in case.opened.history[-_MOST_HISTORY:]
            if each.said and each.said != case.opened.question
        ]
        if history:
            yield say("case_before", passages=" · ".join(history))

    def state_for_department(self, case: Case, now: datetime, language: Language) -> str:
        """Return the state for the department, with the time an answer is due."""
        say = self.strings[language]
        lines = [f"*{self.state(case, now, language)}*"]
        if case.state is State.ANSWERED:
            lines = [say("case_settle_them") + (f" · {mention(case.holder)}" if case.holder else "")]
        elif case.is_open:
            key = "case_late_them" if self.is_late(case, now) else "case_due_them"
            lines.append(say(key, due=self.due(case, now, language)))
        if case.helpful is not None:
            lines.append(say("case_helped_them" if case.helpful else "case_helped_not_them"))
        if case.remark:
            lines.append(say("case_remark", words=as_written(case.remark)))
        return "\n".join(lines)

    def department_buttons(self, case: Case, say: Strings) -> Iterator[Button]:
        """Yield the department's buttons, the likeliest first."""
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
        """Lay out the replacement of the card in a department that no longer has the case."""
        language = before.languages[0]
        text = self.strings[language]("case_moved", number=number, department=self.name(to, language))
        return Page(text, (Paragraph(text),))


def _passage(item: HistoryItem) -> str:
    return shortened(item.said, _LONGEST_PASSAGE)
