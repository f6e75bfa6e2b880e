"""Which questions a message holds, and whether it leans on what came before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.questions import MOST_QUESTIONS, is_follow_up, questions_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Faut-il une agence ? Et combien ça coûte ?", ("Faut-il une agence ?", "Et combien ça coûte ?")),
        ("My boss doubts it. How do I convince him?", ("How do I convince him?",)),
        ("who answers customers, and also how much is it", ("who answers customers", "how much is it")),
        ("qui doit modérer ; combien de gens", ("qui doit modérer", "combien de gens")),
        ("we tried it. it failed. a pity.", ()),
        ("c'est 1.5 ETP etc. c'est assez ?", ("c'est 1.5 ETP etc. c'est assez ?",)),
        ("", ()),
    ],
)
def test_the_questions_of_a_message(text: str, expected: tuple[str, ...]) -> None:
    """Sentences that ask are kept in order; those that tell are left out."""
    assert questions_in(text) == expected


@given(st.text())
def test_never_more_than_three_and_always_its_own_words(text: str) -> None:
    """Whatever is written, the questions are pieces of it."""
    found = questions_in(text)
    assert len(found) <= MOST_QUESTIONS
    assert all(question in text for question in found)


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("et la modération ?", True),
        ("and in-house?", True),
        ("how much?", True),
        ("ok et pour les RH ?", True),
        ("what about Dell?", True),
        ("combien coûte une présence sérieuse sur les réseaux ?", False),
        ("and then we thought about it for a long while and nothing came of it", False),
    ],
)
def test_follow_ups(text: str, leans: bool) -> None:  # noqa: FBT001  a table's column
    """A few words, or a short sentence that begins by leaning."""
    assert is_follow_up(text) is leans
