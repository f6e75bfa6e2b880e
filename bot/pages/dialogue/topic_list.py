"""Lays out the list of topics, by family, in as many pages as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.acts import ListTopics
from bot.pages.dialogue.topics import questions
from bot.pages.page import Button, Buttons, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.library import Library
    from actions.knowledge.topic import Text, Topic
    from actions.language import Language
    from bot.strings import Strings

# How many topics a page lists: what fits into one message, and is not yet tiring to read.
MOST_LISTED = 36


def topic_list(library: Library, say: Strings, language: Language, page: int = 0) -> Iterator[Piece]:
    """Lay out a page of the list; a button leads to the next. After the last page comes the first."""
    pages = _pages(library)
    here = page if page < len(pages) else 0
    for title, topics in pages[here]:
        yield Paragraph(title.in_(language), Tone.HEADING)
        yield questions(topics, language)
    if here + 1 < len(pages):
        yield Buttons((Button(say("button_more_topics"), ListTopics(here + 1)),))


def _pages(library: Library) -> list[list[tuple[Text, list[Topic]]]]:
    """Return the pages, each with families that fit whole; a family longer than a page takes several."""
    pages: list[list[tuple[Text, list[Topic]]]] = [[]]
    room = MOST_LISTED
    for family in library.menu.families:
        topics = [library.topics[name] for name in family.topics]
        for start in range(0, len(topics), MOST_LISTED):
            listed = topics[start : start + MOST_LISTED]
            if len(listed) > room:
                pages.append([])
                room = MOST_LISTED
            pages[-1].append((family.title, listed))
            room -= len(listed)
    return pages
