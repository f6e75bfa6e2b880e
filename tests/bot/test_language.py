"""Which language a reply is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.language import Language
from bot.language import LinguaGuesser
from bot.slack.app import open_client
from bot.slack.workspace.locales import SlackLocales
from bot.stores.people import RedisPeople

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.fakes.slack import FakeSlack

GUESSER = LinguaGuesser()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("est-ce qu'on doit répondre à tout le monde ?", Language.FR),
        ("should we answer everybody who writes to us?", Language.EN),
        ("combien ca coute tout ca", Language.FR),
        ("combien gagne un community manager ?", Language.FR),
        ("combien ca coute un comunity manager par an", Language.FR),
        ("what does a community manager earn?", Language.EN),
    ],
)
def test_a_sentence_tells(text: str, language: Language) -> None:
    """Long enough is sure."""
    guess = GUESSER.guess(text)
    assert guess is not None
    assert (guess.language, guess.sure) == (language, True)


@pytest.mark.parametrize("text", ["budget CM ?", "timing??", "kpi", "Instagram TikTok"])
def test_a_word_or_two_never_do(text: str) -> None:
    """What the person wrote before, or their locale, knows better."""
    guess = GUESSER.guess(text)
    assert guess is None or not guess.sure


@pytest.mark.parametrize("text", ["", "🙂", "42"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    """An emoji says nothing."""
    assert GUESSER.guess(text) is None


@pytest.mark.parametrize(
    ("locale", "language"), [("fr-FR", Language.FR), ("en-GB", Language.EN), ("de-DE", None)]
)
async def test_a_locale_is_asked_once(
    slack: FakeSlack, redis: Redis, locale: str, language: Language | None
) -> None:
    """Slack is asked, and its answer kept; a language that is not ours is known to be none."""
    slack.locale = locale
    locales = SlackLocales(open_client("xoxb-1", slack.url), RedisPeople(redis))
    assert [await locales.locale("T1:U1"), await locales.locale("T1:U1")] == [language, language]
    assert len(slack.made("users.info")) == 1


async def test_slack_away_is_no_locale(slack: FakeSlack, redis: Redis) -> None:
    """A reply never waits for a locale that cannot be had."""
    await slack.stop()
    assert await SlackLocales(open_client("xoxb-1", slack.url), RedisPeople(redis)).locale("T1:U1") is None
