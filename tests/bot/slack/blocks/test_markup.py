"""What a person wrote is shown as it was written: only our own markup acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages.page import Page, Paragraph, as_written, mention, words_apart
from bot.slack.blocks.markup import cut, mrkdwn
from bot.slack.blocks.text import unescape
from bot.terminal import plain_text

JOINER = "\N{WORD JOINER}"
OURS = f"{mention('T1:U1')} wrote: "


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<@U0VICTIM> and <#C0SECRET>", "&lt;@U0VICTIM&gt; and &lt;#C0SECRET&gt;"),
        ("<!channel> <!subteam^S1>", "&lt;!channel&gt; &lt;!subteam^S1&gt;"),
        ("[intranet](https://evil.example/x)", "[intranet](https://evil.example/x)"),
        ("<https://evil.example/x|intranet>", "&lt;https://evil.example/x|intranet&gt;"),
        ("https://example.org/a_b_c?d=*e*", "https://example.org/a_b_c?d=*e*"),
        ("snake_case and 2*3", "snake_case and 2*3"),
        ("plain & simple", "plain &amp; simple"),
    ],
)
def test_a_persons_words_do_nothing(words: str, shown: str) -> None:
    """No mention, no label on a link; an address stays an address."""
    assert mrkdwn(OURS + as_written(words)).replace(JOINER, "") == f"<@U1> wrote: {shown}"


@pytest.mark.parametrize("sign", ["*", "_", "~", "`", "```"])
def test_no_sign_of_theirs_formats(sign: str) -> None:
    """Slack formats between signs at the edges of words; a word joiner, not seen, is no such edge."""
    for words in (f"{sign}bold{sign}", f"({sign}bold{sign})", f"{sign} bold {sign}"):
        drawn = mrkdwn(as_written(words))
        assert not re.search(r"(?<!\u2060)[*_~`]|[*_~`](?!\u2060)", drawn)
        assert drawn.replace(JOINER, "") == words


def test_no_line_of_theirs_is_a_quote_and_no_handle_a_call() -> None:
    """Slack reads a quote at the beginning of a line, and may read a handle anywhere."""
    assert mrkdwn(as_written("> said\n> more")) == f"{JOINER}&gt; said\n{JOINER}&gt; more"
    assert mrkdwn(as_written("@channel @here")) == f"@{JOINER}channel @{JOINER}here"


def test_nothing_they_write_ends_their_words() -> None:
    """The signs that words stand between are taken out of the words themselves."""
    spoof = "a\N{POP DIRECTIONAL ISOLATE}<@U0VICTIM>\N{FIRST STRONG ISOLATE}b"
    assert mrkdwn(as_written(spoof)).replace(JOINER, "") == "a&lt;@U0VICTIM&gt;b"
    assert list(words_apart(f"x {as_written(spoof)} y")) == [
        ("x ", False),
        ("a<@U0VICTIM>b", True),
        (" y", False),
    ]


@given(st.text(alphabet=st.sampled_from("*_~`<>@#!|[]()&; \n\\aé1:/?hts"), max_size=60))
def test_whatever_they_write_is_letters(words: str) -> None:
    """Undone, the markup reads as it was written; no angle bracket of theirs is left in it."""
    drawn = mrkdwn(OURS + as_written(words) + " [ours](https://example.org)")
    begin, end = "<@U1> wrote: ", " <https://example.org|ours>"
    assert drawn.startswith(begin)
    assert drawn.endswith(end)
    theirs = drawn[len(begin) : len(drawn) - len(end)]
    assert "<" not in theirs
    assert ">" not in theirs
    assert unescape(theirs).replace(JOINER, "") == words


@given(st.text(alphabet=st.sampled_from("*_[]()<>@U1 a:/htps."), max_size=60))
def test_the_terminal_shows_them_as_they_are(words: str) -> None:
    """There too nothing of theirs is bold, and no link hides behind a label."""
    shown = plain_text(Page("", (Paragraph(f"*ours* {as_written(words)}"),)))
    assert shown == f"ours {words}"


@given(st.lists(st.sampled_from(["<@T1:U1>", "[a b](https://c.d)", "&", " ", "\n", "word"]), max_size=60))
def test_a_cut_tears_nothing_apart(parts: list[str]) -> None:
    """However short a part may be, links, mentions and escaped characters stay whole."""
    text = "".join(parts)
    cuts = list(cut(text, 30))
    assert all(0 < len(each) <= 30 for each in cuts)
    assert "".join("".join(cuts).split()) == "".join(mrkdwn(text).split())
    for each in cuts:
        assert not re.search(r"<[^>]*$|^[^<]*>|&[a-z]*$", each)
