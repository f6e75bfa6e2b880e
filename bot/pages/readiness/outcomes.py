"""Lays the outcomes of acts on assessments out, above all a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.numbers import format_number
from actions.readiness.acts import CloseSurvey, ExportAssessment, OpenReadinessForm, ReadinessForm, ShowPlan
from actions.readiness.outcome import (
    ActionAccepted,
    ActionReminded,
    ActionSettled,
    ActionsListed,
    Assessed,
    DrillEnded,
    DrillStarted,
    Guide,
    Planned,
    ReadinessExported,
    ReadinessOutcome,
    ReadinessRefused,
    ResultShared,
    SurveyAnswered,
    SurveyClosed,
    SurveyOpened,
    UnitsCompared,
)
from bot.pages.page import Button, Buttons, Items, Paragraph, Piece, Tone, as_written, channel_link, mention
from bot.pages.readiness.lists import ReadinessLists
from bot.pages.readiness.wording import ReadinessWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actions.knowledge.library import Library
    from actions.language import Language
    from actions.readiness.records import Survey
    from actions.readiness.trend import Point
    from bot.strings import Strings

# Of words after a command that mean nothing, so many characters are said back.
_MOST_ECHOED = 100


@dataclass(frozen=True, slots=True)
class ReadinessPages:
    """Lays outcomes out."""

    library: Library
    strings: Mapping[Language, Strings]

    def words(self, language: Language) -> ReadinessWords:
        """Return the wording in one language."""
        return ReadinessWords(self.library, self.strings[language], language)

    def refusal(self, refused: ReadinessRefused, language: Language) -> str:
        """Return the sentence for a refused act."""
        say = self.strings[language]
        return say(f"readiness_refused_{refused.reason}", count=refused.count, least=refused.least)

    def pieces(  # noqa: C901  one branch an outcome
        self, outcome: ReadinessOutcome, language: Language
    ) -> Iterator[Piece]:
        """Lay out the reply to the person who acted."""
        words = self.words(language)
        say, lists = words.say, ReadinessLists(words)
        match outcome:
            case ReadinessRefused():
                yield Paragraph(self.refusal(outcome, language))
            case Guide(unknown_words):
                yield from self._guide(unknown_words, say)
            case Assessed(points, survey):
                yield from self.result(points, words)
                yield Buttons(tuple(self._next_buttons(points[-1], survey, say)))
            case ResultShared(_, channel):
                yield Paragraph(say("shared_done", channel=channel_link(channel)))
            case ReadinessExported():
                yield Paragraph(say("readiness_exported"))
            case SurveyOpened():
                yield from self._invited(outcome, words)
            case SurveyAnswered():
                yield Paragraph(say("readiness_thanks"))
            case Planned() | ActionsListed() | ActionAccepted() | ActionSettled() | ActionReminded():
                yield from lists.actions(outcome)
            case SurveyClosed() | UnitsCompared():
                yield from lists.compared(outcome)
            case DrillStarted() | DrillEnded():
                yield from lists.drill(outcome)
            case _:
                return  # `bot.outgoing.readiness` posts in the channel where it was done

    def _guide(self, unknown_words: str, say: Strings) -> Iterator[Piece]:
        if unknown_words:
            words = unknown_words[:_MOST_ECHOED] + "…" * (len(unknown_words) > _MOST_ECHOED)
            yield Paragraph(say("readiness_wrong", words=as_written(words)))
        yield Paragraph(say("readiness_guide"))
        subcommands = ("start", "show", "invite", "steps", "compare", "share", "export", "drill")
        yield Items(tuple(say(f"readiness_help_{name}") for name in subcommands))
        start = OpenReadinessForm(ReadinessForm.START)
        yield Buttons((Button(say("readiness_button_start"), start, primary=True),))

    def result(self, points: tuple[Point, ...], words: ReadinessWords) -> Iterator[Piece]:
        """Lay out a result, as it can also be shared."""
        point, say, language = points[-1], words.say, words.language
        unit = as_written(words.unit(point.assessment.unit))
        yield Paragraph(say("readiness_about", unit=unit, day=words.day(point.assessment)), Tone.SMALL)
        yield Paragraph(f"*{words.headline(point)}*\n{' '.join(words.explanation(point))}")
        yield Paragraph(words.confidence(point), Tone.SMALL)
        for blocker in point.result.blockers:
            department = words.department(blocker.department)
            yield Paragraph(
                say(
                    "readiness_blocker",
                    name=blocker.short.in_(language),
                    holds=blocker.levels[0].in_(language),
                    nuance=blocker.nuance.in_(language),
                    advice=blocker.advice.in_(language),
                    department=department,
                )
            )
        if point.result.watched:
            yield Paragraph(say("readiness_watched", names=words.shorts(point.result.watched)))
        yield Items(
            tuple(
                say(
                    "readiness_line",
                    name=s.dimension.name.in_(language),
                    level=words.level(s.level),
                    weight=s.dimension.weight,
                    points=format_number(s.points, language, 1),
                )
                for s in point.result.standings
            )
        )
        if point.result.score is not None:
            yield Paragraph(words.working(point), Tone.SMALL)
        if point.moves:
            before = words.day(points[-2].assessment)
            moved = "\n".join(words.move(move) for move in point.moves)
            yield Paragraph(say("readiness_since", day=before, moves=moved))
        yield Paragraph(say("readiness_ours"), Tone.SMALL)

    def _next_buttons(self, point: Point, survey: Survey | None, say: Strings) -> Iterator[Button]:
        number = point.assessment.number
        yield Button(say("readiness_button_plan"), ShowPlan(number), primary=True)
        if survey is None or survey.closed_at is None:
            invite = OpenReadinessForm(ReadinessForm.INVITE, number)
            yield Button(say("readiness_button_invite"), invite)
        if survey is not None:
            key = "gap" if survey.closed_at is not None else "close"
            yield Button(say(f"readiness_button_{key}"), CloseSurvey(survey.number))
        yield Button(say("readiness_button_share"), OpenReadinessForm(ReadinessForm.SHARE, number))
        yield Button(say("readiness_button_export"), ExportAssessment(number))

    def _invited(self, opened: SurveyOpened, words: ReadinessWords) -> Iterator[Piece]:
        say, survey = words.say, opened.survey
        invited = [*map(words.department, opened.departments), *map(mention, opened.people)]
        least = self.library.questionnaire.thresholds.group
        yield Paragraph(say("readiness_asked", names=words.names(invited), least=least))
        yield Buttons((Button(say("readiness_button_close"), CloseSurvey(survey.number)),))

    def invitation(self, survey: Survey, department: str, language: Language) -> tuple[Piece, ...]:
        """Lay out the invitation to a survey; `department` is empty where a person is invited by name."""
        words = self.words(language)
        say = words.say
        text = say(
            "readiness_invitation",
            person=mention(survey.by),
            unit=as_written(words.unit(survey.unit)),
            least=self.library.questionnaire.thresholds.group,
        )
        answer = OpenReadinessForm(ReadinessForm.ANSWER, survey.number, department)
        return (
            Paragraph(text),
            Buttons((Button(say("readiness_button_answer"), answer, primary=True),)),
        )
