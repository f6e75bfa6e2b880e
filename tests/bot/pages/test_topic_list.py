"""Every topic can be reached from the list, however many there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from actions.acts import AskTopic, ListTopics
from actions.choices import decode, encode
from actions.dialogue.buttons import decide_pressed
from actions.knowledge.topic import Family
from actions.language import Language
from actions.reply import Decision, Reply, ShowTopics, Unavailable
from bot.pages.compose import Composer
from bot.slack.blocks.render import render_parts
from tests.fakes.words import STRINGS, is_label

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from bot.pages.page import Page

MANY = 80


def with_topics(library: Library, families: list[int]) -> Library:
    """Return a library whose menu has families of so many topics."""
    shipped = list(library.topics.values())
    topics, menu = {}, []
    for place, count in enumerate(families):
        names = [f"topic_{place}_{n}" for n in range(count)]
        for n, name in enumerate(names):
            model = shipped[n % len(shipped)]
            topics[name] = model.model_copy(update={"topic": name})
        menu.append(Family(title=library.menu.families[0].title, topics=tuple(names)))
    return replace(library, topics=topics, menu=library.menu.model_copy(update={"families": tuple(menu)}))


def pressed(page: Page) -> ListTopics | None:
    """Return what the button to more topics stands for, after a way through Slack."""
    found = [b.choice for b in page.choices if is_label(b.label, "button_more_topics")]
    assert len(found) <= 1
    choice = decode(encode(found[0])) if found else None
    assert choice is None or isinstance(choice, ListTopics)
    return choice


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("first", [ShowTopics(), Unavailable()], ids=["asked for", "in place of an answer"])
@pytest.mark.parametrize("families", [[10] * 8, [MANY], [1, 35, 1, 43], [36, 36, 8]], ids=str)
def test_all_topics_are_a_few_presses_away(
    library: Library, families: list[int], first: Decision, language: Language
) -> None:
    """Each page is one message that Slack takes, and leads to the next; each topic is on one of them."""
    many = with_topics(library, families)
    decision, listed = first, []
    for _ in range(MANY):
        page = Composer(many, STRINGS).page(Reply(language, decision, introduce=decision is first))
        assert len(render_parts(page)) == 1
        listed += [b.choice.topic for b in page.choices if isinstance(b.choice, AskTopic)]
        more = pressed(page)
        if more is None:
            break
        decision = decide_pressed(more, many, None)
    assert listed == list(many.topics)


def test_the_shipped_topics_are_one_page(library: Library) -> None:
    """There is no button to more where there are no more."""
    page = Composer(library, STRINGS).page(Reply(Language.FR, ShowTopics()))
    assert pressed(page) is None
    assert len(render_parts(page)) == 1


def test_a_page_that_is_gone_is_the_first(library: Library) -> None:
    """A button may outlive the topics it led to."""
    pages = [Composer(library, STRINGS).page(Reply(Language.FR, ShowTopics(n))) for n in (0, 7)]
    assert pages[0] == pages[1]
