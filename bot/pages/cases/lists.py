"""Lays lists of cases out: a person's own, a department's queue and digest. Also words refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.case import State
from actions.cases.events import Urgency
from actions.cases.reminders import promise
from bot.pages.page import (
    Buttons,
    Divider,
    Items,
    Page,
    Paragraph,
    Piece,
    Tone,
    as_written,
    mention,
    note,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from actions.cases.case import Case
    from actions.cases.digest import Digest
    from actions.cases.outcome import CaseList, CaseRefused
    from actions.knowledge.department import Department
    from actions.language import Language
    from bot.pages.cases.cards import CasePages

_MOST_IN_DIGEST = 15
_DIGEST_QUESTION_CHARACTERS = 80
# App Home takes a hundred blocks, which bounds the cases per queue.
_MOST_QUEUED = 12
_QUESTION_CHARACTERS = 200


def refusal(refused: CaseRefused, pages: CasePages, language: Language) -> str:
    """Return the sentence for a refused act."""
    case = refused.case
    holder = mention(case.holder) if case and case.holder else ""
    department = pages.name(case.department, language) if case else ""
    return pages.strings[language](f"refused_{refused.why}", person=holder, department=department)


def listed(cases: CaseList, pages: CasePages, now: datetime, language: Language) -> Page:
    """Lay out a person's cases."""
    say = pages.strings[language]
    if not cases.cases:
        return note(say("cases_none"))
    pieces: list[Piece] = [Paragraph(say("cases_mine"), Tone.HEADING)]
    for case in cases.cases:
        pieces.append(Paragraph(_own_line(case, pages, now, language)))
        pieces.append(Buttons(tuple(pages.requester_buttons(case, say))))
    return Page(say("cases_mine"), tuple(pieces))


def digest_page(digest: Digest, department: Department, pages: CasePages, now: datetime) -> Page:
    """Lay out a department's digest: counts, then its open cases, the most pressing first."""
    language = department.languages[0]
    title = pages.strings[language](
        "digest", open=len(digest.open), late=digest.late, resolved=digest.resolved
    )
    lines = tuple(_digest_line(case, pages, now, language) for case in digest.open[:_MOST_IN_DIGEST])
    return Page(title, (Paragraph(title), *((Items(lines),) if lines else ())))


def own_cases(cases: Iterable[Case], pages: CasePages, now: datetime, language: Language) -> Iterator[Piece]:
    """Lay out a person's own cases, each with its question, for their home."""
    say, own = pages.strings[language], tuple(cases)
    yield Paragraph(say("home_mine"), Tone.HEADING)
    if not own:
        yield Paragraph(say("home_mine_none"))
    for case in own:
        yield Paragraph(f"{_own_line(case, pages, now, language)}\n{_short(case.opened.question)}")
        yield Buttons(tuple(pages.requester_buttons(case, say)))


def queue(
    department: Department, waiting: Iterable[Case], pages: CasePages, now: datetime, language: Language
) -> Iterator[Piece]:
    """Lay out a department's open cases, the one with the least time left first."""
    say = pages.strings[language]
    cases = sorted(
        (case for case in waiting if case.department == department.id),
        key=lambda case: (case.state is State.ANSWERED, promise(case, pages.library, now).due),
    )
    yield Divider()
    yield Paragraph(say("home_queue", department=department.name.in_(language)), Tone.HEADING)
    if not cases:
        yield Paragraph(say("home_queue_none"))
    for case in cases[:_MOST_QUEUED]:
        yield Paragraph(f"{_queue_line(case, pages, now, language)}\n{_short(case.opened.question)}")
        yield Buttons(tuple(pages.department_buttons(case, say)))
    if len(cases) > _MOST_QUEUED:
        yield Paragraph(say("home_queue_more", count=len(cases) - _MOST_QUEUED), Tone.SMALL)


def _own_line(case: Case, pages: CasePages, now: datetime, language: Language) -> str:
    department, state = pages.name(case.department, language), pages.state_for_requester(case, now, language)
    say = pages.strings[language]
    return say("cases_mine_line", number=case.number, department=department, state=state)


def _queue_line(case: Case, pages: CasePages, now: datetime, language: Language) -> str:
    """Return a queue's lines on one case: who asked, its state, and when an answer is due."""
    say = pages.strings[language]
    key = "case_title_urgent" if case.opened.urgency is Urgency.URGENT else "case_title"
    title = say(key, number=case.number, department=pages.name(case.department, language))
    opened_at = pages.when(case.opened_at, case, now, language)
    origin = say("case_from", person=mention(case.requester), when=opened_at)
    return f"{title}\n{origin}\n{pages.state_for_department(case, now, language)}"


def _digest_line(case: Case, pages: CasePages, now: datetime, language: Language) -> str:
    """Return the digest's line on one case."""
    say = pages.strings[language]
    key = "case_late_them" if pages.is_late(case, now) else "case_due_them"
    answered = case.state is State.ANSWERED
    due = say("case_settle_them") if answered else say(key, due=pages.due(case, now, language))
    question = " ".join(case.opened.question.split())
    state = pages.state(case, now, language)
    return say(
        "digest_line",
        number=case.number,
        state=state,
        due=due,
        question=as_written(question[:_DIGEST_QUESTION_CHARACTERS]),
    )


def _short(question: str) -> str:
    return shortened(question, _QUESTION_CHARACTERS)
