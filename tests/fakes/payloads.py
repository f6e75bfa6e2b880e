"""Slack's payloads, as Socket Mode carries them (shapes: docs.slack.dev/reference)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from slack_bolt.request.async_request import AsyncBoltRequest

from tests.fakes.slack import BOT_USER, TEAM

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

Body = dict[str, Any]


def event(**fields: Any) -> Body:  # noqa: ANN401  Slack's own shapes
    """Return an event of the channel C1, by default a message of U1."""
    inner = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.0", **fields}
    return {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "E1", "event": inner}


def mention(text: str, ts: str, thread: str | None = None, user: str = "U1") -> list[Body]:
    """Return the two events that a mention is."""
    fields: dict[str, Any] = {"text": f"<@{BOT_USER}> {text}", "ts": ts, "user": user}
    if thread is not None:
        fields["thread_ts"] = thread
    return [event(type="app_mention", **fields), event(channel_type="channel", **fields)]


def press(value: str, *, message: str = "2.0", user: str = "U1", when: str = "9.0") -> Body:
    """Return a press of a button under a message of the thread 1.0."""
    action = {
        "type": "button",
        "action_id": f"choice:{value}",
        "block_id": "b",
        "value": value,
        "action_ts": when,
    }
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "t"},
        "user": {"id": user, "team_id": TEAM},
        "api_app_id": "A1",
        "trigger_id": "t1",
        "container": {"type": "message", "message_ts": message, "channel_id": "C1", "thread_ts": "1.0"},
        "channel": {"id": "C1"},
        "actions": [action],
    }


async def dispatch(app: AsyncApp, body: Body) -> BoltResponse:
    """Hand `body` to the app as its Socket Mode client does."""
    return await app.async_dispatch(AsyncBoltRequest(body=json.dumps(body), mode="socket_mode"))
