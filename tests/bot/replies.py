"""Typical replies, built without a model: what the snapshots draw and the limits are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import View
from actions.dialogue.buttons import roles
from actions.language import Language
from actions.model import Entity
from actions.reply import (
    Answer,
    AnswerRated,
    Answers,
    ChooseDepartment,
    Cited,
    Clarify,
    Corrected,
    Courteous,
    Courtesy,
    Decision,
    Escalate,
    Explained,
    Failed,
    OfferHuman,
    Refuse,
    ShowTopics,
    SwitchLanguage,
    Unavailable,
    Updated,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.library import Library

MODERATION = (Entity("activity", "moderation", ""), Entity("actor", "provider", ""))
LUXURY = (Entity("sector", "luxury", ""),)
TIKTOK = (Entity("platform", "tiktok", ""),)


def typical(library: Library) -> dict[str, Decision]:
    """Return what people get most, by a name that says when."""
    topics = library.topics
    scope, need, pay = (topics[name] for name in ("outsource_scope", "presence_necessity", "cm_salary"))
    crisis, agency = topics["crisis_handling"], topics["agency_role"]
    return {
        "answer": Answer(pay),
        "verdict": Answer(scope, MODERATION),
        "specific": Answer(need, LUXURY),
        "silent": Answer(need, TIKTOK),
        "in_doubt": Answer(pay, (), (crisis, agency)),
        "several": Answers((pay, crisis)),
        "why": Explained(scope, View.WHY, MODERATION),
        "sources": Explained(scope, View.SOURCES, MODERATION),
        "cited": Cited(pay),
        "updated": Updated(pay),
        "clarify": Clarify((scope, agency, crisis)),
        "refuse": Refuse((agency, crisis)),
        "table": roles("", "", library),
        "row": roles("moderation", "", library),
        "column": roles("", "agency", library),
    }


def every(library: Library) -> Iterator[Decision]:
    """Yield every decision on words of the knowledge: each topic, view, verdict, specific, row and column."""
    yield from typical(library).values()
    yield from _on_topics(library)
    yield from _on_words(library)
    topics = tuple(library.topics.values())
    yield from (Clarify(topics[:3]), Clarify(topics[:3], after_no=True), Refuse(topics[:3]))
    yield from (ChooseDepartment(), Refuse(), ShowTopics(), Unavailable(), Failed("a1b2c3d4"))
    yield from (SwitchLanguage(Language.EN), Escalate("legal", topics[0]))
    yield from (OfferHuman(department) for department in library.departments)
    yield from (Courteous(courtesy, topics[:6]) for courtesy in Courtesy)


def _on_topics(library: Library) -> Iterator[Decision]:
    topics = tuple(library.topics.values())
    longest = sorted(topics, key=lambda topic: len(topic.answer.fr), reverse=True)
    yield Answers(tuple(longest[:3]))
    for topic in topics:
        yield Answer(topic, (), topics[:2])
        yield from (Explained(topic, view) for view in View)
        yield from (Cited(topic), Updated(topic), Corrected(topic))
        yield from (AnswerRated(topic, helpful=helpful) for helpful in (True, False))


def _on_words(library: Library) -> Iterator[Decision]:
    """Yield what each topic says in each view when a question names what the knowledge distinguishes."""
    actors = tuple(library.asking.actors)
    for activity in ("", *library.responsibilities):
        yield from (roles(activity, actor, library) for actor in ("", *actors))
    for name in library.asking.topics:
        for activity in library.responsibilities:
            # Three actors at once give the three verdicts that an answer holds at most.
            named = (Entity("activity", activity, ""), *(Entity("actor", actor, "") for actor in actors))
            yield from (Explained(library.topics[name], view, named) for view in View)
    for specific in library.specifics:
        for name in specific.topics:
            for value in specific.values:
                word = (Entity(specific.entity, value.id, ""),)
                yield from (Explained(library.topics[name], view, word) for view in View)
