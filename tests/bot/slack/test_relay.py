"""Files are fetched with the bot's token from Slack alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.outgoing.address import Destination, FileLink
from bot.outgoing.surface import DeliveryDelayedError
from bot.slack.app import open_client
from bot.slack.relay import FETCHES, _is_slacks, copy_files
from bot.stores.attempts import RedisAttempts
from tests.fakes.slack import FakeSlack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

API = "https://slack.com/api/"
LOCAL = "http://127.0.0.1:3900/api/"


@pytest.fixture
async def stranger() -> AsyncIterator[FakeSlack]:
    """A server that is not Slack, and notes what it is sent."""
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


async def copied(slack: FakeSlack, redis: Redis, *files: FileLink) -> list[str]:
    """Copy files into a thread; return the names of those that were not."""
    client, to = open_client("xoxb-secret", slack.url), Destination("C1", "1.0")
    return await copy_files(client, RedisAttempts(redis), files, to, "k")


def at(server: FakeSlack, name: str) -> str:
    """Return the address of a file."""
    return server.url.replace("/api/", f"/file/{name}")


async def test_the_token_stays_with_slack(slack: FakeSlack, redis: Redis, stranger: FakeSlack) -> None:
    """A document on another server is named, and that server hears nothing."""
    files = (FileLink("plan", at(stranger, "plan")), FileLink("a.png", at(slack, "a.png")))
    assert await copied(slack, redis, *files) == ["plan"]
    assert stranger.fetched == []
    assert slack.fetched == ["Bearer xoxb-secret"]
    assert slack.uploads == [b"content of a.png"]


async def test_no_redirect_takes_the_token_along(slack: FakeSlack, redis: Redis, stranger: FakeSlack) -> None:
    """Slack's own redirect to a page to sign in is no file either."""
    slack.redirects = {"a.png": at(stranger, "a.png"), "b.png": at(slack, "c.png")}
    files = (FileLink("a.png", at(slack, "a.png")), FileLink("b.png", at(slack, "b.png")))
    assert await copied(slack, redis, *files) == ["a.png", "b.png"]
    assert (stranger.fetched, slack.uploads) == ([], [])
    assert len(slack.fetched) == 2


async def test_a_page_to_sign_in_is_not_the_file(slack: FakeSlack, redis: Redis) -> None:
    """Slack shows one, with status 200, where the token may not read a file."""
    slack.pages = {"a.pdf", "page.html", "other.html"}
    sized = len(b"content of page.html")
    files = (
        FileLink("a.pdf", at(slack, "a.pdf"), len(b"content of a.pdf")),
        FileLink("page.html", at(slack, "page.html"), sized),
        FileLink("other.html", at(slack, "other.html"), 3),
    )
    assert await copied(slack, redis, *files) == ["a.pdf", "other.html"]
    assert slack.uploads == [b"content of page.html"]


async def test_a_file_waits_for_slack_as_a_message_does(slack: FakeSlack, redis: Redis) -> None:
    """A 500 while it is uploaded, or fetched, is no refusal: it goes on with the file it had."""
    file = FileLink("a.png", at(slack, "a.png"))
    slack.accept_then_fail_of = {"files.completeUploadExternal": 1}
    with pytest.raises(DeliveryDelayedError):
        await copied(slack, redis, file)
    assert await copied(slack, redis, file) == []
    assert len(slack.uploads) == 1


async def test_a_file_that_slack_is_asked_too_often_for_waits(slack: FakeSlack, redis: Redis) -> None:
    """As long as Slack asks."""
    slack.broken["files.getUploadURLExternal"] = (429, {"ok": False, "error": "ratelimited"})
    slack.limited["files.getUploadURLExternal"] = "7"
    with pytest.raises(DeliveryDelayedError) as raised:
        await copied(slack, redis, FileLink("a.png", at(slack, "a.png")))
    assert raised.value.after == timedelta(seconds=7)


async def test_a_file_that_cannot_be_fetched_for_long_is_named(slack: FakeSlack, redis: Redis) -> None:
    """Slack's file host is away: what follows in the thread does not wait for it a day."""
    slack.away_files = {"a.png"}
    file = FileLink("a.png", at(slack, "a.png"))
    for _ in range(FETCHES - 1):
        with pytest.raises(DeliveryDelayedError):
            await copied(slack, redis, file)
    assert await copied(slack, redis, file) == ["a.png"]


@pytest.mark.parametrize(
    ("address", "api", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.png", API, True),
        ("https://acme.slack.com/files/a.png", API, True),
        ("https://files.slack-gov.com/files-pri/T1-F1/a.png", API, True),
        ("http://files.slack.com/files-pri/T1-F1/a.png", API, False),
        ("https://files.slack.com:8443/a.png", API, False),
        ("https://files.slack.com.evil.example/a.png", API, False),
        ("https://evilslack.com/a.png", API, False),
        ("https://files.slack.com@evil.example/a.png", API, False),
        ("https://xoxb@files.slack.com/a.png", API, False),
        ("https://docs.google.com/document/d/1", API, False),
        ("http://127.0.0.1:3900/files/a.png", API, False),
        ("file:///etc/passwd", API, False),
        ("//files.slack.com/a.png", API, False),
        ("https://[files.slack.com/a.png", API, False),
        ("", API, False),
        ("http://127.0.0.1:3900/files/a.png", LOCAL, True),
        ("http://127.0.0.1:6379/files/a.png", LOCAL, False),
        ("https://127.0.0.1:3900/files/a.png", LOCAL, False),
    ],
)
def test_only_slacks_hosts_are_trusted(address: str, api: str, ours: bool) -> None:  # noqa: FBT001  a table's column
    """Over https, on the usual port; in a local workspace, the server that answers for Slack."""
    assert _is_slacks(address, api) is ours
