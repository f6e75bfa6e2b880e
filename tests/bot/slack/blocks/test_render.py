"""Every page fits Slack's limits, by Slack's own models and by a second opinion."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.models.blocks import Block
from slackblocks import (
    ActionsBlock,
    Button,
    ContextBlock,
    DividerBlock,
    Message,
    SectionBlock,
    Text,
    TextType,
)

from actions.acts import ListTopics, TalkToHuman, View
from actions.language import Language
from actions.reply import Answer, Escalate, Explained, Reply
from bot.pages.compose import Composer
from bot.pages.page import Button as PageButton
from bot.pages.page import Buttons, Items, Page, Paragraph
from bot.slack.blocks.render import LABEL_CHARACTERS, MESSAGE_BLOCKS, ROW_BUTTONS, SECTION_CHARACTERS, render
from bot.strings import load_strings
from bot.terminal import plain_text
from tests.bot.replies import every
from tests.fakes.words import ENGLISH, say

if TYPE_CHECKING:
    from actions.knowledge.library import Library

# Blocks of a message may hold about 13,200 characters in all (bolt-js#2509); we stay well below.
MESSAGE_CHARACTERS = 12_000
# « Parler au service Ressources humaines » is the longest, and may lose its end: its start says enough.
PHONE_LABEL = 38


@pytest.fixture(scope="session")
def composer(library: Library) -> Composer:
    """The real words."""
    return Composer(library, load_strings())


def _again(block: dict[str, Any]) -> ActionsBlock | ContextBlock | DividerBlock | SectionBlock:
    """Build the block again with slackblocks, which checks limits when it builds."""
    match block["type"]:
        case "section":
            return SectionBlock(text=Text(block["text"]["text"], type_=TextType.MARKDOWN))
        case "context":
            texts = [Text(e["text"], type_=TextType.MARKDOWN) for e in block["elements"]]
            return ContextBlock(elements=list(texts))
        case "actions":
            return ActionsBlock(elements=[_button_again(element) for element in block["elements"]])
        case "divider":
            return DividerBlock()
        case other:
            return pytest.fail(f"no second opinion on {other}")


def _button_again(element: dict[str, Any]) -> Button:
    return Button(
        text=element["text"]["text"],
        action_id=element["action_id"],
        value=element["value"],
        accessibility_label=element.get("accessibility_label"),
    )


def _second_opinion(blocks: list[dict[str, Any]]) -> None:
    """Hold a whole message against slackblocks, and against the limits it leaves to Slack."""
    Message(channel="C1", text="…", blocks=[_again(block) for block in blocks])
    assert 0 < len(blocks) < MESSAGE_BLOCKS
    assert len(json.dumps(blocks, ensure_ascii=False)) < MESSAGE_CHARACTERS
    for block in blocks:
        if block["type"] == "actions":
            ids = [element["action_id"] for element in block["elements"]]
            assert len(ids) == len(set(ids)) <= ROW_BUTTONS
            assert all(len(element["text"]["text"]) <= LABEL_CHARACTERS for element in block["elements"])


@pytest.mark.parametrize("language", list(Language))
def test_every_reply_fits_slack(composer: Composer, library: Library, language: Language) -> None:
    """Whatever is decided, Slack takes it whole, in both languages, with the introduction."""
    for decision in every(library):
        message = render(composer.page(Reply(language, decision, introduce=True)))
        assert message.text
        parsed = Block.parse_all(message.blocks)
        assert [block.to_dict() for block in parsed] == message.blocks
        _second_opinion(message.blocks)
        assert '…"' not in json.dumps(message.blocks, ensure_ascii=False), decision


@pytest.mark.parametrize("language", list(Language))
def test_a_label_on_a_phone_is_not_cut(composer: Composer, library: Library, language: Language) -> None:
    """Slack cuts a label after about 30 characters; screen readers hear the whole question."""
    for decision in every(library):
        for button in composer.page(Reply(language, decision)).choices:
            assert len(button.short or button.label) <= PHONE_LABEL, button


def test_nothing_of_an_answer_is_cut(composer: Composer, library: Library) -> None:
    """Every word of the knowledge reaches the reader."""
    for topic in library.topics.values():
        for language in Language:
            message = render(composer.page(Reply(language, Explained(topic, View.WHY))))
            words = json.dumps(message.blocks, ensure_ascii=False)
            assert not any(b["text"]["text"].endswith("…") for b in message.blocks if b["type"] == "section")
            assert str(topic.reviewed.year) in words


def test_an_answer_names_source_date_owner_and_a_human(composer: Composer, library: Library) -> None:
    """Promise 2: source and date, owner, and a way to a human."""
    topic = library.topics["cm_salary"]
    page = composer.page(Reply(Language.EN, Answer(topic)))
    text = plain_text(page)
    assert "steph" in text
    assert "22 November 2026" in text
    assert library.departments[topic.owner].name.en in text
    assert ENGLISH.say("button_human") in [button.label for button in page.choices]
    assert len([button for button in page.choices if button.label.endswith("?")]) >= 3


def test_why_shows_reasons_disagreement_and_changes_with_their_links(
    composer: Composer, library: Library
) -> None:
    """What is behind the answer is one press away, with grades and links."""
    topic = library.topics["outsource_decision"]
    text = render(composer.page(Reply(Language.FR, Explained(topic, View.WHY))))
    words = json.dumps(text.blocks, ensure_ascii=False)
    link = say("link")
    assert all(f"<{change.url}|{link}>" in words for change in topic.changed)
    assert topic.disagreement[0].fr.split(".")[0] in words
    assert all(reason.fr[:40] in words for reason in topic.reasons)


def test_a_person_is_offered_the_form_or_told_who_to_write_to(composer: Composer) -> None:
    """Where a case can be opened, a button to its form; elsewhere an honest line."""
    offer = Reply(Language.EN, Escalate("legal", None, urgent=True))
    assert ENGLISH.says(composer.page(offer).summary, "escalated_outside_slack", department="Legal")
    page = replace(composer, hands_over=True).page(offer)
    assert ENGLISH.says(page.summary, "hand_over", department="Legal")
    assert [button.choice for button in page.choices] == [TalkToHuman("legal", urgent=True)]


def test_what_would_pass_a_limit_is_shortened() -> None:
    """A text of any length is a message Slack takes."""
    page = Page(
        "s" * 9000,
        (Paragraph("p" * 9000), Items(("i" * 9000,)), Buttons((PageButton("b" * 200, ListTopics()),))),
    )
    message = render(page)
    lengths = [len(b["text"]["text"]) for b in message.blocks if b["type"] == "section"]
    assert sum(lengths[:-1]) == 9000
    assert lengths[-1] == SECTION_CHARACTERS
    assert len(message.text) <= 300
    for block in message.blocks:
        _again(block)
