"""The policy: what is answered, asked back, refused or handed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.acts import AskTopic, DialogueChoice, Explain, ListTopics, Rate, TalkToHuman, View
from actions.dialogue.buttons import decide_pressed
from actions.dialogue.decide import UnderstoodMessage, decide_said
from actions.dialogue.ports import Turn
from actions.knowledge.library import Library, load
from actions.language import Language
from actions.model import Ranked, Understanding
from actions.reply import (
    Answer,
    AnswerRated,
    ChooseDepartment,
    Clarify,
    Courteous,
    Courtesy,
    Escalate,
    Explained,
    Refuse,
    ShowTopics,
    SwitchLanguage,
)
from tests.fakes.understander import understood

LIBRARY = load()


def heard(intent: str, confidence: float = 0.9, **entities: str) -> UnderstoodMessage:
    """Return a message of one intent."""
    return UnderstoodMessage(understood(intent, confidence, **entities))


AFTER_COST = Turn(Language.EN, "cost_budget", "is it free?")


def test_a_confident_question_is_answered(library: Library) -> None:
    """One intent well ahead gives the answer of its topic."""
    decision = decide_said(heard("cost_budget"), library, None, Language.EN)
    assert decision == Answer(library.topics["cost_budget"])


def test_two_close_questions_are_asked_back(library: Library) -> None:
    """Two likely intents give one question with both, the likelier first."""
    close = understood("moderation", 0.5, Ranked("crisis_handling", 0.45))
    decision = decide_said(UnderstoodMessage(close), library, None, Language.EN)
    assert decision == Clarify((library.topics["moderation"], library.topics["crisis_handling"]))


def test_a_likely_answer_in_doubt_comes_with_what_else_was_meant(library: Library) -> None:
    """Ahead, but not sure: the answer, and the runner-up one press away; sure: the answer alone."""
    moderation, crisis = library.topics["moderation"], library.topics["crisis_handling"]
    doubt = understood("moderation", 0.6, Ranked("crisis_handling", 0.2))
    assert decide_said(UnderstoodMessage(doubt), library, None, Language.EN) == Answer(
        moderation, (), (crisis,)
    )
    sure = understood("moderation", 0.85, Ranked("crisis_handling", 0.1))
    assert decide_said(UnderstoodMessage(sure), library, None, Language.EN) == Answer(moderation)


def test_a_refusal_shows_what_comes_close(library: Library) -> None:
    """Out of scope, with a question of ours not far: refused, and that question one press away."""
    near = understood("out_of_scope", 0.8, Ranked("moderation", 0.15))
    decision = decide_said(UnderstoodMessage(near), library, None, Language.EN)
    assert decision == Refuse((library.topics["moderation"],))


def test_what_is_not_likely_is_not_offered(library: Library) -> None:
    """A runner-up below the policy's floor is no button."""
    weak = understood("moderation", 0.4, Ranked("crisis_handling", 0.01))
    decision = decide_said(UnderstoodMessage(weak), library, None, Language.EN)
    assert decision == Clarify((library.topics["moderation"],))


def test_the_unlikely_is_refused(library: Library) -> None:
    """An intent below the policy's floor is refused without an offer."""
    assert decide_said(heard("moderation", 0.04), library, None, Language.EN) == Refuse()


def test_out_of_scope_is_refused(library: Library) -> None:
    """A message that is out of scope is refused, since the knowledge holds no answer."""
    assert decide_said(heard("out_of_scope"), library, None, Language.EN) == Refuse()


@pytest.mark.parametrize("courtesy", list(Courtesy))
def test_every_courtesy_is_returned(library: Library, courtesy: Courtesy) -> None:
    """Each service intent has its own reply."""
    decision = decide_said(heard(courtesy.value), library, None, Language.EN)
    assert isinstance(decision, Courteous)
    assert decision.courtesy is courtesy


def test_a_named_department_gets_the_request(library: Library) -> None:
    """« je veux parler au juridique » goes to legal."""
    decision = decide_said(heard("request_escalation", department="legal"), library, None, Language.FR)
    assert decision == Escalate("legal", None)


def test_the_owner_of_the_last_answer_gets_an_unaddressed_request(library: Library) -> None:
    """After an answer, a request for a person goes to whoever owns that answer."""
    decision = decide_said(heard("request_escalation"), library, AFTER_COST, Language.EN)
    topic = library.topics["cost_budget"]
    assert decision == Escalate(topic.owner, topic)


def test_without_a_department_or_an_answer_one_is_asked_for(library: Library) -> None:
    """A bare request in a new conversation asks which department is meant."""
    assert decide_said(heard("request_escalation"), library, None, Language.EN) == ChooseDepartment()


def test_a_department_we_do_not_have_goes_to_the_fallback(library: Library) -> None:
    """Sales is in the taxonomy but has no channel, so that the default department gets the request."""
    decision = decide_said(heard("request_escalation", department="sales"), library, None, Language.EN)
    assert decision == Escalate(library.default_department, None)


@pytest.mark.parametrize(
    ("named", "speaking", "expected"),
    [("en", Language.FR, Language.EN), ("", Language.FR, Language.EN), ("", Language.EN, Language.FR)],
)
def test_the_language_changes_to_the_one_named_or_the_other(
    library: Library, named: str, speaking: Language, expected: Language
) -> None:
    """« parle anglais » and a bare « autre langue » both do what was meant."""
    wanted = understood("change_language", language=named) if named else understood("change_language")
    decision = decide_said(UnderstoodMessage(wanted), library, None, speaking)
    assert decision == SwitchLanguage(expected)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (AskTopic("moderation"), Answer(LIBRARY.topics["moderation"])),
        (Explain("moderation", View.WHY), Explained(LIBRARY.topics["moderation"], View.WHY)),
        (Rate("moderation", helpful=False), AnswerRated(LIBRARY.topics["moderation"], helpful=False)),
        (ListTopics(), ShowTopics()),
        (TalkToHuman("hr"), Escalate("hr", None)),
        (TalkToHuman(), ChooseDepartment()),
        (AskTopic("no_longer_there"), ShowTopics()),
        (Explain("no_longer_there", View.WHY), ShowTopics()),
        (Rate("no_longer_there", helpful=True), ShowTopics()),
    ],
)
def test_a_button_does_what_it_says(library: Library, choice: DialogueChoice, expected: object) -> None:
    """A button of an old card whose topic is gone still leads somewhere."""
    assert decide_pressed(choice, library, None) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*LIBRARY.topics, "greet", "out_of_scope", "request_escalation"]), st.floats(0, 1)
        ),
        min_size=1,
        max_size=10,
        unique_by=lambda pair: pair[0],
    )
)
def test_every_understanding_gets_a_decision(pairs: list[tuple[str, float]]) -> None:
    """Whatever the model says, there is one decision, and it offers at most what the policy allows."""
    ranking = tuple(Ranked(*pair) for pair in sorted(pairs, key=lambda pair: -pair[1]))
    decision = decide_said(UnderstoodMessage(Understanding(ranking)), LIBRARY, None, Language.EN)
    if isinstance(decision, Clarify):
        assert 1 <= len(decision.topics) <= LIBRARY.policy.options
