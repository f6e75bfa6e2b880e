"""The message shortcuts of cases, and edits and deletions of relayed messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.acts import AnswerCase, DeleteMessage, EditMessage
from actions.cases.case import Side
from actions.model import Inbound
from actions.privacy import redact
from bot.forms.cases.layout import Request
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.slack.blocks.form import open_modal
from bot.slack.blocks.text import plain
from bot.slack.payloads import SURFACE, attached, conversation_id, is_private, person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.acts import CaseAct
    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body
    from bot.slack.workspace.directory import Directory
    from bot.stores.case_threads import RedisCaseThreads

# The ids of the shortcuts in the manifest.
ESCALATE, ANSWER = "escalate_message", "answer_requester"


def register(
    app: AsyncApp,
    inbox: Inbox,
    services: Callable[[], Services],
    threads: RedisCaseThreads,
    directory: Directory,
) -> None:
    """Register the shortcuts."""

    async def escalate(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        message, channel = body["message"], str(body["channel"]["id"])
        there = is_private(channel) or await directory.is_member(channel)
        origin = {"channel": channel, "thread": message.get("thread_ts") or message["ts"]} if there else {}
        text = redact(plain(str(message.get("text") or ""), None))
        request = Request(question=text, shared=there and not is_private(channel), origin=origin)
        form = await services().case_forms.request(person_of(body), request)
        await open_modal(client, body["trigger_id"], form)

    async def answer(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        envelope = await _answer(body, threads)
        if envelope is not None:
            await inbox.put(envelope)
        await ack()
        if envelope is None:
            forms = services().case_forms
            say = services().strings[await forms.language(person_of(body))]
            user, channel = body["user"]["id"], body["channel"]["id"]
            await client.chat_postEphemeral(channel=channel, user=user, text=say("refused_no_thread"))

    app.shortcut(ESCALATE)(escalate)
    app.shortcut(ANSWER)(answer)


async def _answer(body: Body, threads: RedisCaseThreads) -> Envelope | None:
    """Return the act that relays a message of a case's thread; None for a message elsewhere."""
    message, channel, person = body["message"], str(body["channel"]["id"]), person_of(body)
    thread = str(message.get("thread_ts") or "")
    conversation = conversation_id(person, channel, thread)
    number = await threads.case_at(conversation) if thread else 0
    department_thread = await threads.get(number, Side.DEPARTMENT) if number else None
    if department_thread is None:
        return None
    files = attached(message)
    text = redact(plain(str(message.get("text") or ""), None))
    ref, names = f"{channel}:{message['ts']}", tuple(file.name for file in files)
    inbound = Inbound(f"{body['team']['id']}:{ref}:answer", person, conversation, surface=SURFACE)
    act = AnswerCase(number, department_thread.department, text, ref, names)
    return Envelope(inbound, act, Address(person, channel, thread, files=files))


async def rewritten(event: Body, team: str, threads: RedisCaseThreads) -> Envelope | None:
    """Return the act of an edit or a deletion; None where the message was never relayed."""
    edited = event.get("subtype") == "message_changed"
    message = event.get("message" if edited else "previous_message") or {}
    ts = message.get("ts") if edited else event.get("deleted_ts")
    channel = str(event["channel"])
    ref = f"{channel}:{ts}"
    if not ts or not await threads.relayed(ref):
        return None
    act: CaseAct = DeleteMessage(ref)
    if edited:
        act = EditMessage(ref, redact(plain(str(message.get("text") or ""), None)))
    key = f"{team}:{ref}:{act.kind}:{event.get('event_ts') or event.get('ts')}"
    thread, person = str(message.get("thread_ts") or ts), f"{team}:{message.get('user')}"
    inbound = Inbound(key, person, f"{team}:{channel}:{thread}", surface=SURFACE)
    return Envelope(inbound, act, Address(person, channel, thread, private=is_private(channel)))
