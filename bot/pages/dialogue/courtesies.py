"""Lays out what is not guidance: courtesies, refusals, ratings, and the button to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import ListTopics, TalkToHuman
from actions.reply import Courtesy
from bot.pages.dialogue.topics import questions
from bot.pages.page import Button, Buttons, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.topic import Topic
    from actions.language import Language
    from bot.strings import Strings

# Courtesies that get a button to talk to a person.
_WITH_HUMAN = {Courtesy.DENY, Courtesy.FEEDBACK_NEGATIVE, Courtesy.ESCALATION_STATUS}
# Courtesies that get no button.
_WITHOUT_BUTTONS = {
    Courtesy.THANKS,
    Courtesy.GOODBYE,
    Courtesy.AFFIRM,
    Courtesy.CANCEL,
    Courtesy.FEEDBACK_POSITIVE,
}


def near_questions(near: tuple[Topic, ...], say: Strings, language: Language) -> Iterator[Piece]:
    """Lay out the questions closest to one that is refused."""
    if near:
        yield Paragraph(say("refuse_near"), Tone.SMALL)
        yield questions(near, language)
    yield Buttons((Button(say("button_topics"), ListTopics()), human_button(say)))


def rated(say: Strings, *, helpful: bool) -> Iterator[Piece]:
    """Lay out the thanks for a rating."""
    yield Paragraph(say("rated_helpful" if helpful else "rated_not_helpful"))
    if not helpful:
        yield Buttons((Button(say("button_topics"), ListTopics()), human_button(say)))


def courtesy_pieces(
    courtesy: Courtesy, topics: tuple[Topic, ...], say: Strings, language: Language
) -> Iterator[Piece]:
    """Lay out a courtesy, with what can be asked next."""
    yield Paragraph(say(courtesy.value))
    if topics:
        yield questions(topics, language)
    if courtesy in _WITH_HUMAN:
        yield Buttons((Button(say("button_topics"), ListTopics()), human_button(say)))
    elif courtesy not in _WITHOUT_BUTTONS:
        yield Buttons((Button(say("button_topics"), ListTopics()),))


def human_button(say: Strings) -> Button:
    """Return the button that leads to a person."""
    return Button(say("button_human"), TalkToHuman())
