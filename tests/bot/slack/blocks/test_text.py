"""Slack's markup, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks.markup import mrkdwn
from bot.slack.blocks.text import escape, mentions, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<@URELAIS> who answers?", "who answers?"),
        ("hey <@URELAIS|relais> can <@U2> post?", "hey can @ post?"),
        ("see <#C12|general> and <https://ex.org/a?b=1|this>", "see #general and this"),
        ("see <https://ex.org/a>", "see ex.org/a"),
        ("<mailto:a@b.org|a@b.org> &amp; &lt;others&gt;", "a@b.org & <others>"),
        ("<!here> <!subteam^S1|@team> ok", "@here @team ok"),
        ("  two\n\n lines ", "two lines"),
    ],
)
def test_markup_becomes_what_was_typed(text: str, expected: str) -> None:
    """The model reads words, not markup; other people stay anonymous."""
    assert plain(text, "URELAIS") == expected


def test_a_mention_is_found_wherever_it_stands() -> None:
    """At the end, with a label, or not at all."""
    assert mentions("hello <@URELAIS|relais>", "URELAIS")
    assert not mentions("hello <@UOTHER> URELAIS", "URELAIS")


def test_links_and_mentions_are_ours_and_the_rest_is_escaped() -> None:
    """What a person wrote cannot become a link or call everybody."""
    assert mrkdwn("<@U1> said <!channel> & [here](https://ex.org)") == (
        "<@U1> said &lt;!channel&gt; &amp; <https://ex.org|here>"
    )


@given(st.text())
def test_escaping_comes_back(text: str) -> None:
    """What is escaped reads as it was written, white space folded."""
    assert plain(escape(text), None) == " ".join(text.split())
