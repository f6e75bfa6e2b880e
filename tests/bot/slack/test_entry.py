"""The entry of every payload: what Slack sends passes as it is, anything else is refused, unread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from structlog.testing import capture_logs

from bot.slack.entry import Entry
from tests.fakes import payloads
from tests.fakes.payloads import event, press, press_in_view, submission

if TYPE_CHECKING:
    from tests.fakes.payloads import Body

SECRET = "strictly between us"
INPUT = {"type": "input", "block_id": "text", "element": {"type": "plain_text_input"}}
FORM = {
    "id": "V1",
    "type": "modal",
    "hash": "1.h",
    "callback_id": "case",
    "blocks": [INPUT],
    "private_metadata": "{}",
    "state": {"values": {"text": {"value": {"type": "plain_text_input", "value": SECRET}}}},
}
HOME = {"id": "V2", "type": "home", "blocks": [{"type": "divider"}], "private_metadata": ""}
MESSAGE = {"ts": "60.0", "text": SECRET}
TOMBSTONE = {"id": "F1", "mode": "tombstone"}
FILE = {"id": "F1", "name": "a", "title": None, "size": 7, "mode": "hosted", "url_private": "https://a"}
SHORTCUT = payloads.message_shortcut("escalate_message", "U1", "C1", MESSAGE)


async def entered(body: Body, mode: str = "http") -> tuple[int | None, Body]:
    """Let a payload in; return the status of a refusal, and what a listener would get."""
    request = AsyncBoltRequest(body=json.dumps(body), mode=mode)
    passed = False

    async def proceed() -> BoltResponse:
        nonlocal passed
        passed = True
        return before

    before = BoltResponse(status=200)
    response = await Entry().async_process(req=request, resp=before, next=proceed)
    assert response is not None
    assert passed is (response is before)
    return None if passed else response.status, request.body


@pytest.mark.parametrize(
    "body",
    [
        *payloads.mention("hello", "1.0", "0.5"),
        event(text=None, subtype="file_share", files=[FILE, TOMBSTONE]),
        event(subtype="bot_message", user=None, bot_id="B1", files=None),
        event(subtype="channel_join"),
        {"type": "event_callback", "event": {"type": "message", "subtype": "message_replied"}},
        payloads.edited("C1", MESSAGE, "61.0"),
        payloads.deleted("C1", MESSAGE, "61.0"),
        payloads.home_opened("U1"),
        event(type="member_joined_channel"),
        event(type="user_change", user={"id": "U1", "profile": {"x": ["y"]}}),
        event(type="channel_rename", channel={"id": "C1", "name": "x"}),
        event(type="nobody_knows", user=None, ts=5),
        press("topics"),
        press_in_view("topics", "U1", "1", HOME),
        {**press("topics"), "container": {"type": "message", "message_ts": "", "channel_id": ""}},
        {**press("topics"), "container": {"type": "message", "message_ts": None, "channel_id": None}},
        press_in_view("1", "U1", "1", FORM, "readiness_back"),
        submission(FORM),
        payloads.shortcut("readiness", "U1"),
        SHORTCUT,
        payloads.command("/roles"),
        {"type": "url_verification", "challenge": "c"},
        {"type": "view_closed", "view": HOME},
    ],
)
async def test_what_slack_sends_passes_as_it_is(body: Body) -> None:
    """Also what is null, what is gone from a deleted file, and what Relais does not know."""
    assert await entered(body) == (None, body)


def without(body: Body, *path: str | int) -> Body:
    """Return a payload without a field."""
    document = json.loads(json.dumps(body))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return document  # type: ignore[no-any-return]


def replaced(body: Body, value: object, *path: str | int) -> Body:
    """Return a payload with another value in a field."""
    document = json.loads(json.dumps(body))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return document  # type: ignore[no-any-return]


SHARED = event(files=[FILE], text=SECRET)
MALFORMED = [
    without(SHARED, "event"),
    replaced(SHARED, False, "event"),  # noqa: FBT003  a value
    replaced(SHARED, 0, "event"),
    replaced(SHARED, "x", "event"),
    replaced(SHARED, ["x"], "event", "type"),
    replaced(SHARED, ["x"], "event", "subtype"),
    without(SHARED, "event", "channel"),
    replaced(SHARED, "\ud800", "event", "channel"),
    without(SHARED, "event", "ts"),
    replaced(SHARED, ["U1"], "event", "user"),
    replaced(SHARED, {}, "event", "files", 0, "size"),
    replaced(SHARED, "x", "event", "files", 0, "size"),
    replaced(SHARED, "\ud800", "event", "files", 0, "size"),
    replaced(SHARED, float("inf"), "event", "files", 0, "size"),
    replaced(SHARED, 5, "event", "text"),
    replaced(SHARED, "\ud800", "team_id"),
    replaced(SHARED, ["T1"], "team_id"),
    {"type": "view_closed", "view": None},
    without(payloads.edited("C1", MESSAGE, "1.0"), "event", "channel"),
    replaced(payloads.edited("C1", MESSAGE, "1.0"), "x", "event", "message"),
    replaced(payloads.home_opened("U1"), None, "event", "user"),
    without(payloads.command("/roles", SECRET), "channel_id"),
    without(payloads.command("/roles", SECRET), "trigger_id"),
    without(payloads.command("/roles", SECRET), "user_id"),
    without(press("topics"), "container"),
    replaced(press("topics"), "x", "container"),
    replaced(press("topics"), ["U1"], "user"),
    replaced(press("topics"), [], "actions"),
    replaced(press("topics"), {}, "actions", 0, "action_id"),
    replaced(press("topics"), {}, "actions", 0, "value"),
    replaced(press("topics"), "interactive_message", "type") | {"callback_id": "choice:topics"},
    without(submission(FORM), "view"),
    without(submission(FORM), "view", "state"),
    replaced(submission(FORM), 5, "view", "state", "values", "text", "value", "value"),
    without(submission(FORM), "view", "blocks", 0, "element"),
    replaced(submission(FORM), "[]", "view", "private_metadata"),
    replaced(submission(FORM), "{", "view", "private_metadata"),
    replaced(submission(FORM), '{"seen": "\\ud800"}', "view", "private_metadata"),
    without(SHORTCUT, "channel"),
    without(SHORTCUT, "message"),
    without(SHORTCUT, "message", "ts"),
    without(payloads.shortcut("readiness", "U1"), "trigger_id"),
]


@pytest.mark.parametrize("body", MALFORMED)
async def test_anything_else_is_refused_and_not_delivered_again(body: Body) -> None:
    """By HTTP with a 400; by socket it is acknowledged, since Slack delivers again what is not."""
    with capture_logs() as logs:
        refused = await entered(body)
        by_socket = await entered(body, "socket_mode")
    assert (refused[0], by_socket[0]) == (400, 200)
    assert [line["event"] for line in logs] == ["payload_malformed"] * 2
    assert SECRET not in str(logs)


async def test_what_is_nested_too_deep_is_refused() -> None:
    """Looking into it would end in an error of its own."""
    nested: Any = "x"
    for _ in range(600):
        nested = {"a": [nested]} if _ < 300 else [nested]
    assert (await entered(event(blocks=nested)))[0] == 400


async def test_half_a_character_is_replaced_and_whole_ones_are_kept() -> None:
    """Nothing can store half a character; what is written from the right, or has no width, is text."""
    kept = "\u202emirhaba \u200b\u200d\ufeff مرحبا 🧨 é"
    status, body = await entered(event(text=f"{kept}\ud800", blocks=[{"\udfff": ["\ud800"]}]))
    assert status is None
    assert body["event"]["text"] == f"{kept}?"
    assert body["event"]["blocks"] == [{"?": ["?"]}]
