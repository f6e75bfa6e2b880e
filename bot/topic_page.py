"""Guidance laid out: a topic's answer, its reasons, several answers at once, the list of topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.model import AskTopic, Explain, Language, Rate, TalkToHuman
from bot.dates import long_date
from bot.page import Button, Buttons, Items, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from actions.knowledge.library import Library
    from actions.knowledge.topic import Topic
    from bot.strings import Strings


@dataclass(frozen=True, slots=True)
class TopicPages:
    """Lays topics out in the reader's language."""

    library: Library
    strings: Mapping[Language, Strings]

    def answer(
        self, topic: Topic, language: Language, *, more: bool, instead: tuple[Topic, ...] = ()
    ) -> Iterator[Piece]:
        """Lay out the answer, with its reasons where `more` is wanted.

        Where something else may have been meant (`instead`), that is offered in place of what to ask next.
        """
        say = self.strings[language]
        yield Paragraph(topic.answer.in_(language))
        if more:
            yield from self._explanation(topic, language)
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
        yield Paragraph("\n".join(self._small_print(topic, language)), Tone.SMALL)
        if instead:
            yield Paragraph(say("instead", question=topic.question.in_(language)), Tone.SMALL)
        yield questions(instead or self.library.related(topic), language)
        yield Buttons(
            (
                Button(say("button_less" if more else "button_why"), Explain(topic.topic, more=not more)),
                Button(say("button_human"), TalkToHuman(topic.owner)),
                Button(say("button_helpful"), Rate(topic.topic, helpful=True)),
                Button(say("button_not_helpful"), Rate(topic.topic, helpful=False)),
            )
        )

    def corrected(self, topic: Topic, language: Language) -> Iterator[Piece]:
        """Lay out what was corrected since an older version was given here, then the answer."""
        say = self.strings[language]
        yield Paragraph(say("corrected", question=topic.question.in_(language)))
        if topic.correction is not None:
            yield Paragraph(topic.correction.in_(language))
        yield Paragraph(say("corrected_answer"), Tone.HEADING)
        yield from self.answer(topic, language, more=False)

    def answers(self, topics: tuple[Topic, ...], language: Language) -> Iterator[Piece]:
        """Lay out the answers to several questions, each under its own."""
        say = self.strings[language]
        for topic in topics:
            yield Paragraph(topic.question.in_(language), Tone.HEADING)
            yield Paragraph(topic.answer.in_(language))
            yield Paragraph("\n".join(self._small_print(topic, language)), Tone.SMALL)
        more = [
            Button(say("button_more", title=topic.title.in_(language)), AskTopic(topic.topic))
            for topic in topics
        ]
        yield Buttons((*more, Button(say("button_human"), TalkToHuman())))

    def _small_print(self, topic: Topic, language: Language) -> tuple[str, str]:
        """Return who made the claims, and who answers for the text."""
        say = self.strings[language]
        cited = say("list_separator").join(
            source.citation.in_(language) for source in self.library.sources_of(topic)
        )
        provenance = say(
            "provenance",
            date=long_date(topic.reviewed, language),
            owner=self.department(topic.owner, language),
            version=topic.version,
        )
        return say("sources", sources=cited), provenance

    def _explanation(self, topic: Topic, language: Language) -> Iterator[Piece]:
        say = self.strings[language]
        yield Paragraph(say("reasons"), Tone.HEADING)
        yield Items(tuple(reason.in_(language) for reason in topic.reasons))
        if topic.disagreement:
            yield Paragraph(say("disagreement"), Tone.HEADING)
            yield from (Paragraph(side.in_(language)) for side in topic.disagreement)
        if topic.changed:
            yield Paragraph(say("changed"), Tone.HEADING)
            yield Items(
                tuple(
                    say(
                        "change",
                        note=change.in_(language),
                        verdict=say(f"verdict_{change.verdict}"),
                        year=change.year,
                        grade=change.grade,
                        link=f"[{say('link')}]({change.url})",
                    )
                    for change in topic.changed
                )
            )
        if topic.silent is not None:
            yield Paragraph(say("silent"), Tone.HEADING)
            yield Paragraph(topic.silent.in_(language))

    def all_topics(self, language: Language) -> Iterator[Piece]:
        """Lay out every topic, by family."""
        for family in self.library.menu.families:
            yield Paragraph(family.title.in_(language), Tone.HEADING)
            yield questions((self.library.topics[name] for name in family.topics), language)

    def department(self, name: str, language: Language) -> str:
        """Return a department's name as people say it."""
        return self.library.departments[name].name.in_(language)


def questions(topics: Iterable[Topic], language: Language) -> Buttons:
    """Return a row of questions to press."""
    return Buttons(tuple(Button(topic.question.in_(language), AskTopic(topic.topic)) for topic in topics))
