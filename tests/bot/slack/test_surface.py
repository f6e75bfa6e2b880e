"""Slack as a surface: the right calls, and Slack's errors sorted into what passes and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import Said, View
from actions.language import Language
from actions.model import Inbound
from actions.reply import Answer, Decision, Explained, Rated, Reply
from bot.queue.envelope import Envelope
from bot.queue.worker import DeliveryDelayedError, DeliveryRefusedError
from bot.slack.app import open_client

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from bot.queue.envelope import Outgoing
    from bot.slack.surface import SlackSurface
    from tests.fakes.slack import FakeSlack
from tests.fakes.desk import surface as made

ADDRESS = {"channel": "C1", "thread": "1.0", "message": "2.0", "user": "U1", "private": False}
ENVELOPE = Envelope(Inbound("k", "T1:U1", "T1:C1:1.0", Said("?")), ADDRESS)


@pytest.fixture
def surface(slack: FakeSlack, library: Library) -> SlackSurface:
    """The real surface on a Slack that can fail."""
    client = open_client("xoxb-1", slack.url)
    client.retry_handlers.clear()
    return made(client, library)


async def drawn(surface: SlackSurface, decision: Decision) -> list[Outgoing]:
    """Draw a decision."""
    return await surface.outgoing(Reply(Language.EN, decision), ENVELOPE)


async def test_an_answer_goes_into_the_thread(surface: SlackSurface, library: Library) -> None:
    """One message, in the thread of the question, without previews of its links."""
    (out,) = await drawn(surface, Answer(library.topics["moderation"]))
    assert out.method == "chat.postMessage"
    assert (out.arguments["channel"], out.arguments["thread_ts"]) == ("C1", "1.0")
    assert out.arguments["unfurl_links"] is False


async def test_reasons_open_in_place(surface: SlackSurface, library: Library) -> None:
    """« Why? » changes the message that bears the button."""
    (out,) = await drawn(surface, Explained(library.topics["moderation"], View.WHY))
    assert (out.method, out.arguments["ts"]) == ("chat.update", "2.0")


async def test_thanks_for_an_opinion_are_private(surface: SlackSurface, library: Library) -> None:
    """A channel does not see who found what helpful."""
    (out,) = await drawn(surface, Rated(library.topics["moderation"], helpful=True))
    assert (out.method, out.arguments["user"]) == ("chat.postEphemeral", "U1")


@pytest.mark.parametrize(
    ("status", "headers", "error", "expected"),
    [
        (429, {"Retry-After": "7"}, "ratelimited", DeliveryDelayedError),
        (500, {}, "internal_error", DeliveryDelayedError),
        (200, {}, "token_revoked", DeliveryDelayedError),
        (200, {}, "is_archived", DeliveryRefusedError),
        (200, {}, "msg_too_long", DeliveryRefusedError),
    ],
)
async def test_errors_are_sorted(  # noqa: PLR0913, PLR0917  a table's columns
    surface: SlackSurface,
    slack: FakeSlack,
    library: Library,
    status: int,
    headers: dict[str, str],
    error: str,
    expected: type[Exception],
) -> None:
    """What time mends waits; the rest is final."""
    slack.failures = [(status, headers, {"ok": False, "error": error})]
    (out,) = await drawn(surface, Answer(library.topics["moderation"]))
    with pytest.raises(expected) as raised:
        await surface.deliver(out, again=False)
    if isinstance(raised.value, DeliveryDelayedError) and headers:
        assert raised.value.after == timedelta(seconds=7)


async def test_slack_away_delays(surface: SlackSurface, slack: FakeSlack, library: Library) -> None:
    """No connection is no answer: the reply waits."""
    (out,) = await drawn(surface, Answer(library.topics["moderation"]))
    await slack.stop()
    with pytest.raises(DeliveryDelayedError):
        await surface.deliver(out, again=False)


async def test_a_success_that_was_not_heard_is_not_repeated(
    surface: SlackSurface, slack: FakeSlack, library: Library
) -> None:
    """Slack posted and then answered 500: the second attempt finds the message and posts none."""
    slack.accept_then_fail = 1
    (out,) = await drawn(surface, Answer(library.topics["moderation"]))
    with pytest.raises(DeliveryDelayedError):
        await surface.deliver(out, again=False)
    await surface.deliver(out, again=True)
    assert len(slack.made("chat.postMessage")) == 1
