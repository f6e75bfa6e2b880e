"""One act, one reply, and what is remembered for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.acts import AskRoles, AskTopic, Rate, TalkToHuman
from actions.dialogue.questions import READ_CHARACTERS
from actions.language import Language
from actions.reply import Answer, Courteous, Courtesy, Escalate, Unavailable
from tests.actions.dialogue.talk import begin
from tests.fakes.understander import understood

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from tests.actions.dialogue.talk import Talk

COST = "is it free or do we need money for that?"
COUT = "est-ce que ça coûte quelque chose ?"
LEGAL = "je voudrais parler au juridique pour un contrat"


@pytest.fixture
def talk(library: Library) -> Talk:
    """A new conversation with a new person."""
    script = {
        COST: understood("cost_budget"),
        COUT: understood("cost_budget"),
        LEGAL: understood("request_escalation", department="legal"),
        "english please": understood("change_language", language="en"),
        "human": understood("request_escalation"),
    }
    return begin(library, script)


async def test_the_first_reply_says_who_speaks_and_only_the_first(talk: Talk) -> None:
    """EU AI Act, article 50: a person is told once that an automatic advisor speaks."""
    assert (await talk(COST)).reply.introduce
    assert not (await talk(COST)).reply.introduce


async def test_people_are_answered_in_the_language_they_write(talk: Talk) -> None:
    """French in, French out; English in, English out."""
    assert (await talk(COUT)).reply.language is Language.FR
    assert (await talk(COST)).reply.language is Language.EN


async def test_the_words_of_a_command_are_answered_in_their_language(talk: Talk) -> None:
    """As a message's are: `/roles what is left for the agency` was answered in French."""
    assert (await talk(AskRoles("what is left for the agency"))).reply.language is Language.EN
    assert (await talk(AskRoles("que peut faire l'agence ?"))).reply.language is Language.FR


async def test_a_button_keeps_the_language_of_the_conversation(talk: Talk) -> None:
    """A button is answered in the language of the turn before, since it has no words."""
    await talk(COST)
    assert (await talk(AskTopic("moderation"))).reply.language is Language.EN


async def test_the_language_a_person_set_outweighs_what_they_write(talk: Talk) -> None:
    """A language that was asked for stays, whatever is written after."""
    await talk("english please")
    assert (await talk(COUT)).reply.language is Language.EN


async def test_an_unsure_text_takes_what_the_surface_believes(talk: Talk) -> None:
    """« kpi » is neither French nor English: the locale decides."""
    assert (await talk("kpi", Language.EN)).reply.language is Language.EN


async def test_a_request_for_a_person_carries_the_question(talk: Talk, library: Library) -> None:
    """The department hears what was asked, not only that somebody asked."""
    await talk(COST)
    reply = (await talk(TalkToHuman())).reply
    topic = library.topics["cost_budget"]
    assert reply.decision == Escalate(topic.owner, topic)
    assert reply.question == COST


async def test_a_written_request_carries_its_own_words(talk: Talk) -> None:
    """« je voudrais parler au juridique pour un contrat » says what it is about."""
    reply = (await talk(LEGAL)).reply
    assert reply.decision == Escalate("legal", None)
    assert reply.question == LEGAL


async def test_nobody_understanding_is_said_and_passes(talk: Talk) -> None:
    """When Rasa is away people are told; when it is back they are answered."""
    talk.understander.away = True
    assert (await talk(COST)).reply.decision == Unavailable()
    talk.understander.away = False
    assert isinstance((await talk(COST)).reply.decision, Answer)


async def test_buttons_work_while_nobody_understands(talk: Talk) -> None:
    """The topics offered during an outage are answered during the outage."""
    talk.understander.away = True
    assert isinstance((await talk(AskTopic("moderation"))).reply.decision, Answer)


async def test_an_empty_message_asks_for_help(talk: Talk) -> None:
    """A bare mention is a wish to know what can be asked; the model is not needed for that."""
    decision = (await talk("  ")).reply.decision
    assert isinstance(decision, Courteous)
    assert decision.courtesy is Courtesy.HELP
    assert not talk.understander.asked


async def test_the_last_opinion_counts(talk: Talk) -> None:
    """Somebody who changes their mind is counted once."""
    await talk(Rate("moderation", helpful=True))
    await talk(Rate("moderation", helpful=False))
    assert list(talk.memory.opinions.values()) == [False]


async def test_of_a_long_question_the_beginning_is_read_and_the_rest_is_kept(talk: Talk) -> None:
    """The reply says so; a department would get the whole, and the journal what was read."""
    long = f"{COST} " + "and so on, " * 1000
    talk.understander.script[long[:READ_CHARACTERS]] = understood("cost_budget")
    reply = (await talk(long)).reply
    assert isinstance(reply.decision, Answer)
    assert reply.read_in_part
    assert max(map(len, talk.understander.asked)) <= READ_CHARACTERS
    assert (await talk(TalkToHuman())).reply.question == long
    assert not (await talk(COST)).reply.read_in_part


async def test_what_is_not_read_is_not_said_to_be(talk: Talk) -> None:
    """Where understanding is away, nothing of the message was read."""
    talk.understander.away = True
    assert not (await talk("x" * 5000)).reply.read_in_part


async def test_the_journal_keeps_what_was_read(talk: Talk) -> None:
    """A question that was refused is there to be learnt from, not to be stored whole."""
    await talk("x" * 5000)
    (noted,) = talk.memory.notes
    assert len(noted[0]) == READ_CHARACTERS
