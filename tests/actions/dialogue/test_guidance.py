"""Answers that fit the question: verdicts of the table, and what the sources say of what is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.acts import Explain, ShowRoles, TalkToHuman, View
from actions.choices import decode, encode
from actions.dialogue.buttons import decide_pressed
from actions.dialogue.decide import UnderstoodMessage, decide_said
from actions.dialogue.guidance import fit, owner
from actions.dialogue.ports import Turn
from actions.knowledge.responsibility import Actor, RoleVerdict
from actions.language import Language
from actions.model import Entity, Ranked
from actions.reply import Answer, Cited, Clarify, Escalate, Explained, RolesTable, Updated
from tests.fakes.understander import understood

if TYPE_CHECKING:
    from actions.knowledge.library import Library

# The activities of the taxonomy.
ACTIVITIES = (
    *("strategy", "monitoring", "moderation", "animation", "replying", "content_creation", "training"),
    *("crisis_management", "blogger_operations", "contest", "technical_development", "measurement"),
    "project_management",
)


def named(**values: str) -> tuple[Entity, ...]:
    """Return entities."""
    return tuple(Entity(name, value, value) for name, value in values.items())


def rulings(library: Library, topic: str, **values: str) -> list[tuple[str, str, str]]:
    """Return the verdicts that a question on `topic` gets."""
    found = fit(library.topics[topic], named(**values), library).rulings
    return [(r.activity.id, r.actor.value, r.cell.verdict.value) for r in found]


def test_the_activity_and_the_actor_choose_the_verdict(library: Library) -> None:
    """The same topic answers a question on replying and one on monitoring differently."""
    replying = rulings(library, "outsource_scope", activity="replying", actor="agency")
    monitoring = rulings(library, "outsource_scope", activity="monitoring", actor="agency")
    assert replying == [("replying", "agency", "not")]
    assert monitoring == [("monitoring", "agency", "may")]


def test_what_is_not_named_comes_from_the_topic(library: Library) -> None:
    """A topic on outsourcing asks of an agency and a provider, one on moderation of moderation."""
    assert rulings(library, "outsource_scope", activity="moderation") == [
        ("moderation", "agency", "disputed"),
        ("moderation", "provider", "disputed"),
    ]
    assert rulings(library, "moderation", actor="freelancer") == [("moderation", "provider", "disputed")]
    assert rulings(library, "department_roles", activity="crisis_management") == [
        ("crisis_management", "brand", "do")
    ]


@pytest.mark.parametrize(
    ("topic", "entities"),
    [
        ("outsource_scope", {}),
        ("moderation", {"activity": "moderation"}),
        ("moderation", {"actor": "troll"}),
        ("cm_intern", {"actor": "intern"}),
        ("cost_budget", {"activity": "moderation", "actor": "agency"}),
        ("outsource_scope", {"activity": "juggling", "actor": "agency"}),
    ],
)
def test_no_verdict_without_a_question_of_whom(
    library: Library, topic: str, entities: dict[str, str]
) -> None:
    """A question that names nobody who could do it, or no activity of the table, gets no verdict."""
    assert rulings(library, topic, **entities) == []


def test_a_doubt_between_topics_of_one_verdict_is_no_doubt(library: Library) -> None:
    """Two close topics are answered where the table answers both alike, and asked back otherwise."""
    close = understood("outsource_scope", 0.4, Ranked("agency_role", 0.38))
    both = named(activity="monitoring", actor="agency")
    decided = decide_said(UnderstoodMessage(type(close)(close.ranking, both)), library, None, Language.FR)
    assert decided == Answer(library.topics["outsource_scope"], both)
    only = named(activity="monitoring")
    decided = decide_said(UnderstoodMessage(type(close)(close.ranking, only)), library, None, Language.FR)
    assert isinstance(decided, Clarify)


def test_an_escalation_goes_to_the_department_of_the_activity(library: Library) -> None:
    """The row of the activity names the department, else the topic does."""
    topic, entities = library.topics["outsource_scope"], named(activity="crisis_management", actor="agency")
    assert owner(topic, entities, library) == library.responsibilities["crisis_management"].owner
    assert owner(topic, (), library) == topic.owner
    turn = Turn(Language.EN, topic.topic, "can the agency handle a crisis?", entities)
    assert decide_pressed(TalkToHuman(), library, turn) == Escalate("e_marketing", topic)


def test_specifics_have_a_line_or_an_honest_silence(library: Library) -> None:
    """Luxury has a line; TikTok, which came after the sources, has a silence; a topic may have neither."""
    (luxury,) = fit(library.topics["presence_necessity"], named(sector="luxury"), library).specifics
    assert luxury.line is not None
    assert luxury.changed is not None
    (tiktok,) = fit(library.topics["platform_audience"], named(platform="tiktok"), library).specifics
    assert tiktok.line is None
    assert fit(library.topics["cm_salary"], named(platform="tiktok"), library).specifics == ()


def test_every_cell_is_filled_and_claims_what_it_says(library: Library) -> None:
    """Each activity has a verdict for the brand, and each cell rests on a claim."""
    assert set(library.responsibilities) == set(ACTIVITIES)
    for activity in library.responsibilities.values():
        assert activity.brand.verdict is not RoleVerdict.SILENT
        for actor in Actor:
            assert activity.cell(actor).claims, f"{activity.id} × {actor}"


def test_who_says_so_and_still_true_are_about_the_last_answer(library: Library) -> None:
    """After an answer they ask about that one; before any, about the knowledge as a whole."""
    entities = named(activity="monitoring", actor="agency")
    turn = Turn(Language.EN, "outsource_scope", "can the agency do the monitoring?", entities)
    topic = library.topics["outsource_scope"]
    for intent, kind in (("sources", Cited), ("whats_changed", Updated)):
        heard = UnderstoodMessage(understood(intent))
        assert decide_said(heard, library, turn, Language.EN) == kind(topic, entities)
        assert decide_said(heard, library, None, Language.EN) == Answer(library.topics[intent])


def test_another_view_keeps_what_the_question_named(library: Library) -> None:
    """The button carries it: the conversation may have moved on, or ended."""
    entities = (*named(activity="monitoring", actor="agency"), *named(money="400 €"))
    choice = decode(encode(Explain("outsource_scope", View.SOURCES, entities)))
    assert choice == Explain("outsource_scope", View.SOURCES, entities[:2])
    expected = Explained(library.topics["outsource_scope"], View.SOURCES, entities[:2])
    assert decide_pressed(choice, library, None) == expected


def test_the_table_is_filtered_by_what_is_in_it(library: Library) -> None:
    """The table shows a row, a column, or all of it where what is named is not in it."""
    row = decide_pressed(ShowRoles(activity="moderation"), library, None)
    assert row == RolesTable((library.responsibilities["moderation"],), tuple(Actor))
    column = decide_pressed(ShowRoles(actor="agency"), library, None)
    assert isinstance(column, RolesTable)
    assert column.actors == (Actor.AGENCY,)
    whole = decide_pressed(ShowRoles("juggling", "somebody"), library, None)
    assert whole == RolesTable(tuple(library.responsibilities.values()), tuple(Actor))
