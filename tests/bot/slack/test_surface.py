"""Slack as a surface: one builder of messages, and errors sorted into what passes and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.outgoing.address import Destination
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError, PlaceLostError
from bot.pages.page import Page, Paragraph, note
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


def long_page(parts: int) -> Page:
    """Return a page that takes so many messages."""
    return Page("long", tuple(Paragraph(f"{n} " + "word " * 550) for n in range(4 * parts)), "cut")


async def test_a_long_page_is_posted_in_parts_in_order(surface: SlackSurface, slack: FakeSlack) -> None:
    """Each has a key of its own and goes to the same place; the first one's id is the page's."""
    posted = await surface.post(THREAD, long_page(3), "k", again=False, broadcast=True)
    sent = slack.made("chat.postMessage")
    assert [each["metadata"]["event_payload"]["key"] for each in sent] == ["k", "k:2", "k:3"]
    assert [each["thread_ts"] for each in sent] == ["1.0"] * 3
    assert [each.get("reply_broadcast", False) for each in sent] == [True, False, False]
    assert (posted.message, posted.further) == ("100.0", ("101.0", "102.0"))
    numbers = [block["text"]["text"].split()[0] for each in sent for block in each["blocks"]]
    assert numbers == [str(n) for n in range(12)]


@pytest.mark.parametrize("heard", range(3))
async def test_a_part_that_was_not_heard_is_not_posted_twice(
    surface: SlackSurface, slack: FakeSlack, heard: int
) -> None:
    """The second attempt looks for every part, and goes on where the first one stopped."""
    for number in range(heard):
        own = "k" if number == 0 else f"k:{number + 1}"
        await surface.post(THREAD, note("as if"), own, again=False)
    slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, long_page(3), "k", again=True)
    await surface.post(THREAD, long_page(3), "k", again=True)
    keys = [each["metadata"]["event_payload"]["key"] for each in slack.made("chat.postMessage")]
    assert keys == ["k", "k:2", "k:3"]


async def test_a_page_in_parts_is_written_over_in_all_of_them(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """A shorter one leaves no part of the longer one behind; a longer one says that it is cut."""
    posted = await surface.post(THREAD, long_page(3), "k", again=False)
    await surface.update("C1", posted.message, long_page(2), posted.further)
    assert [each["ts"] for each in slack.made("chat.update")] == ["100.0", "101.0"]
    assert [each["ts"] for each in slack.made("chat.delete")] == ["102.0"]
    await surface.update("C1", "100.0", long_page(2))
    assert slack.made("chat.update")[-1]["blocks"][-1]["elements"][0]["text"] == "cut"


async def test_a_whisper_and_a_home_fit_too(surface: SlackSurface, slack: FakeSlack) -> None:
    """What one person alone sees goes in parts; their home is cut and says so."""
    await surface.whisper(Destination("C1"), "T1:U1", long_page(2))
    assert len(slack.made("chat.postEphemeral")) == 2
    await surface.show_home("T1:U1", long_page(40))
    (home,) = slack.made("views.publish")
    assert len(home["view"]["blocks"]) <= 100
    assert home["view"]["blocks"][-1]["elements"][0]["text"] == "cut"
