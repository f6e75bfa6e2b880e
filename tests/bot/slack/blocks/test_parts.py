"""A page of any length is posted whole, within Slack's limits; one that is cut says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.acts import AskTopic, ListTopics
from bot.pages.page import Button, Buttons, Divider, Items, Page, Paragraph, Tone, as_written, mention
from bot.slack.blocks.render import VIEW_BLOCKS, render, render_home, render_parts
from tests.bot.slack.blocks.second_opinion import MESSAGE_CHARACTERS
from tests.fakes.words import buttons

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from bot.slack.blocks.render import Message

CUT = "The rest is not here."
# Words that are told apart, and what makes a text longer once it is escaped, written as JSON, or drawn.
PIECES = st.sampled_from(
    ['"', "\\", "\n", " ", "<&>", "é", "😀", "\x00", "*", mention("T1:U1"), "[a](https://b.c)"]
)
NUMBERS = st.integers(0, 10**6).map("w{}x".format)
TEXT = st.builds(
    lambda parts, times: "".join(parts * times), st.lists(PIECES | NUMBERS, max_size=12), st.integers(1, 400)
)
WORDS = TEXT | TEXT.map(as_written)
BUTTON = st.builds(
    Button, NUMBERS.map("w".__add__) | TEXT, st.builds(AskTopic, NUMBERS), st.booleans(), NUMBERS
)
PIECE = (
    st.builds(Paragraph, WORDS, st.sampled_from(Tone))
    | st.builds(Items, st.lists(WORDS, max_size=4).map(tuple))
    | st.builds(Buttons, st.lists(BUTTON, max_size=40, unique_by=lambda b: b.choice).map(tuple))
    | st.just(Divider())
)


def pages(piece: SearchStrategy[object] = PIECE) -> SearchStrategy[Page]:
    """Draw pages, some of very many pieces."""
    many = st.lists(piece, max_size=8) | st.lists(
        st.just(Divider()) | st.just(Paragraph("w1x")), max_size=150
    )
    return st.builds(Page, WORDS, many.map(tuple), st.just(CUT))


def within(message: Message) -> bool:
    """Tell whether Slack takes a message."""
    characters = len(json.dumps(message.blocks, ensure_ascii=False))
    return len(message.blocks) <= 50 and characters <= MESSAGE_CHARACTERS and len(message.text) <= 300


def words_of(page: Page) -> list[str]:
    """Return every numbered word of a page's texts, in order."""
    shown = []
    for piece in page.pieces:
        shown += [piece.text] if isinstance(piece, Paragraph) else []
        shown += piece.texts if isinstance(piece, Items) else []
    return _numbered("\n".join(shown))


def _texts(message: Message) -> list[str]:
    """Return the texts of a message; where one was cut in the middle of a word, they read as one again."""
    shown = [
        block.get("elements", [block.get("text")]) for block in message.blocks if block["type"] != "actions"
    ]
    return [each["text"] for elements in shown for each in elements if each]


def _numbered(text: str) -> list[str]:
    return [
        part
        for part in text.replace("w", " w").replace("x", "x ").split()
        if part[0] == "w" and part[-1] == "x"
    ]


@given(pages())
def test_any_page_is_posted_within_limits_and_no_word_of_it_is_lost(page: Page) -> None:
    """However long, whatever escaping makes of it: in as many messages as it takes, in its order."""
    parts = render_parts(page)
    assert all(within(part) for part in parts)
    assert _numbered("".join(text for part in parts for text in _texts(part))) == words_of(page)
    pressed = [value for part in parts for _, value in buttons(part.blocks)]
    assert pressed == [f"topic:{b.choice.topic}" for b in page.choices if isinstance(b.choice, AskTopic)]


@given(pages())
def test_a_page_in_the_place_of_a_message_fits_and_says_what_it_cut(page: Page) -> None:
    """Slack would refuse the whole of it."""
    message = render(page)
    assert within(message)
    cut = len(render_parts(page)) > 1
    assert (CUT in json.dumps(message.blocks)) == cut


@given(pages())
def test_a_view_has_a_hundred_blocks_and_says_what_it_cut(page: Page) -> None:
    """App Home takes no more."""
    assert len(render_home(page)) <= VIEW_BLOCKS


def test_a_card_that_is_cut_keeps_its_buttons() -> None:
    """What it is pressed by comes after the words that are too many."""
    last = Buttons((Button("Take it", ListTopics()),))
    card = Page("A card", (Paragraph("A title"), Paragraph("word " * 4000), last), CUT)
    blocks = render(card).blocks
    assert [value for _, value in buttons(blocks)] == ["topics"]
    assert blocks[-2]["elements"][0]["text"] == CUT
    assert blocks[0]["text"]["text"] == "A title"


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_a_text_without_a_letter_is_left_out(text: str) -> None:
    """Slack refuses a section without text."""
    for piece in (Paragraph(text), Paragraph(text, Tone.HEADING), Paragraph(text, Tone.SMALL), Items(())):
        assert (
            render(Page("A summary", (piece, Paragraph("more")))).blocks
            == render(Page("A summary", (Paragraph("more"),))).blocks
        )
