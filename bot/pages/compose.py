"""Lays a `Reply` out as a `Page`: its texts in order, and its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from actions.acts import AskTopic, ListTopics, TalkToHuman
from actions.calculators.scenarios import Calculated, Compared, Exported, Forgotten
from actions.cases.outcome import CaseList, CaseOutcome
from actions.dialogue.guidance import fit
from actions.dialogue.questions import READ_CHARACTERS
from actions.numbers import format_number
from actions.permissions.denial import NotAllowed
from actions.readiness.acts import OpenReadinessForm, ReadinessForm
from actions.readiness.outcome import ReadinessOutcome
from actions.reply import (
    Answer,
    AnswerRated,
    Answers,
    CaseReport,
    ChooseDepartment,
    Cited,
    Clarify,
    Corrected,
    Courteous,
    Courtesy,
    Escalate,
    Explained,
    Failed,
    OfferHuman,
    OneMoment,
    Refuse,
    Reply,
    RolesTable,
    ShowTopics,
    SwitchLanguage,
    TooManyQuestions,
    Unavailable,
    Updated,
)
from bot.pages.calculators import CalculatorPages
from bot.pages.cases.report import pieces as escalations
from bot.pages.dialogue.courtesies import courtesy_pieces, human_button, near_questions, rated
from bot.pages.dialogue.roles import RolesPages
from bot.pages.dialogue.topic_list import topic_list
from bot.pages.dialogue.topics import TopicPages, question, questions
from bot.pages.page import Button, Buttons, Page, Paragraph, Piece, Tone
from bot.pages.readiness.outcomes import ReadinessPages
from bot.pages.refusals import denied

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actions.knowledge.library import Library
    from actions.knowledge.topic import Topic
    from actions.language import Language
    from actions.model import Entity
    from bot.strings import Strings


@dataclass(frozen=True, slots=True)
class Composer:
    """Lays replies out in the reader's language.

    `hands_over` where the surface can open a case.
    """

    library: Library
    strings: Mapping[Language, Strings]
    hands_over: bool = False

    @property
    def topics(self) -> TopicPages:
        """Lay out guidance."""
        return TopicPages(self.library, self.strings)

    @property
    def _readiness(self) -> ReadinessPages:
        return ReadinessPages(self.library, self.strings)

    def page(self, reply: Reply) -> Page:
        """Lay out `reply`; `bot.outgoing.cases` writes the messages of acts on cases."""
        say, pieces = self.strings[reply.language], tuple(self._pieces(reply))
        summary = _summary(pieces)
        if reply.read_in_part:
            count = format_number(Fraction(READ_CHARACTERS), reply.language)
            pieces = (Paragraph(say("read_in_part", count=count), Tone.SMALL), *pieces)
        if reply.introduce:
            pieces = (*pieces, Paragraph(say("introduction"), Tone.SMALL))
        return Page(summary, pieces, say("page_cut"))

    def _pieces(self, reply: Reply) -> Iterator[Piece]:  # noqa: C901, PLR0912  a flat branch a decision
        say, language = self.strings[reply.language], reply.language
        match reply.decision:
            case Answer() | Explained() | Answers() | Cited() | Updated() | RolesTable() | ShowTopics():
                yield from self._guidance(reply.decision, language)
            case Corrected(topic):
                yield from self.topics.corrected(topic, language)
            case OfferHuman(department):
                yield from self._offer_human(department, language)
            case Clarify(topics, after_no):
                yield Paragraph(say("clarify_after_no" if after_no else "clarify"))
                yield from (questions(topics, language), Buttons((human_button(say),)))
            case ChooseDepartment():
                yield from (Paragraph(say("choose_department")), self._departments(language))
            case Escalate():
                yield from self._hand_over(reply.decision, language)
            case Refuse(near):
                yield from (Paragraph(say("refuse")), *near_questions(near, say, language))
            case Courteous(Courtesy.START_READINESS, topics):
                yield from self._assessment(topics, language)
            case Courteous(courtesy, topics):
                yield from courtesy_pieces(courtesy, topics, say, language)
            case SwitchLanguage() | NotAllowed() | Failed() | OneMoment() | TooManyQuestions():
                yield self._sentence(reply.decision, language)
            case Calculated() | Compared() | Exported() | Forgotten():
                yield from CalculatorPages(self.topics).pieces(reply.decision, language)
            case AnswerRated(_, helpful):
                yield from rated(say, helpful=helpful)
            case Unavailable():
                yield Paragraph(say("unavailable"))
                yield from topic_list(self.library, say, language)
            case CaseReport(report):
                yield from escalations(report, self.library, say, language)
            case CaseList() if not self.hands_over:
                # Such a surface has no cases: say where requests are answered.
                yield from courtesy_pieces(Courtesy.ESCALATION_STATUS, (), say, language)
            case _ if isinstance(reply.decision, CaseOutcome):
                return
            case _ if isinstance(reply.decision, ReadinessOutcome):
                yield from self._readiness.pieces(reply.decision, language)
            case _:
                assert_never(reply.decision)

    def _sentence(
        self,
        decision: SwitchLanguage | NotAllowed | Failed | OneMoment | TooManyQuestions,
        language: Language,
    ) -> Paragraph:
        """Return the one sentence of a decision."""
        say = self.strings[language]
        match decision:
            case SwitchLanguage():
                return Paragraph(say("language_switched"))
            case NotAllowed():
                return Paragraph(denied(decision, self.library, say, language))
            case Failed(code):
                return Paragraph(say("failed", code=code))
            case OneMoment():
                return Paragraph(say("one_moment"), Tone.SMALL)
            case TooManyQuestions():
                return Paragraph(say("too_many_questions"))
            case _:
                assert_never(decision)

    def _guidance(
        self,
        decision: Answer | Explained | Answers | Cited | Updated | RolesTable | ShowTopics,
        language: Language,
    ) -> Iterator[Piece]:
        """Lay out a decision that is answered from the knowledge."""
        match decision:
            case Answer(topic, entities, instead):
                yield from self.topics.answer(topic, language, named=entities, instead=instead)
            case Explained(topic, view, entities):
                yield from self.topics.answer(topic, language, view, entities)
            case Cited(topic, entities) | Updated(topic, entities):
                yield from self._about_the_answer(decision, topic, entities, language)
            case RolesTable():
                yield from RolesPages(self.topics).pieces(decision, language)
            case Answers(topics):
                yield from self.topics.answers(topics, language)
            case ShowTopics(page):
                say = self.strings[language]
                yield Paragraph(say("topics"))
                yield from topic_list(self.library, say, language, page)
            case _:
                assert_never(decision)

    def _about_the_answer(
        self, decision: Cited | Updated, topic: Topic, entities: tuple[Entity, ...], language: Language
    ) -> Iterator[Piece]:
        """Lay out the sources of the last answer, or what changed since."""
        say, fitted = self.strings[language], fit(topic, entities, self.library)
        cited = isinstance(decision, Cited)
        yield Paragraph(say("about_answer", question=topic.question.in_(language)), Tone.SMALL)
        if cited:
            yield from self.topics.citations(topic, fitted, language)
            yield from (Paragraph(side.in_(language)) for side in topic.disagreement)
        changes = list(self.topics.changes(topic, fitted, language))
        if changes and not cited:
            yield from changes
        elif not cited:
            yield Paragraph(say("unchanged"))
        in_general = self.library.topics["sources" if cited else "whats_changed"]
        back = Button(say("button_back"), AskTopic(topic.topic))
        more = () if in_general is topic else (question(in_general, language),)
        yield Buttons((back, *more))

    def _assessment(self, topics: tuple[Topic, ...], language: Language) -> Iterator[Piece]:
        """Offer the guided assessment; on a surface without forms, say where it is."""
        say = self.strings[language]
        if self.hands_over:
            yield Paragraph(say("start_readiness"))
            start = OpenReadinessForm(ReadinessForm.START)
            yield Buttons((Button(say("readiness_button_start"), start, primary=True),))
            yield Paragraph(say("start_readiness_topics"), Tone.SMALL)
        else:
            yield Paragraph(say("start_readiness_outside"))
        yield questions(topics, language)

    def _offer_human(self, department: str, language: Language) -> Iterator[Piece]:
        say, name = self.strings[language], self.topics.department(department, language)
        yield Paragraph(say("offer_human", department=name))
        talk = Button(say("button_department", department=name), TalkToHuman(department), primary=True)
        yield Buttons((talk, Button(say("button_topics"), ListTopics())))

    def _hand_over(self, decision: Escalate, language: Language) -> Iterator[Piece]:
        """Offer to open a case; on a surface without cases, say which department to write to."""
        say, name = self.strings[language], self.topics.department(decision.department, language)
        if not self.hands_over:
            yield Paragraph(say("escalated_outside_slack", department=name))
            return
        yield Paragraph(say("hand_over", department=name))
        form = TalkToHuman(decision.department, decision.urgent)
        yield Buttons((Button(say("button_hand_over"), form, primary=True),))

    def _departments(self, language: Language) -> Buttons:
        return Buttons(
            tuple(
                Button(department.name.in_(language), TalkToHuman(department.id))
                for department in self.library.departments.values()
            )
        )


def _summary(pieces: tuple[Piece, ...]) -> str:
    return next((piece.text for piece in pieces if isinstance(piece, Paragraph)), "")
