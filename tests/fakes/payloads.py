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


def command(name: str, text: str = "", user: str = "U1", channel: str = "C1", when: str = "9") -> Body:
    """Return a slash command."""
    where = {"team_id": TEAM, "user_id": user, "user_name": "u", "channel_id": channel, "response_url": ""}
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


def filled(view: Mapping[str, Any], when: str = "1", **typed: str) -> Body:
    """Return a modal as Slack sends it back: with what was typed, elsewhere with what each input showed.

    Several values of one field stand apart by spaces; only what a field offers can be chosen.
    """
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    values, left = {}, {name: set(text.split()) for name, text in typed.items()}
    for block in inputs:
        name, element = block["block_id"], block["element"]
        if element["type"] == "checkboxes":
            # A field with many options is several inputs, called after it.
            wanted = left.get(name.rstrip("0123456789"), set())
            chosen = [option for option in element["options"] if option["value"] in wanted]
            wanted -= {option["value"] for option in chosen}
            state: Body = {"selected_options": chosen}
        else:
            state = _chosen(element, typed[name]) if name in typed else _shown(element)
            left.pop(name, None)
        values[name] = {element["action_id"]: {"type": element["type"], **state}}
    unknown = {name: words for name, words in left.items() if words or name not in values}
    assert not unknown, f"the form does not take {unknown}"
    return {**view, "id": "V1", "hash": when, "state": {"values": values}}


def _chosen(element: Mapping[str, Any], text: str) -> Body:
    match element["type"]:
        case "datepicker":
            return {"selected_date": text}
        case "radio_buttons" | "static_select":
            (option,) = [option for option in element["options"] if option["value"] == text]
            return {"selected_option": option}
        case _:
            return {"value": text}


def _shown(element: Mapping[str, Any]) -> Body:
    match element["type"]:
        case "datepicker":
            return {"selected_date": element.get("initial_date")}
        case "radio_buttons" | "static_select":
            return {"selected_option": element.get("initial_option")}
        case _:
            return {"value": element.get("initial_value")}


async def dispatch(app: AsyncApp, body: Body) -> BoltResponse:
    """Hand `body` to the app as its Socket Mode client does; return when its listeners have finished.

    Bolt responds as soon as one acknowledges, and lets it go on in a task.
    """
    response = await app.async_dispatch(AsyncBoltRequest(body=json.dumps(body), mode="socket_mode"))
    if listening := [task for task in asyncio.all_tasks() if _is_a_listener(task)]:
        await asyncio.wait(listening)
    return response


def _is_a_listener(task: asyncio.Task[Any]) -> bool:
    coroutine = task.get_coro()
    return isinstance(coroutine, CoroutineType) and "slack_bolt" in coroutine.cr_code.co_filename
