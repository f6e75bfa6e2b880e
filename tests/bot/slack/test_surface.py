"""Slack as a surface: one builder of messages, and errors sorted into what passes and what does not."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.files.file import File
from bot.outgoing.address import Destination, FileLink
from bot.outgoing.calls import Sign
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError, PlaceLostError
from bot.pages.page import Page, Paragraph, note
from bot.slack.app import open_client
from bot.slack.surface import SlackSurface
from bot.stores import queue_keys
from bot.stores.attempts import RedisAttempts
from bot.stores.pace import BURST, RedisPace

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from redis.asyncio import Redis

    from bot.stores.attempts import Attempt
    from tests.fakes.slack import FakeSlack

THREAD = Destination("C1", "1.0")


@pytest.fixture
def surface(slack: FakeSlack, redis: Redis) -> SlackSurface:
    """The real surface on a Slack that can fail."""
    return SlackSurface(open_client("xoxb-1", slack.url), RedisAttempts(redis), RedisPace(redis))


def tried(redis: Redis, key: str) -> Awaitable[Attempt]:
    """Note that `key` was tried by a process that ended in the middle."""
    return RedisAttempts(redis).begin(key)


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
        await surface.post(THREAD, note("hello"), "k")
    if isinstance(raised.value, DeliveryDelayedError) and headers:
        assert raised.value.after == timedelta(seconds=7)


async def test_slack_away_delays(surface: SlackSurface, slack: FakeSlack) -> None:
    """No connection is no answer: the message waits."""
    await slack.stop()
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k")


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
        await surface.post(to, note("hello"), "k")
    found = await surface.post(to, note("hello"), "k")
    (posted,) = slack.made("chat.postMessage")
    assert posted["metadata"]["event_payload"] == {"key": "k"}
    assert (found.channel, found.message) == (posted["channel"], "100.0")


async def test_a_connection_lost_after_slack_posted_is_no_second_message(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """The client repeats no call that Slack may have taken: the queue does, and looks first."""
    slack.accept_then_reset = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k")
    await surface.post(THREAD, note("hello"), "k")
    assert len(slack.made("chat.postMessage")) == 1


@pytest.mark.parametrize(("status", "error"), [(500, "internal_error"), (429, "ratelimited")])
async def test_without_a_look_nothing_is_posted_again(
    surface: SlackSurface, slack: FakeSlack, status: int, error: str
) -> None:
    """A Slack that cannot say whether it posted is asked later."""
    slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k")
    slack.broken["conversations.replies"] = (status, {"ok": False, "error": error})
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k")
    assert len(slack.made("chat.postMessage")) == 1


async def test_where_relais_may_not_look_it_posts(
    surface: SlackSurface, slack: FakeSlack, redis: Redis
) -> None:
    """A look that will never be allowed keeps nobody waiting."""
    await tried(redis, "k")
    slack.broken["conversations.replies"] = (200, {"ok": False, "error": "missing_scope"})
    await surface.post(THREAD, note("hello"), "k")
    assert len(slack.made("chat.postMessage")) == 1


async def test_a_message_is_found_at_the_end_of_a_long_thread(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """Slack answers a thread's messages oldest first, a page at a time."""
    for number in range(3 * slack.page):
        slack.put({"channel": "C1", "thread_ts": "1.0", "text": f"before {number}"})
    slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k")
    await surface.post(THREAD, note("hello"), "k")
    assert [each["text"] for each in slack.made("chat.postMessage")].count("hello") == 1


async def test_a_message_of_another_key_is_no_success(
    surface: SlackSurface, slack: FakeSlack, redis: Redis
) -> None:
    """Two messages of one thread are told apart by their keys."""
    await tried(redis, "other")
    await surface.post(THREAD, note("hello"), "k")
    await surface.post(THREAD, note("hello"), "other")
    assert len(slack.made("chat.postMessage")) == 2


async def test_messages_show_no_previews(surface: SlackSurface, slack: FakeSlack) -> None:
    """A link in an answer is a source, not an advertisement."""
    await surface.post(THREAD, note("[a source](https://example.org)"), "k")
    (posted,) = slack.made("chat.postMessage")
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)


async def test_a_process_that_ended_in_the_middle_is_looked_after_a_day_later(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """What was posted is found however long the bot was away, since trying is noted before the call."""
    slack.accept_then_reset = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k")
    slack.accept_then_fail = slack.accept_then_reset = 0
    await surface.post(THREAD, note("hello"), "k")
    await surface.post(THREAD, note("hello"), "k")
    assert len(slack.made("chat.postMessage")) == 1
    assert len(slack.made("conversations.replies")) == 1


async def test_a_429_is_no_attempt_and_holds_back_only_its_channel(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """Slack surely posted nothing: nothing is looked for, and other channels go on."""
    slack.failures = [(429, {"Retry-After": "7"}, {"ok": False, "error": "ratelimited"})]
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, note("hello"), "k")
    with pytest.raises(DeliveryDelayedError) as held:
        await surface.post(THREAD, note("hello"), "k")
    assert held.value.after is not None
    assert timedelta(seconds=5) < held.value.after <= timedelta(seconds=7)
    await surface.post(Destination("C2"), note("hello"), "other")
    assert [each["channel"] for each in slack.made("chat.postMessage")] == ["C2"]
    assert slack.made("conversations.replies") == []


async def test_a_channel_gets_a_burst_and_then_one_a_second(surface: SlackSurface, slack: FakeSlack) -> None:
    """The sixth message of a moment waits for less than a second; other channels do not."""
    for number in range(BURST):
        await surface.post(THREAD, note("hello"), f"k{number}")
    with pytest.raises(DeliveryDelayedError) as early:
        await surface.post(THREAD, note("hello"), "k")
    assert early.value.after is not None
    assert early.value.after <= timedelta(seconds=1)
    await surface.post(Destination("C2"), note("hello"), "other")
    assert len(slack.made("chat.postMessage")) == BURST + 1


async def test_a_whisper_nobody_heard_goes_again_once(surface: SlackSurface, slack: FakeSlack) -> None:
    """It cannot be looked for, so it comes twice at most."""
    slack.broken["chat.postEphemeral"] = (500, {"ok": False, "error": "internal_error"})
    for _ in range(2):
        with pytest.raises(DeliveryDelayedError):
            await surface.whisper(THREAD, "T1:U1", note("hello"), "k")
    del slack.broken["chat.postEphemeral"]
    await surface.whisper(THREAD, "T1:U1", note("hello"), "k")
    assert slack.made("chat.postEphemeral") == []


async def test_a_mark_that_is_there_is_enough(surface: SlackSurface, slack: FakeSlack) -> None:
    """Slack's `already_reacted` after an answer that was lost is no fault."""
    slack.broken["reactions.add"] = (200, {"ok": False, "error": "already_reacted"})
    await surface.mark("C1:1.0", Sign.SENT)


FILE = File(b"content", "roles.png", "Roles", "A table of roles")


async def test_an_upload_goes_on_with_its_file(surface: SlackSurface, slack: FakeSlack) -> None:
    """Slack's answer to the last step was lost: the file is asked after, and not uploaded again."""
    slack.accept_then_fail_of["files.completeUploadExternal"] = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.upload(THREAD, FILE, "k")
    await surface.upload(THREAD, FILE, "k")
    await surface.upload(THREAD, FILE, "k")
    assert slack.uploads == [b"content"]
    assert len(slack.made("files.completeUploadExternal")) == 1


async def test_a_file_that_was_not_shared_is_shared_by_the_next_attempt(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """What is uploaded is not uploaded a second time."""
    slack.broken["files.completeUploadExternal"] = (500, {"ok": False, "error": "internal_error"})
    with pytest.raises(DeliveryDelayedError):
        await surface.upload(THREAD, FILE, "k")
    del slack.broken["files.completeUploadExternal"]
    await surface.upload(THREAD, FILE, "k")
    assert (slack.uploads, len(slack.made("files.completeUploadExternal"))) == ([b"content"], 1)


async def test_a_relayed_file_comes_once(surface: SlackSurface, slack: FakeSlack) -> None:
    """A message whose files were copied before the process ended copies none again."""
    files = [FileLink("brief.pdf", slack.url.replace("/api/", "/file/brief.pdf"))]
    for _ in range(2):
        assert await surface.copy_files(files, THREAD, "k") == []
    assert len(slack.uploads) == 1


async def test_a_reply_is_written_over_its_notice(surface: SlackSurface, slack: FakeSlack) -> None:
    """« One moment » becomes the answer, and carries its key."""
    await surface.post(THREAD, note("one moment"), "k:notice")
    await surface.post(THREAD, note("the answer"), "k", replaces="k:notice")
    await surface.post(THREAD, note("the answer"), "k", replaces="k:notice")
    (seen,) = slack.seen("C1", "1.0")
    assert seen["text"] == "the answer"
    assert seen["metadata"]["event_payload"] == {"key": "k"}
    assert await surface.is_posted("k")


async def test_a_notice_without_a_reply_is_deleted(surface: SlackSurface, slack: FakeSlack) -> None:
    """Where the reply is no message there, the notice goes."""
    await surface.post(THREAD, note("one moment"), "k:notice")
    await surface.withdraw("k:notice")
    await surface.withdraw("never posted")
    assert [each["ts"] for each in slack.made("chat.delete")] == ["100.0"]


def long_page(parts: int) -> Page:
    """Return a page that takes so many messages."""
    return Page("long", tuple(Paragraph(f"{n} " + "word " * 550) for n in range(4 * parts)), "cut")


async def test_a_long_page_is_posted_in_parts_in_order(surface: SlackSurface, slack: FakeSlack) -> None:
    """Each has a key of its own and goes to the same place; the first one's id is the page's."""
    posted = await surface.post(THREAD, long_page(3), "k", broadcast=True)
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
        await surface.post(THREAD, note("as if"), own)
    slack.accept_then_fail = 1
    with pytest.raises(DeliveryDelayedError):
        await surface.post(THREAD, long_page(3), "k")
    await surface.post(THREAD, long_page(3), "k")
    keys = [each["metadata"]["event_payload"]["key"] for each in slack.made("chat.postMessage")]
    assert keys == ["k", "k:2", "k:3"]


async def test_a_page_of_many_parts_arrives_at_slacks_pace(
    surface: SlackSurface, slack: FakeSlack, redis: Redis
) -> None:
    """More parts than a burst: the next attempt goes on after those that are there."""
    for _ in range(3):
        with suppress(DeliveryDelayedError):
            await surface.post(THREAD, long_page(BURST + 3), "k")
        await redis.delete(queue_keys.pace("C1").name)
    keys = [each["metadata"]["event_payload"]["key"] for each in slack.made("chat.postMessage")]
    assert keys == ["k", *(f"k:{number}" for number in range(2, BURST + 4))]


async def test_a_page_in_parts_is_written_over_in_all_of_them(
    surface: SlackSurface, slack: FakeSlack
) -> None:
    """A shorter one leaves no part of the longer one behind; a longer one says that it is cut."""
    posted = await surface.post(THREAD, long_page(3), "k")
    await surface.update("C1", posted.message, long_page(2), posted.further)
    assert [each["ts"] for each in slack.made("chat.update")] == ["100.0", "101.0"]
    assert [each["ts"] for each in slack.made("chat.delete")] == ["102.0"]
    await surface.update("C1", "100.0", long_page(2))
    assert slack.made("chat.update")[-1]["blocks"][-1]["elements"][0]["text"] == "cut"


async def test_a_whisper_and_a_home_fit_too(surface: SlackSurface, slack: FakeSlack) -> None:
    """What one person alone sees goes in parts; their home is cut and says so."""
    await surface.whisper(Destination("C1"), "T1:U1", long_page(2), "k")
    assert len(slack.made("chat.postEphemeral")) == 2
    await surface.show_home("T1:U1", long_page(40))
    (home,) = slack.made("views.publish")
    assert len(home["view"]["blocks"]) <= 100
    assert home["view"]["blocks"][-1]["elements"][0]["text"] == "cut"


async def test_a_message_that_was_withdrawn_first_is_not_posted(
    surface: SlackSurface, slack: FakeSlack, redis: Redis
) -> None:
    """A reply overtook its notice: the notice, which comes after, is not left standing."""
    await surface.withdraw("k")
    await surface.post(THREAD, note("one moment"), "k")
    assert slack.made("chat.postMessage") == []
    assert await redis.ttl(queue_keys.attempt("k").name) > 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 1), ("1.5", 1), ("-3", 1), ("soon", 1), ("90000", 3600), ("9" * 30, 3600)],
)
async def test_an_odd_wait_is_kept_within_an_hour(
    surface: SlackSurface, slack: FakeSlack, header: str, seconds: int
) -> None:
    """A longer one would give the message up at once, as older than a day."""
    slack.failures = [(429, {"Retry-After": header}, {"ok": False, "error": "ratelimited"})]
    with pytest.raises(DeliveryDelayedError) as raised:
        await surface.post(THREAD, note("hello"), "k")
    assert raised.value.after == timedelta(seconds=seconds)
