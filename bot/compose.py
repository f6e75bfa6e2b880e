"""From a `Reply` to a `Page`: which texts, in which order, with which buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.model import AskTopic, Explain, Language, ListTopics, Rate, TalkToHuman
from actions.reply import (
    Answer,
    ChooseDepartment,
    Clarify,
    Courteous,
    Courtesy,
    Escalate,
    Explained,
    Failed,
    Rated,
    Refuse,
    Reply,
    ShowTopics,
    SwitchLanguage,
    Unavailable,
)
from bot.dates import long_date
from bot.page import Button, Buttons, Items, Page, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from actions.knowledge.library import Library
    from actions.knowledge.topic import Topic
    from bot.strings import Strings

# After these courtesies a person may want the way to a human at hand.
_WITH_HUMAN = {
    Courtesy.DENY,
    Courtesy.FEEDBACK_NEGATIVE,
    Courtesy.ESCALATION_STATUS,
    Courtesy.START_READINESS,
}
# Short enough to need no way on.
_BARE = {Courtesy.THANKS, Courtesy.GOODBYE, Courtesy.AFFIRM, Courtesy.CANCEL, Courtesy.FEEDBACK_POSITIVE}


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a request for a person really goes.

    `department` may differ from the one wanted, and is None when none could be reached; `channel` is
    written as the surface shows it; `private` tells that the department cannot see the conversation.
    """

    department: str | None
    channel: str
    private: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """Lays replies out in the reader's language."""

    library: Library
    strings: Mapping[Language, Strings]

    def page(self, reply: Reply, routed: Routed | None = None) -> Page:
        """Lay out `reply`; `routed` says where an `Escalate` goes, on a surface that can hand over."""
        pieces = tuple(self._pieces(reply, routed))
        if reply.introduce:
            say = self.strings[reply.language]
            pieces = (*pieces, Paragraph(say("introduction"), Tone.SMALL))
        return Page(_summary(pieces), pieces)

    def _pieces(  # noqa: C901, PLR0912  one flat branch a decision
        self, reply: Reply, routed: Routed | None
    ) -> Iterator[Piece]:
        say, language = self.strings[reply.language], reply.language
        match reply.decision:
            case Answer(topic):
                yield from self._answer(topic, language, more=False)
            case Explained(topic, more):
                yield from self._answer(topic, language, more=more)
            case Clarify(topics):
                yield Paragraph(say("clarify"))
                yield _questions(topics, language)
                yield Buttons((_human(say),))
            case ChooseDepartment():
                yield Paragraph(say("choose_department"))
                yield self._departments(language)
            case Escalate(department, _):
                yield Paragraph(self._escalated(department, routed, language))
            case Refuse():
                yield Paragraph(say("refuse"))
                yield Buttons((Button(say("button_topics"), ListTopics()), _human(say)))
            case Courteous(courtesy, topics):
                yield from _courtesy(courtesy, topics, say, language)
            case SwitchLanguage():
                yield Paragraph(say("language_switched"))
            case ShowTopics():
                yield Paragraph(say("topics"))
                yield from self._all_topics(language)
            case Rated(_, helpful):
                yield Paragraph(say("rated_helpful" if helpful else "rated_not_helpful"))
                if not helpful:
                    yield Buttons((Button(say("button_topics"), ListTopics()), _human(say)))
            case Unavailable():
                yield Paragraph(say("unavailable"))
                yield from self._all_topics(language)
            case Failed(code):
                yield Paragraph(say("failed", code=code))
            case _:
                assert_never(reply.decision)

    def _answer(self, topic: Topic, language: Language, *, more: bool) -> Iterator[Piece]:
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
        cited = say("list_separator").join(
            source.citation.in_(language) for source in self.library.sources_of(topic)
        )
        provenance = say(
            "provenance",
            date=long_date(topic.reviewed, language),
            owner=self.department(topic.owner, language),
            version=topic.version,
        )
        yield Paragraph(say("sources", sources=cited) + "\n" + provenance, Tone.SMALL)
        yield _questions(self.library.related(topic), language)
        yield Buttons(
            (
                Button(say("button_less" if more else "button_why"), Explain(topic.topic, more=not more)),
                Button(say("button_human"), TalkToHuman(topic.owner)),
                Button(say("button_helpful"), Rate(topic.topic, helpful=True)),
                Button(say("button_not_helpful"), Rate(topic.topic, helpful=False)),
            )
        )

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

    def _escalated(self, wanted: str, routed: Routed | None, language: Language) -> str:
        say = self.strings[language]
        name = self.department(wanted, language)
        if routed is None:
            return say("escalated_outside_slack", department=name)
        if routed.department is None:
            return say("escalated_nowhere", department=name)
        reached = self.department(routed.department, language)
        if routed.department != wanted:
            return say("escalated_elsewhere", wanted=name, department=reached, channel=routed.channel)
        key = "escalated_dm" if routed.private else "escalated"
        return say(key, department=reached, channel=routed.channel)

    def card(self, reply: Reply, *, person: str, link: str, private: bool) -> Page:
        """Lay out what a department sees of a request; `person` and `link` as the surface writes them."""
        say, language = self.strings[reply.language], reply.language
        pieces = [Paragraph(say("card_title", person=person))]
        if isinstance(reply.decision, Escalate) and reply.decision.topic is not None:
            pieces.append(Paragraph(say("card_topic", topic=reply.decision.topic.question.in_(language))))
        if reply.question:
            pieces.append(Paragraph(say("card_question", question=reply.question)))
        how = say("card_how_dm" if private else "card_how")
        pieces.append(Paragraph(f"[{say('card_open')}]({link}) · {how}", Tone.SMALL))
        return Page(_summary(tuple(pieces)), tuple(pieces))

    def _all_topics(self, language: Language) -> Iterator[Piece]:
        for family in self.library.menu.families:
            yield Paragraph(family.title.in_(language), Tone.HEADING)
            yield _questions((self.library.topics[name] for name in family.topics), language)

    def _departments(self, language: Language) -> Buttons:
        return Buttons(
            tuple(
                Button(department.name.in_(language), TalkToHuman(department.id))
                for department in self.library.departments.values()
            )
        )

    def department(self, name: str, language: Language) -> str:
        """Return a department's name as people say it."""
        return self.library.departments[name].name.in_(language)


def _courtesy(
    courtesy: Courtesy, topics: tuple[Topic, ...], say: Strings, language: Language
) -> Iterator[Piece]:
    yield Paragraph(say(courtesy.value))
    if topics:
        yield _questions(topics, language)
    if courtesy in _WITH_HUMAN:
        yield Buttons((Button(say("button_topics"), ListTopics()), _human(say)))
    elif courtesy not in _BARE:
        yield Buttons((Button(say("button_topics"), ListTopics()),))


def _questions(topics: Iterable[Topic], language: Language) -> Buttons:
    return Buttons(tuple(Button(topic.question.in_(language), AskTopic(topic.topic)) for topic in topics))


def _human(say: Strings) -> Button:
    return Button(say("button_human"), TalkToHuman())


def _summary(pieces: tuple[Piece, ...]) -> str:
    return next((piece.text for piece in pieces if isinstance(piece, Paragraph)), "")
