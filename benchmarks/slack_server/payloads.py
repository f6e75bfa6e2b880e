"""The payloads that Slack delivers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from benchmarks.slack_server.workspace import APP, BOT, DOMAIN, TEAM

if TYPE_CHECKING:
    from benchmarks.slack_server.settings import Json
    from benchmarks.slack_server.workspace import Workspace


def event(space: Workspace, inner: Json) -> Json:
    """Return an event's envelope."""
    authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True,
                     "is_enterprise_install": False}  # fmt: skip
    return {
        "token": "verification", "team_id": TEAM, "api_app_id": APP, "event": inner, "type": "event_callback",
        "event_id": space.number("Ev"), "event_time": int(time.time()), "authorizations": [authorization],
        "is_ext_shared_channel": False, "event_context": "4-context",
    }  # fmt: skip


def said(message: Json, channel: str, kind: str) -> Json:
    """Return the event of a message; `kind` is message or app_mention."""
    inner = {
        "type": kind, "user": message["user"], "text": message["text"], "ts": message["ts"], "team": TEAM,
        "channel": channel, "event_ts": message["ts"], "client_msg_id": f"m-{message['ts']}",
    }  # fmt: skip
    if message.get("thread_ts"):
        inner["thread_ts"] = message["thread_ts"]
    if kind == "message":
        inner["channel_type"] = "im" if channel.startswith("D") else "channel"
    return inner


def command(space: Workspace, user: str, typed: Json, channel: str, base: str) -> Json:
    """Return a slash command, as its form fields."""
    return {
        "token": "verification", "team_id": TEAM, "team_domain": DOMAIN, "channel_id": channel,
        "channel_name": space.channels[channel].get("name", "directmessage"), "user_id": user,
        "user_name": space.users[user]["name"], "command": typed["command"],
        "text": str(typed.get("text") or ""), "api_app_id": APP,
        "is_enterprise_install": "false", "trigger_id": space.trigger(user),
        "response_url": f"{base}/response/{space.response(user, channel)}",
    }  # fmt: skip


def _who(space: Workspace, user: str) -> Json:
    name = space.users[user]["name"]
    return {
        "user": {"id": user, "username": name, "name": name, "team_id": TEAM},
        "team": {"id": TEAM, "domain": DOMAIN}, "api_app_id": APP, "token": "verification",
        "enterprise": None, "is_enterprise_install": False, "trigger_id": space.trigger(user),
    }  # fmt: skip


def press(space: Workspace, user: str, place: tuple[str, Json], button: Json, base: str) -> Json:
    """Return the press of a button of a message; `place` is the channel and the message."""
    channel, message = place
    shown = space.shown(message)
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": False}
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    return {
        "type": "block_actions", **_who(space, user), "container": container,
        "channel": {"id": channel, "name": space.channels[channel].get("name", "directmessage")},
        "message": shown, "state": {"values": {}},
        "response_url": f"{base}/response/{space.response(user, channel)}",
        "actions": [{**button, "action_ts": space.stamp()}],
    }  # fmt: skip


def submission(space: Workspace, user: str, view: Json, given: dict[str, Any]) -> Json:
    """Return a form that was sent: what was `given` by block id, else what the form proposed."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            state = _state(block["element"], given.get(block["block_id"]))
            values[block["block_id"]] = {block["element"]["action_id"]: state}
    return {
        "type": "view_submission", **_who(space, user), "response_urls": [],
        "view": {**view, "state": {"values": values}},
    }  # fmt: skip


def _state(element: Json, given: object) -> Json:
    kind = element["type"]
    state: Json = {"type": kind}
    match kind:
        case "plain_text_input" | "number_input" | "email_text_input":
            state["value"] = given if given is not None else element.get("initial_value")
        case "static_select" | "radio_buttons":
            options = {option["value"]: option for option in element["options"]}
            state["selected_option"] = options.get(str(given)) or element.get("initial_option")
        case "checkboxes":
            wanted = given if isinstance(given, list) else []
            chosen = [option for option in element["options"] if option["value"] in wanted]
            state["selected_options"] = chosen or element.get("initial_options") or []
        case "datepicker":
            state["selected_date"] = given or element.get("initial_date")
    return state
