"""What the turn before makes of the next: yes, no, follow-ups, several questions, a person in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.acts import AskTopic, TalkToHuman
from actions.language import Language
from actions.model import Ranked
from actions.reply import Answer, Answers, Cited, Clarify, Escalate, OfferHuman, Refuse, Updated
from tests.actions.dialogue.talk import begin
from tests.fakes.understander import understood

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from tests.actions.dialogue.talk import Talk

TASKS = "which tasks can we outsource?"
NEAR = (Ranked("outsource_decision", 0.04), Ranked("agency_role", 0.03), Ranked("moderation", 0.02))
CLOSE = "who deals with nasty comments?"


@pytest.fixture
def talk(library: Library) -> Talk:
    """A new conversation with an understanding that knows these sentences."""
    script = {
        TASKS: understood("outsource_scope", 0.9, *NEAR, activity="monitoring"),
        "et la modération ?": understood("moderation", 0.6, activity="moderation"),
        "how much?": understood("cost_budget", 0.4),
        "says who?": understood("sources"),
        "still true?": understood("whats_changed"),
        CLOSE: understood("moderation", 0.44, Ranked("crisis_handling", 0.4)),
        "yes": understood("affirm"),
        "no": understood("deny"),
        "that is not what I asked": understood("feedback_negative"),
        "Is it free?": understood("cost_budget"),
        "How many people?": understood("team_staffing"),
        "Is it free? How many people?": understood("cost_budget", 0.5, Ranked("team_staffing", 0.45)),
        "A long story. Is it free?": understood(
            "avoid_sceptical_management", 0.3, Ranked("cost_budget", 0.2)
        ),
    }
    return begin(library, script)


async def test_a_follow_up_inherits_the_question(talk: Talk, library: Library) -> None:
    """« et la modération ? » after "which tasks can we outsource?" asks whether it can be outsourced."""
    await talk(TASKS)
    decision = (await talk("et la modération ?")).reply.decision
    assert isinstance(decision, Answer)
    assert decision.topic is library.topics["outsource_scope"]
    assert [entity.value for entity in decision.entities] == ["moderation"]


async def test_a_follow_up_about_the_answer_is_about_that_answer(talk: Talk, library: Library) -> None:
    """« qui le dit ? » after an answer asks for the sources of that answer, not for all of them."""
    await talk(TASKS)
    topic = library.topics["outsource_scope"]
    cited = (await talk("says who?")).reply.decision
    assert isinstance(cited, Cited)
    assert cited.topic is topic
    updated = (await talk("still true?")).reply.decision
    assert isinstance(updated, Updated)
    assert updated.topic is topic


async def test_a_follow_up_inherits_what_was_named(talk: Talk) -> None:
    """After a question on monitoring, a bare price is that of monitoring."""
    await talk(TASKS)
    decision = (await talk("how much?")).reply.decision
    assert isinstance(decision, Answer)
    assert decision.topic.topic == "cost_budget"
    assert [entity.value for entity in decision.entities] == ["monitoring"]


async def test_without_a_turn_before_nothing_is_inherited(talk: Talk) -> None:
    """A follow-up in a new conversation is answered by its own words."""
    decision = (await talk("et la modération ?")).reply.decision
    assert isinstance(decision, Answer)
    assert decision.topic.topic == "moderation"


async def test_the_button_continues_as_if_it_had_been_said(talk: Talk, library: Library) -> None:
    """Two close intents: one question with both; a press answers, and counts as no miss."""
    decision = (await talk(CLOSE)).reply.decision
    assert decision == Clarify((library.topics["moderation"], library.topics["crisis_handling"]))
    await talk(AskTopic("crisis_handling"))
    turn = await talk.memory.recall("c")
    assert turn is not None
    assert (turn.topic, turn.misses) == ("crisis_handling", 0)


async def test_not_what_i_asked_offers_the_next_likely_questions(talk: Talk) -> None:
    """A wrong answer turned down gives its neighbours as buttons, then a person."""
    await talk(TASKS)
    decision = (await talk("that is not what I asked")).reply.decision
    assert isinstance(decision, Clarify)
    assert decision.after_no
    assert [topic.topic for topic in decision.topics] == ["outsource_decision", "agency_role", "moderation"]
    assert isinstance((await talk("no")).reply.decision, OfferHuman)
    assert talk.memory.notes[0] == (TASKS, Language.EN, "not_helpful", "outsource_scope")


async def test_two_misses_offer_a_person(talk: Talk, library: Library) -> None:
    """Refused twice in a row: no third guess, a person; a yes then hands over."""
    assert isinstance((await talk("blah blah blah")).reply.decision, Refuse)
    decision = (await talk("blah blah again")).reply.decision
    assert decision == OfferHuman(library.default_department)
    assert isinstance((await talk("yes")).reply.decision, Escalate)


async def test_an_answer_ends_the_count(talk: Talk) -> None:
    """Two misses with an answer between them are no two in a row."""
    await talk("blah blah blah")
    await talk(TASKS)
    assert isinstance((await talk("blah blah blah")).reply.decision, Refuse)


async def test_yes_to_the_offer_of_a_person_carries_the_question(talk: Talk) -> None:
    """The department hears what could not be answered."""
    await talk("blah blah blah")
    await talk("blah blah again")
    reply = (await talk("yes")).reply
    assert reply.question == "blah blah blah"


async def test_two_questions_get_two_answers_in_one_reply(talk: Talk) -> None:
    """One reply answers both, in their order."""
    decision = (await talk("Is it free? How many people?")).reply.decision
    assert isinstance(decision, Answers)
    assert [topic.topic for topic in decision.topics] == ["cost_budget", "team_staffing"]


async def test_a_long_story_is_answered_by_its_question(talk: Talk) -> None:
    """A question that is clear outweighs the story before it."""
    decision = (await talk("A long story. Is it free?")).reply.decision
    assert isinstance(decision, Answer)
    assert decision.topic.topic == "cost_budget"


async def test_what_was_not_answered_is_journaled(talk: Talk) -> None:
    """A question asked back is kept with the guess; an answered one and a button are not."""
    await talk(TASKS)
    await talk(CLOSE)
    await talk(TalkToHuman("legal"))
    assert talk.memory.notes == [(CLOSE, Language.EN, "asked_back", "moderation")]
