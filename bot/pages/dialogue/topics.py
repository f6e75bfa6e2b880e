"""Lays guidance out: an answer in its three views, several answers at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.acts import AskTopic, Explain, Rate, ShowRoles, TalkToHuman, View
from actions.calculators.acts import Use, UseScenario
from actions.calculators.scenarios import CALCULATED
from actions.dialogue.guidance import Fit, Ruling, fit, owner
from actions.knowledge.responsibility import BrandCell
from bot.pages.dates import long_date
from bot.pages.page import Button, Buttons, Divider, Items, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from actions.knowledge.library import Library
    from actions.knowledge.responsibility import Value
    from actions.knowledge.topic import Change, Topic
    from actions.language import Language
    from actions.model import Entity
    from bot.strings import Strings


@dataclass(frozen=True, slots=True)
class TopicPages:
    """Lays topics out in the reader's language."""

    library: Library
    strings: Mapping[Language, Strings]

    def answer(
        self,
        topic: Topic,
        language: Language,
        view: View = View.SHORT,
        named: tuple[Entity, ...] = (),
        instead: tuple[Topic, ...] = (),
    ) -> Iterator[Piece]:
        """Lay out the answer to a question that named some entities, verdict first.

        Topics that may have been meant (`instead`) are offered in place of the related ones.
        """
        say, fitted = self.strings[language], fit(topic, named, self.library)
        yield from self._verdicts(topic, fitted, language)
        if view is View.WHY:
            yield from self._reasons(topic, fitted, language)
        elif view is View.SOURCES:
            yield from self.citations(topic, fitted, language)
            yield from self.changes(topic, fitted, language)
        yield Paragraph(say("next_steps"), Tone.HEADING)
        yield Items(
            tuple(
                say(
                    "step",
                    step=step.in_(language).rstrip("."),
                    department=self.department(step.department, language),
                )
                for step in topic.next_steps
            )
        )
        yield Paragraph("\n".join(self._provenance(topic, fitted, language)), Tone.SMALL)
        yield self._views(topic, language, view, named, fitted)
        also = say("instead", question=topic.question.in_(language)) if instead else say("see_also")
        yield Paragraph(also, Tone.SMALL)
        yield questions(instead or self.library.related(topic), language)
        yield Buttons(
            (
                Button(say("button_human"), TalkToHuman(owner(topic, named, self.library))),
                Button(say("button_helpful"), Rate(topic.topic, helpful=True), short="👍"),
                Button(say("button_not_helpful"), Rate(topic.topic, helpful=False), short="👎"),
            )
        )

    def _views(
        self, topic: Topic, language: Language, view: View, named: tuple[Entity, ...], fitted: Fit
    ) -> Buttons:
        """Return the buttons right under an answer: its other views, the table, the calculator."""
        say = self.strings[language]
        views = (
            Button(say("button_less"), Explain(topic.topic, View.SHORT, named))
            if view is other
            else Button(say(f"button_{other.value}"), Explain(topic.topic, other, named))
            for other in (View.WHY, View.SOURCES)
        )
        tabled = fitted.rulings or topic.topic in self.library.asking.topics
        table = (Button(say("button_roles"), ShowRoles()),) if tabled else ()
        calculator = CALCULATED.get(topic.topic)
        form = (
            (Button(say(f"form_{calculator}"), UseScenario(Use.EDIT, calculator.value)),)
            if calculator
            else ()
        )
        return Buttons((*views, *table, *form))

    def _verdicts(self, topic: Topic, fitted: Fit, language: Language) -> Iterator[Piece]:
        """Yield the verdicts where the question calls for them, else the answer, and the specific lines.

        Where the sources say nothing of what was named, that comes before the general answer.
        """
        specifics = [Paragraph(self._specific(value, language)) for value in fitted.specifics]
        silent = all(value.line is None for value in fitted.specifics)
        if fitted.rulings:
            yield from (Paragraph(self.ruling(ruling, language)) for ruling in fitted.rulings)
            yield from specifics
        elif specifics and silent:
            yield from specifics
            yield Paragraph(self.strings[language]("in_general"), Tone.SMALL)
            yield Paragraph(topic.answer.in_(language))
        else:
            yield Paragraph(topic.answer.in_(language))
            yield from specifics

    def ruling(self, ruling: Ruling, language: Language) -> str:
        """Return one verdict of the table, with its explanation."""
        say, cell = self.strings[language], ruling.cell
        line = say(
            "ruling",
            activity=ruling.activity.name.in_(language),
            actor=say(f"by_{ruling.actor}"),
            verdict=say(f"ruling_{cell.verdict}"),
            line=cell.in_(language),
        )
        if not isinstance(cell, BrandCell):
            return line
        # One department may stand for several shipped ones, so names may repeat.
        names = dict.fromkeys(self.department(name, language) for name in cell.departments)
        listed = say("list_comma").join(names)
        return f"{line} {say('by_reading' if cell.reading else 'by_departments', departments=listed)}"

    def _specific(self, value: Value, language: Language) -> str:
        say = self.strings[language]
        if value.line is None:
            return say("specific_silent", name=value.name.in_(language))
        line = value.line.in_(language)
        return f"{line} {self.change(value.changed, language)}" if value.changed else line

    def corrected(self, topic: Topic, language: Language) -> Iterator[Piece]:
        """Lay out what was corrected since an older version was given here, then the answer."""
        say = self.strings[language]
        yield Paragraph(say("corrected", question=topic.question.in_(language)))
        if topic.correction is not None:
            yield Paragraph(topic.correction.in_(language))
        yield Paragraph(say("corrected_answer"), Tone.HEADING)
        yield from self.answer(topic, language)

    def answers(self, topics: tuple[Topic, ...], language: Language) -> Iterator[Piece]:
        """Lay out the answers to several questions, each under its own."""
        say = self.strings[language]
        for place, topic in enumerate(topics):
            if place:
                yield Divider()
            yield Paragraph(topic.question.in_(language), Tone.HEADING)
            yield Paragraph(topic.answer.in_(language))
            yield Paragraph("\n".join(self._provenance(topic, Fit(), language)), Tone.SMALL)
        yield Paragraph(say("more"), Tone.SMALL)
        yield questions(topics, language)
        yield Buttons((Button(say("button_human"), TalkToHuman()),))

    def _provenance(self, topic: Topic, fitted: Fit, language: Language) -> tuple[str, str]:
        """Return the line on sources, and the line on the text's review, owner and version."""
        say = self.strings[language]
        claims = fitted.claims if fitted.rulings else fitted.claims | set(topic.claims)
        cited = say("list_separator").join(
            source.citation.in_(language) for source in self.library.sources_of_claims(frozenset(claims))
        )
        provenance = say(
            "provenance",
            date=long_date(topic.reviewed, language),
            owner=self.department(topic.owner, language),
            version=topic.version,
        )
        return say("sources", sources=cited), provenance

    def _reasons(self, topic: Topic, fitted: Fit, language: Language) -> Iterator[Piece]:
        say = self.strings[language]
        if fitted.rulings:
            yield Paragraph(say("in_general"), Tone.HEADING)
            yield Paragraph(topic.answer.in_(language))
        yield Paragraph(say("reasons"), Tone.HEADING)
        yield Items(tuple(reason.in_(language) for reason in topic.reasons))
        if topic.disagreement:
            yield Paragraph(say("disagreement"), Tone.HEADING)
            yield from (Paragraph(side.in_(language)) for side in topic.disagreement)
        yield from self.changes(topic, Fit(), language)
        if topic.silent is not None:
            yield Paragraph(say("silent"), Tone.HEADING)
            yield Paragraph(topic.silent.in_(language))

    def citations(self, topic: Topic, fitted: Fit, language: Language) -> Iterator[Piece]:
        """Lay out the source of each claim behind the answer, with its grade."""
        say = self.strings[language]
        cells = ((ruling.cell.in_(language), ruling.cell.claims) for ruling in fitted.rulings)
        lines = ((v.line.in_(language), v.claims) for v in fitted.specifics if v.line)
        reasons = () if fitted.rulings else ((r.in_(language), r.claims) for r in topic.reasons)
        yield Paragraph(say("said_by"), Tone.HEADING)
        said = (*cells, *lines, *reasons)
        yield Items(tuple(self._cited(line, claims, language) for line, claims in said))

    def _cited(self, line: str, claims: tuple[str, ...], language: Language) -> str:
        say = self.strings[language]
        who = say("list_separator").join(
            say("speaker", source=source.citation.in_(language), grade=source.grade)
            for source in self.library.sources_of_claims(frozenset(claims))
        )
        return say("cited", line=line, who=who, claims=say("list_comma").join(claims))

    def changes(self, topic: Topic, fitted: Fit, language: Language) -> Iterator[Piece]:
        """Lay out what public sources added since, if anything."""
        since = (*topic.changed, *(value.changed for value in fitted.specifics if value.changed))
        if since:
            yield Paragraph(self.strings[language]("changed"), Tone.HEADING)
            yield Items(tuple(self.change(change, language) for change in since))

    def change(self, change: Change, language: Language) -> str:
        """Return one note on what changed, with its year, grade and link."""
        say = self.strings[language]
        return say(
            "change",
            note=change.in_(language),
            verdict=say(f"verdict_{change.verdict}"),
            year=change.year,
            grade=change.grade,
            link=f"[{say('link')}]({change.url})",
        )

    def department(self, name: str, language: Language) -> str:
        """Return the name of the department for the id `name`."""
        return self.library.department(name).name.in_(language)


def questions(topics: Iterable[Topic], language: Language) -> Buttons:
    """Return a row of question buttons."""
    return Buttons(tuple(question(topic, language) for topic in topics))


def question(topic: Topic, language: Language) -> Button:
    """Return the button that asks a topic's question."""
    return Button(topic.question.in_(language), AskTopic(topic.topic), short=topic.title.in_(language))
