"""Lays out courtesies, and the button that leads to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import ListTopics, TalkToHuman
from actions.reply import Courtesy
from bot.pages.dialogue.topics import questions
from bot.pages.page import Button, Buttons, Paragraph, Piece

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


def courtesy_pieces(
    courtesy: Courtesy, topics: tuple[Topic, ...], say: Strings, language: Language
) -> Iterator[Piece]:
    """Return a courtesy, with questions and buttons where it has some."""
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
