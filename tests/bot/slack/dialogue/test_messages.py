"""Mentions, direct messages and follow-ups: real payloads through Bolt's own dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from actions.acts import Said
from tests.fakes.slack import BOT_USER

if TYPE_CHECKING:
    from tests.bot.slack.dialogue.conftest import Entrance


async def test_a_mention_comes_in_without_its_markup(entrance: Entrance) -> None:
    """In a channel, the mention is the address and not the question."""
    response = await entrance.event(type="app_mention", text=f"<@{BOT_USER}> who answers?")
    assert response.status == 200
    assert entrance.box.acts == [Said("who answers?")]


async def test_both_events_of_a_mention_are_one_act(entrance: Entrance) -> None:
    """app_mention and message bear the same key, so that the queue takes one."""
    text = f"<@{BOT_USER}> who answers?"
    await entrance.event(type="app_mention", text=text)
    await entrance.event(channel_type="channel", text=text)
    assert len({envelope.inbound.key for envelope in entrance.box.envelopes}) == 1


async def test_a_direct_message_comes_in(entrance: Entrance) -> None:
    """No mention is needed where nobody else is."""
    await entrance.event(channel="D1", channel_type="im", text="bonjour")
    assert entrance.box.acts == [Said("bonjour")]
    assert entrance.box.envelopes[0].address.private


async def test_channel_talk_stays_out(entrance: Entrance) -> None:
    """What people say to one another is neither read nor stored."""
    await entrance.event(channel_type="channel", text="lunch?")
    await entrance.event(channel_type="channel", text="lunch?", thread_ts="0.5")
    assert entrance.box.envelopes == []


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B9", "text": f"<@{BOT_USER}> hi"},
        {"user": BOT_USER, "text": "my own answer"},
        {"subtype": "message_changed", "message": {"text": "edited"}, "user": None},
        {"subtype": "message_deleted", "user": None},
        {"subtype": "channel_join", "text": "joined"},
        {"subtype": "bot_message", "bot_id": "B9", "user": None, "text": "beep"},
    ],
    ids=["another bot", "itself", "edit", "deletion", "join", "old bot"],
)
async def test_what_no_person_says_stays_out(entrance: Entrance, fields: dict[str, Any]) -> None:
    """Bots, edits and deletions give no reply, even where every message counts."""
    response = await entrance.event(**{"channel": "D1", "channel_type": "im", **fields})
    assert response.status == 200
    assert entrance.box.envelopes == []


async def test_identifiers_are_gone_before_the_queue(entrance: Entrance) -> None:
    """Redaction happens before the queue."""
    await entrance.event(
        channel="D1", channel_type="im", text="I am <mailto:a@b.org|a@b.org>, 06 12 34 56 78"
    )
    assert entrance.box.acts == [Said("I am [e-mail], [tel]")]


async def test_redis_away_gives_slack_no_200(entrance: Entrance) -> None:
    """Slack delivers again what was not acknowledged."""
    entrance.box.away = True
    assert (await entrance.event(type="app_mention", text="hi")).status == 503
    assert (await entrance.press("topics")).status == 500
    entrance.box.away = False
    assert (await entrance.event(type="app_mention", text="hi")).status == 200
    assert len(entrance.box.envelopes) == 1
