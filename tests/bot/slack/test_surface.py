"""Slack as a surface: one builder of messages, and errors sorted into what passes and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.outgoing.address import Destination
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError, PlaceLostError
from bot.pages.page import note
from bot.slack.app import open_client
from bot.slack.surface import SlackSurface

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack

THREAD = Destination("C1", "1.0")


@pytest.fixture
def surface(slack: FakeSlack) -> SlackSurface:
    """The real surface on a Slack that can fail."""
    client = open_client("xoxb-1", slack.url)
    client.retry_handlers.clear()
    return SlackSurface(client)


@pytest.mark.parametrize(
    ("status", "headers", "error", "expected"),
    [
        (429, {"Retry-After": "7"}, "ratelimited", DeliveryDelayedError),
        (500, {}, "internal_error", DeliveryDelayedError),
        (200, {}, "token_revoked", DeliveryDelayedError),
        (200, {}, "is_archived", PlaceLostError),
        (200, {}, "msg_too_long", DeliveryRefusedError),
    ],
)
async def test_errors_are_sorted(  # noqa: PLR0913, PLR0917  a table's columns
    surface: SlackSurface,
    slack: FakeSlack,
    status: int,
    headers: dict[str, str],
    error: str,
    expected: type[Exception],
) -> None:
    """What time mends waits; the rest is final."""
    slack.failures = [(status, headers, {"ok": False, "error": error})]
    with pytest.raises(expected) as raised:
        await surface.post(THREAD, note("hello"), "k", again=False)
    if isinstance(raised.value, DeliveryDelayedError) and headers:
        assert raised.value.after == timedelta(seconds=7)


async def test_slack_away_delays(surface: SlackSurface, slack: FakeSlack) -> None:
    """No connection is no answer: the message waits."""
    await slack.stop()
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k", again=False)


@pytest.mark.parametrize(
    "to",
    [THREAD, Destination("C1"), Destination(person="T1:U1"), Destination("D1", "1.0")],
    ids=["a thread", "a channel", "a person", "a private thread"],
)
async def test_a_success_that_was_not_heard_is_not_repeated(
    surface: SlackSurface, slack: FakeSlack, to: Destination
) -> None:
    """Slack posted and then answered 500: the second attempt finds the message and posts none."""
    slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(to, note("hello"), "k", again=False)
    found = await surface.post(to, note("hello"), "k", again=True)
    (posted,) = slack.made("chat.postMessage")
    assert posted["metadata"]["event_payload"] == {"key": "k"}
    assert (found.channel, found.message) == (posted["channel"], "100.0")


async def test_a_connection_lost_after_slack_posted_is_no_second_message(slack: FakeSlack) -> None:
    """The client repeats no call that Slack may have taken: the queue does, and looks first."""
    surface = SlackSurface(open_client("xoxb-1", slack.url))
    slack.accept_then_reset = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k", again=False)
    await surface.post(THREAD, note("hello"), "k", again=True)
    assert len(slack.made("chat.postMessage")) == 1


@pytest.mark.parametrize(("status", "error"), [(500, "internal_error"), (429, "ratelimited")])
async def test_without_a_look_nothing_is_posted_again(
    surface: SlackSurface, slack: FakeSlack, status: int, error: str
) -> None:
    """A Slack that cannot say whether it posted is asked later."""
    slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k", again=False)
    slack.broken["conversations.replies"] = (status, {"ok": False, "error": error})
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k", again=True)
    assert len(slack.made("chat.postMessage")) == 1


async def test_where_relais_may_not_look_it_posts(surface: SlackSurface, slack: FakeSlack) -> None:
    """A look that will never be allowed keeps nobody waiting."""
    slack.broken["conversations.replies"] = (200, {"ok": False, "error": "missing_scope"})
    await surface.post(THREAD, note("hello"), "k", again=True)
    assert len(slack.made("chat.postMessage")) == 1


async def test_a_message_is_found_at_the_end_of_a_long_thread(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """Slack answers a thread's messages oldest first, a page at a time."""
    for number in range(3 * slack.page):
        await surface.post(THREAD, note("before"), f"before {number}", again=False)
    slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k", again=False)
    await surface.post(THREAD, note("hello"), "k", again=True)
    assert [each["text"] for each in slack.made("chat.postMessage")].count("hello") == 1


async def test_a_message_of_another_key_is_no_success(surface: SlackSurface, slack: FakeSlack) -> None:
    """Two messages of one thread are told apart by their keys."""
    await surface.post(THREAD, note("hello"), "k", again=False)
    await surface.post(THREAD, note("hello"), "other", again=True)
    assert len(slack.made("chat.postMessage")) == 2


async def test_messages_show_no_previews(surface: SlackSurface, slack: FakeSlack) -> None:
    """A link in an answer is a source, not an advertisement."""
    await surface.post(THREAD, note("[a source](https://example.org)"), "k", again=False)
    (posted,) = slack.made("chat.postMessage")
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)


@pytest.mark.parametrize(
    "error", ["user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"]
)
async def test_a_whisper_that_cannot_be_shown_is_told_in_private(
    surface: SlackSurface, slack: FakeSlack, error: str
) -> None:
    """Whoever presses a button while they preview a channel is not in it, and hears all the same."""
    slack.broken["chat.postEphemeral"] = (200, {"ok": False, "error": error})
    await surface.whisper(THREAD, "T1:U1", note("hello"))
    (told,) = slack.made("chat.postMessage")
    assert (told["channel"], told["text"]) == ("D1", "hello")
    assert "thread_ts" not in told


async def test_a_whisper_that_is_refused_otherwise_is_refused(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """A fault of ours is no reason to write to somebody."""
    slack.broken["chat.postEphemeral"] = (200, {"ok": False, "error": "invalid_blocks"})
    with pytest.raises(DeliveryRefusedError):
        await surface.whisper(THREAD, "T1:U1", note("hello"))
    assert slack.made("chat.postMessage") == []
