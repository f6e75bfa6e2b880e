"""Cases at the door: `/escalate`, shortcuts, forms, and what happens to messages that crossed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.cases.acts import AnswerCase, DeleteMessage, EditMessage, FillCase
from actions.choices import decode
from actions.model import Inbound, TalkToHuman
from actions.privacy import redact
from bot.forms.cases import CALLBACK, Request, read
from bot.queue.envelope import Envelope
from bot.slack.blocks.text import plain
from bot.slack.dialogue.commands import open_channel, sent_key, thread_pressed_in
from bot.slack.files import attached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.acts import CaseAct
    from bot.queue.worker import Inbox
    from bot.slack.cases.modals import CaseDesk
    from bot.stores.case_threads import RedisCaseThreads

COMMAND = "/escalate"
# Message shortcuts; the manifest names the same.
ESCALATE, ANSWER = "escalate_message", "answer_requester"


def register(app: AsyncApp, inbox: Inbox, desk: CaseDesk, threads: RedisCaseThreads) -> None:
    """Hear the command, the shortcuts and the forms."""

    async def order(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        origin = {"ordered_in": open_channel(body)}
        request = Request(question=redact(str(body.get("text") or "").strip()), origin=origin)
        person = f"{body['team_id']}:{body['user_id']}"
        await desk.request(client, body["trigger_id"], person, request)

    async def escalate(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        message, channel = body["message"], str(body["channel"]["id"])
        team, thread = body["team"]["id"], message.get("thread_ts") or message["ts"]
        there = channel.startswith("D") or await desk.directory.is_member(channel)
        origin = {"channel": channel, "thread": thread} if there else {}
        text = redact(plain(str(message.get("text") or ""), None))
        request = Request(question=text, shared=there and not channel.startswith("D"), origin=origin)
        await desk.request(client, body["trigger_id"], f"{team}:{body['user']['id']}", request)

    async def answer(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        envelope = await _answer(body, threads)
        if envelope is not None:
            await inbox.put(envelope)
        await ack()
        if envelope is None:
            user, channel = body["user"]["id"], body["channel"]["id"]
            say = desk.strings[await desk.language(f"{body['team']['id']}:{user}")]
            await client.chat_postEphemeral(channel=channel, user=user, text=say("refused_no_thread"))

    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        team, user = body["team"]["id"], body["user"]["id"]
        submitted = read(body["view"], team)
        if submitted.act is None:
            told = desk.strings[submitted.language]("form_required")
            await ack(response_action="errors", errors=dict.fromkeys(submitted.empty, told))
            return
        key = sent_key(body)
        await inbox.put(_submitted(key, team, user, submitted.act, submitted.origin))
        await ack()

    app.command(COMMAND)(order)
    app.shortcut(ESCALATE)(escalate)
    app.shortcut(ANSWER)(answer)
    app.view(CALLBACK)(submit)


def _submitted(key: str, team: str, user: str, act: CaseAct, origin: Mapping[str, Any]) -> Envelope:
    """Return the act of a form; a request made in a conversation belongs to it, any other stands alone."""
    person = f"{team}:{user}"
    address = {"user": user, "private": not origin.get("channel"), **origin}
    conversation = f"{person}:commands:{key}"
    if origin.get("channel"):
        conversation = f"{team}:{origin['channel']}:{origin['thread']}"
        private = getattr(act, "audience", "") == "private" and not origin["channel"].startswith("D")
        # Answered in private, it does not take over the conversation that it came from.
        conversation += f":{user}" if private else ""
    return Envelope(Inbound(key, person, conversation, act), address)


async def _answer(body: dict[str, Any], threads: RedisCaseThreads) -> Envelope | None:
    """Return the act of sending a message of a case's thread to the requester; None for any other message."""
    message, channel, team = body["message"], body["channel"]["id"], body["team"]["id"]
    thread = message.get("thread_ts")
    number = await threads.case_at(f"{team}:{channel}:{thread}") if thread else 0
    place = await threads.get(number, "department") if number else None
    if place is None:
        return None
    files = attached(message)
    text = redact(plain(str(message.get("text") or ""), None))
    ref, names = f"{channel}:{message['ts']}", tuple(str(file["name"]) for file in files)
    user = body["user"]["id"]
    inbound = Inbound(
        f"{team}:{ref}:answer", f"{team}:{user}", f"{team}:{channel}:{thread}",
        AnswerCase(number, place.department, text, ref, names),
    )  # fmt: skip
    return Envelope(inbound, {"channel": channel, "thread": thread, "user": user, "files": files})


def opens(value: str) -> FillCase | TalkToHuman | None:
    """Return the choice behind a button that opens a form of a case."""
    choice = decode(value)
    return choice if isinstance(choice, FillCase | TalkToHuman) else None


async def open_form(
    desk: CaseDesk, body: dict[str, Any], client: AsyncWebClient, choice: FillCase | TalkToHuman
) -> None:
    """Open the form behind a button, with what is known where it was pressed."""
    team, container = body["team"]["id"], body["container"]
    person, channel = f"{team}:{body['user']['id']}", str(container.get("channel_id") or "")
    thread = thread_pressed_in(body)
    conversation = f"{team}:{channel}:{thread}" if channel else ""
    if isinstance(choice, FillCase):
        await desk.fill(client, body["trigger_id"], person, choice, conversation)
        return
    origin = {"channel": channel, "thread": thread} if channel else {}
    shared = bool(channel) and not channel.startswith("D")
    request = Request(choice.department, urgent=choice.urgent, shared=shared, origin=origin)
    await desk.request(client, body["trigger_id"], person, request, conversation)


async def rewritten(event: dict[str, Any], team: str, threads: RedisCaseThreads) -> Envelope | None:
    """Return the act behind an edit or a deletion; None where the message never crossed."""
    if event.get("subtype") == "message_changed":
        message = event.get("message") or {}
        ts, user = message.get("ts"), message.get("user")
    else:
        message = event.get("previous_message") or {}
        ts, user = event.get("deleted_ts"), message.get("user")
    ref = f"{event['channel']}:{ts}"
    if not ts or not await threads.relayed(ref):
        return None
    act: CaseAct = DeleteMessage(ref)
    if event["subtype"] == "message_changed":
        act = EditMessage(ref, redact(plain(str(message.get("text") or ""), None)))
    key = f"{team}:{ref}:{act.kind}:{event.get('event_ts') or event.get('ts')}"
    thread = message.get("thread_ts") or ts
    inbound = Inbound(key, f"{team}:{user}", f"{team}:{event['channel']}:{thread}", act)
    return Envelope(inbound, {"channel": event["channel"], "thread": thread, "user": user})
