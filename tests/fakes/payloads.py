"""Slack's payloads, as Socket Mode carries them (shapes: docs.slack.dev/reference)."""

from __future__ import annotations

import asyncio
import json
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from slack_bolt.request.async_request import AsyncBoltRequest

from tests.fakes.slack import BOT_USER, TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncApp, AsyncBoltContext
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


def edited(channel: str, message: Mapping[str, Any], when: str) -> Body:
    """Return the event that a message reads otherwise now."""
    return event(subtype="message_changed", channel=channel, message=message, event_ts=when, user=None)


def deleted(channel: str, message: Mapping[str, Any], when: str) -> Body:
    """Return the event that a message is gone."""
    gone = {"deleted_ts": message["ts"], "previous_message": message}
    return event(subtype="message_deleted", channel=channel, event_ts=when, user=None, **gone)


def home_opened(user: str) -> Body:
    """Return the event that somebody opened their App Home."""
    return event(type="app_home_opened", user=user, channel="D1", tab="home", event_ts="1")


def press(  # noqa: PLR0913  what a press has
    value: str,
    *,
    message: str = "2.0",
    user: str = "U1",
    when: str = "9.0",
    channel: str = "C1",
    thread: str = "1.0",
) -> Body:
    """Return a press of a button under a message of a thread, which may be none."""
    container = {"type": "message", "message_ts": message, "channel_id": channel}
    if thread:
        container["thread_ts"] = thread
    return {
        **_action(user, when, f"choice:{value}", value),
        "container": container,
        "channel": {"id": channel},
    }


def press_in_view(value: str, user: str, when: str, view: Mapping[str, Any], action: str = "") -> Body:
    """Return a press of a button in App Home or in a modal, by default one of ours."""
    container = {"type": "view", "view_id": "V1"}
    return {**_action(user, when, action or f"choice:{value}", value), "container": container, "view": view}


def _action(user: str, when: str, action: str, value: str) -> Body:
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": when}
    return {**_interaction("block_actions", user, when), "actions": [pressed]}


def _interaction(kind: str, user: str, trigger: str) -> Body:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "t"},
        "user": {"id": user, "team_id": TEAM},
        "api_app_id": "A1",
        "trigger_id": f"{user}.{trigger}",
    }


def command(  # noqa: PLR0913, PLR0917  what a command has
    name: str,
    text: str = "",
    user: str = "U1",
    channel: str = "C1",
    when: str = "9",
    response_url: str = "",
) -> Body:
    """Return a slash command."""
    where = {"team_id": TEAM, "user_id": user, "user_name": "u", "channel_id": channel}
    where["response_url"] = response_url
    return {"command": name, "text": text, "trigger_id": f"{user}.{when}", **where}


def shortcut(callback: str, user: str) -> Body:
    """Return the use of a global shortcut."""
    return {**_interaction("shortcut", user, "1"), "callback_id": callback, "action_ts": "1"}


def message_shortcut(callback: str, user: str, channel: str, message: Mapping[str, Any]) -> Body:
    """Return the use of a shortcut on a message."""
    used = {"callback_id": callback, "channel": {"id": channel}, "action_ts": message["ts"]}
    interaction = _interaction("message_action", user, message["ts"])
    return {**interaction, **used, "message": message, "message_ts": message["ts"]}


def submission(view: Mapping[str, Any], user: str = "U1") -> Body:
    """Return a modal that was sent."""
    return {**_interaction("view_submission", user, "1"), "view": view}


def context_of(body: Body) -> AsyncBoltContext:
    """Return what Bolt reads in a payload before it authorizes it."""
    return AsyncBoltRequest(body=json.dumps(body), mode="socket_mode").context


async def dispatch(app: AsyncApp, body: Body) -> BoltResponse:
    """Hand `body` to the app as its Socket Mode client does; return when its listeners have finished.

    Bolt responds as soon as one acknowledges, and lets it go on in a task.
    """
    response = await acknowledged(app, body)
    await listened()
    return response


async def acknowledged(app: AsyncApp, body: Body) -> BoltResponse:
    """Hand `body` to the app; return what Slack is told, while listeners may go on."""
    return await app.async_dispatch(AsyncBoltRequest(body=json.dumps(body), mode="socket_mode"))


async def listened() -> None:
    """Wait until every listener has finished."""
    if listening := [task for task in asyncio.all_tasks() if _is_a_listener(task)]:
        await asyncio.wait(listening)


def _is_a_listener(task: asyncio.Task[Any]) -> bool:
    coroutine = task.get_coro()
    return isinstance(coroutine, CoroutineType) and "slack_bolt" in coroutine.cr_code.co_filename
