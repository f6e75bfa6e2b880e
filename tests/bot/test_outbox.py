"""Slack as a surface: the right calls, and Slack's errors sorted into what passes and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.model import Inbound, Language, Said, View
from actions.reply import Answer, Decision, Escalate, Explained, Rated, Reply
from bot.envelope import Envelope
from bot.slack.app import open_client
from bot.worker import DeliveryDelayedError, DeliveryRefusedError

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from bot.envelope import Outgoing
    from bot.slack.outbox import SlackSurface
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


async def drawn(surface: SlackSurface, decision: Decision, question: str = "") -> list[Outgoing]:
    """Draw a decision."""
    return await surface.outgoing(Reply(Language.EN, decision, question=question), ENVELOPE)


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


async def test_a_request_reaches_the_department(
    surface: SlackSurface, slack: FakeSlack, library: Library
) -> None:
    """A card in the department's channel with who, what and where; and the person is told."""
    slack.channels = [{"id": "CLEGAL", "name": "dept-legal", "is_member": True}]
    card, answer = await drawn(
        surface, Escalate("legal", library.topics["moderation"]), "can we delete <this>?"
    )
    assert card.arguments["channel"] == "CLEGAL"
    words = str(card.arguments["blocks"])
    assert "<@U1>" in words
    assert "can we delete &lt;this&gt;?" in words
    assert "https://example.slack.com/archives/C1/p1" in words
    assert "<#CLEGAL>" in answer.arguments["text"]


@pytest.mark.parametrize(
    "channel",
    [
        {"id": "CLEGAL", "name": "dept-legal", "is_member": False},
        {"id": "CLEGAL", "name": "dept-legal", "is_archived": True},
        {"id": "CX", "name": "general"},
    ],
    ids=["not in it", "archived", "missing"],
)
async def test_an_unreachable_department_is_routed_around(
    surface: SlackSurface, slack: FakeSlack, channel: dict[str, object]
) -> None:
    """The fallback gets it, and the person is told so."""
    slack.channels = [channel, {"id": "CCOM", "name": "dept-communication"}]
    card, answer = await drawn(surface, Escalate("legal", None))
    assert card.arguments["channel"] == "CCOM"
    assert "can’t reach *Legal*" in answer.arguments["text"]


async def test_nobody_reachable_is_said(surface: SlackSurface) -> None:
    """No channel at all: no promise."""
    (answer,) = await drawn(surface, Escalate("legal", None))
    assert "can’t reach any department" in answer.arguments["text"]


async def test_channels_are_read_once(surface: SlackSurface, slack: FakeSlack) -> None:
    """conversations.list is rate limited: its answer is kept."""
    slack.channels = [{"id": "CCOM", "name": "dept-communication"}]
    for _ in range(3):
        await drawn(surface, Escalate("communication", None))
    assert len(slack.made("conversations.list")) == 1


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
