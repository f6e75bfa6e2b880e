"""The Slack of the runs is faithful: as slack_sdk and Bolt see it over loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.people import People
from benchmarks.slack_server.server import serve
from benchmarks.slack_server.settings import SlackSettings
from bot.local.process import free_port
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.integration
SETTINGS = SlackSettings(
    users=20, channels=61, departments={"dept-legal": ["legal"]}, acknowledge_within=0.2, trigger_lives=30.0,
    redeliver_after=(0.0, 0.0), tiers={"users.list": 1},
)  # fmt: skip


@pytest.fixture
async def people() -> AsyncIterator[People]:
    """A small workspace that waits a fifth of a second for acknowledgements."""
    port = free_port()
    runner = await serve(SETTINGS, port)
    async with People(f"http://127.0.0.1:{port}") as found:
        yield found
    await runner.cleanup()


def _client(people: People) -> AsyncWebClient:
    return AsyncWebClient("xoxb-1", base_url=f"{people.url}/api/")


async def _noted(people: People, what: str) -> list[dict[str, Any]]:
    return [entry for entry in (await people.account())["entries"] if entry["what"] == what]


async def test_a_thread_is_read_in_pages_with_metadata_on_demand(people: People) -> None:
    """From the oldest on, after `oldest`, and metadata only where it is asked for."""
    client = _client(people)
    said = await people.do("say", user="U000001", text="hello")
    room, root = said["channel"], said["ts"]
    metadata = {"event_type": "x", "event_payload": {"key": "k1"}}
    first = await client.chat_postMessage(channel=room, thread_ts=root, text="one", metadata=metadata)
    await client.chat_postMessage(channel=room, thread_ts=root, text="two")
    page = await client.conversations_replies(channel=room, ts=root, limit=2, include_all_metadata=True)
    assert [message["text"] for message in page["messages"]] == ["hello", "one"]
    assert page["messages"][1]["metadata"]["event_payload"] == {"key": "k1"}
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.conversations_replies(channel=room, ts=root, limit=2, cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["two"]
    later = await client.conversations_replies(channel=room, ts=root, oldest=first["ts"])
    assert [message["text"] for message in later["messages"]] == ["hello", "two"]
    assert all("metadata" not in message for message in later["messages"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C9", "text": "x"}, "channel_not_found"),
        ({"channel": "CD00001", "text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"channel": "CD00001", "blocks": [{"text": "x" * 14_000}], "text": "x"}, "msg_blocks_too_long"),
        ({"channel": "C000061", "text": "x"}, "not_in_channel"),
    ],
)
async def test_what_slack_refuses_is_refused(people: People, arguments: dict[str, Any], error: str) -> None:
    """By the error's name."""
    with pytest.raises(SlackApiError) as refused:
        await _client(people).chat_postMessage(**arguments)
    assert refused.value.response["error"] == error


async def test_a_method_is_limited(people: People) -> None:
    """With the seconds to wait."""
    await _client(people).users_list()
    with pytest.raises(SlackApiError) as refused:
        await _client(people).users_list()
    assert refused.value.response.status_code == 429
    assert int(refused.value.response.headers["Retry-After"]) > 0


async def test_a_message_posted_before_an_error_stands(people: People) -> None:
    """The caller hears of a failure, and the account of a message."""
    await people.do("faults", rates={"error_after": 1.0})
    with pytest.raises(SlackApiError):
        await _client(people).chat_postMessage(channel="CD00001", text="there")
    assert [entry["text"] for entry in await _noted(people, "posted")] == ["there"]


async def test_an_unacknowledged_event_is_delivered_again_then_given_up(people: People) -> None:
    """Two times more, with the attempt's number; the judge does not count it as accepted."""
    async with aiohttp.ClientSession() as session:
        opened = await _client(people).apps_connections_open(app_token="xapp-1")
        async with session.ws_connect(opened["url"]) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            await people.do("say", user="U000001", text="hello")
            attempts = [(await socket.receive_json())["retry_attempt"] for _ in range(3)]
            assert attempts == [0, 1, 2]

            async def is_given_up() -> bool:
                return bool(await _noted(people, "given_up"))

            await until(is_given_up)
    assert not await _noted(people, "acknowledged")


async def test_bolt_hears_a_mention_a_command_and_a_press_and_opens_a_form_once(people: People) -> None:
    """An unmodified Bolt app in Socket Mode; a trigger opens one form."""
    app, heard = AsyncApp(client=_client(people)), []

    async def press(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:  # noqa: ANN401
        await ack()
        view = {"type": "modal", "title": {"type": "plain_text", "text": "t"}, "blocks": []}
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        heard.append("press")

    async def command(ack: Any) -> None:  # noqa: ANN401
        heard.append("command")
        await ack()

    async def mention(event: dict[str, Any], say: Any) -> None:  # noqa: ANN401
        button = {
            "type": "button",
            "action_id": "go",
            "value": "1",
            "text": {"type": "plain_text", "text": "Go"},
        }
        await say(text="hi", blocks=[{"type": "actions", "elements": [button]}], thread_ts=event["ts"])

    async def ignore() -> None:
        pass

    app.event("app_mention")(mention)
    app.event("message")(ignore)
    app.command("/roles")(command)
    app.action("go")(press)
    handler = AsyncSocketModeHandler(app, "xapp-1")
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    said = await people.do("say", user="U000001", channel="CD00001", text="hello", mention=True)
    reply = await people.wait_for("CD00001", "hi", 5)
    assert reply is not None
    assert reply["thread"] == said["ts"]
    assert (await people.do("command", user="U000001", command="/roles"))["accepted"]
    assert await people.press("U000001", "CD00001", reply["ts"], ["Go"])

    async def is_pressed() -> bool:
        return "press" in heard

    await until(is_pressed)
    assert heard == ["command", "press"]
    assert (await people.do("view", user="U000001"))["view"]["type"] == "modal"
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_cut_names_its_reason(people: People) -> None:
    """The frame comes before the end."""
    async with aiohttp.ClientSession() as session:
        opened = await _client(people).apps_connections_open(app_token="xapp-1")
        async with session.ws_connect(opened["url"]) as socket:
            await socket.receive_json()
            await people.do("cut", reason="too_many_websockets")
            assert (await socket.receive_json())["reason"] == "too_many_websockets"
            assert (await socket.receive()).type in {aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}
