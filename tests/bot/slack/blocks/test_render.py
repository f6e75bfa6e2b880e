"""Every page fits Slack's limits, by Slack's own models and by a second opinion."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from actions.acts import ListTopics, TalkToHuman, View
from actions.language import Language
from actions.reply import Answer, Escalate, Explained, Reply
from bot.pages.compose import Composer
from bot.pages.page import Button as PageButton
from bot.pages.page import Buttons, Items, Page, Paragraph, Tone, channel_link, mention
from bot.slack.blocks.markup import mrkdwn
from bot.slack.blocks.render import SECTION_CHARACTERS, render, render_parts
from bot.strings import load_strings
from bot.terminal import plain_text
from tests.bot.replies import every
from tests.bot.slack.blocks.second_opinion import again, check_message
from tests.fakes.words import ENGLISH, say

if TYPE_CHECKING:
    from actions.knowledge.library import Library

# « Parler au service Ressources humaines » is the longest, and may lose its end: its start says enough.
PHONE_LABEL = 38


@pytest.fixture(scope="session")
def composer(library: Library) -> Composer:
    """The real words."""
    return Composer(library, load_strings())


@pytest.mark.parametrize("language", list(Language))
def test_every_reply_fits_slack(composer: Composer, library: Library, language: Language) -> None:
    """Whatever is decided, Slack takes it whole, in both languages, with the introduction."""
    known: set[str] = set()
    for decision in every(library):
        message = render(composer.page(Reply(language, decision, introduce=True)))
        assert message.text
        new = {line: block for block in message.blocks if (line := json.dumps(block)) not in known}
        parsed = Block.parse_all(list(new.values()))
        assert [block.to_dict() for block in parsed] == list(new.values())
        known |= new.keys()
        check_message(message.blocks)
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


LONG = {
    "a word": "p" * 9000,
    "escaped": "<&>" * 3000,
    "lines": "mot & <mot>\n" * 700,
    "people": "<@T1:U1> " * 900,
    "a link": f"[{'x' * 4000}](https://example.org)",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_of_any_length_is_shown_whole(text: str) -> None:
    """A paragraph or a list longer than a section is several, however much longer escaping makes it."""
    for piece in (Paragraph(text), Items((text, text))):
        blocks = [block for part in render_parts(Page("", (piece,))) for block in part.blocks]
        for block in blocks:
            again(block)
        drawn = "".join(block["text"]["text"] for block in blocks)
        expected = text if isinstance(piece, Paragraph) else f"•  {text}\n•  {text}"
        assert drawn == mrkdwn(expected)


WORDS = st.lists(
    st.sampled_from(["<@T1:U1>", "<#C1>", "[a link](https://example.org)", "é ", "&\n"]), max_size=300
)


@given(st.integers(2600, 3000), WORDS)
def test_nothing_is_cut_in_two_between_sections(before: int, words: list[str]) -> None:
    """No person, channel, link or escaped character ends in another section than it began in."""
    text = "x" * before + "".join(words)
    texts = [block["text"]["text"] for block in render(Page("", (Paragraph(text),))).blocks]
    # A section without a letter is left out, since Slack refuses it.
    assert "".join(texts).rstrip() == mrkdwn(text).rstrip()
    assert all(len(part) <= SECTION_CHARACTERS for part in texts)
    for part in texts:
        assert not re.search(r"<[^>]*$|^[^<]*>|&[a-z]*$", part)


@pytest.mark.parametrize(("text", "end"), [("a line of words\n" * 200, "words\n"), ("word " * 700, "word ")])
def test_a_section_ends_after_a_line_or_a_word(text: str, end: str) -> None:
    """The next section begins with the next line, or where there is but one line with the next word."""
    first, _ = (block["text"]["text"] for block in render(Page("", (Paragraph(text),))).blocks)
    assert first.endswith(end)


def test_what_would_pass_a_limit_is_shortened() -> None:
    """A notification or a label of any length is one that Slack takes; of neither it shows more anyway."""
    page = Page("s" * 9000, (Buttons((PageButton("b" * 200, ListTopics()),)),))
    message = render(page)
    (row,) = message.blocks
    again(row)
    assert len(message.text) <= 300


@pytest.mark.parametrize("tone", [Tone.HEADING, Tone.SMALL])
def test_a_heading_or_a_note_of_any_length_is_shown_whole(tone: Tone) -> None:
    """It takes several blocks, as any other text does."""
    blocks = render(Page("", (Paragraph("p" * 9000, tone),))).blocks
    for block in blocks:
        again(block)
    assert json.dumps(blocks).count("p" * 100) >= 9000 // 100 - len(blocks)
    assert "…" not in json.dumps(blocks, ensure_ascii=False)


def test_people_are_mentioned_as_slack_knows_them() -> None:
    """Our ids of persons bear their workspace, which Slack's own do not; a channel is linked by its id."""
    page = Page("", (Paragraph(f"{mention('T1:U1')} {mention('U2')} {channel_link('C1')}"),))
    (block,) = render(page).blocks
    assert block["text"]["text"] == "<@U1> <@U2> <#C1>"


@pytest.mark.parametrize(("language", "count"), [(Language.FR, "4\u00a0000"), (Language.EN, "4,000")])
def test_a_reply_says_that_the_beginning_was_read(
    composer: Composer, library: Library, language: Language, count: str
) -> None:
    """First, and beside what the notification says."""
    topic = library.topics["cm_salary"]
    page = composer.page(Reply(language, Answer(topic), read_in_part=True))
    first = page.pieces[0]
    assert isinstance(first, Paragraph)
    assert first.text == composer.strings[language]("read_in_part", count=count)
    assert page.summary == composer.page(Reply(language, Answer(topic))).summary
