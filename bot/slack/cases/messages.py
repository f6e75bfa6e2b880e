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
from bot.slack.blocks.text import plain
from bot.slack.interaction import Interaction
from bot.slack.payloads import SURFACE, attached, conversation_id, is_private, person_of, team_in
from bot.slack.workspace.cache import READ_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.acts import CaseAct
    from bot.forms.patience import Deadline
    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body
    from bot.slack.workspace.directory import Directory
    from bot.stores.case_threads import RedisCaseThreads

# The ids of the shortcuts in the manifest.
ESCALATE, ANSWER = "escalate_message", "answer_requester"
# The part of a form's time that asking whether Relais is in a channel may take.
_FOR_CHANNEL = 0.4


def register(
    app: AsyncApp,
    inbox: Inbox,
    services: Callable[[], Services],
    threads: RedisCaseThreads,
    directory: Directory,
) -> None:
    """Register the shortcuts."""

    async def escalate(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        used = Interaction(body, context, client, services())
        message, channel = body["message"], str(body["channel"]["id"])
        there = is_private(channel) or await _is_member(directory, channel, used.deadline)
        origin = {"channel": channel, "thread": message.get("thread_ts") or message["ts"]} if there else {}
        text = redact(plain(str(message.get("text") or ""), None))
        request = Request(question=text, shared=there and not is_private(channel), origin=origin)
        forms = used.services.case_forms
        await used.show(await forms.request(used.person, request, used.deadline))

    async def answer(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        envelope = await _answer(body, context, threads)
        if envelope is not None:
            await inbox.put(envelope)
        await ack()
        if envelope is None:
            await Interaction(body, context, client, services()).say("refused_no_thread")

    app.message_shortcut(ESCALATE)(escalate)
    app.message_shortcut(ANSWER)(answer)


async def _is_member(directory: Directory, channel: str, deadline: Deadline) -> bool:
    """Tell whether Relais can post in a channel; no, where Slack does not say in time."""
    try:
        async with deadline.timeout(_FOR_CHANNEL):
            return await directory.is_member(channel)
    except READ_ERRORS:
        return False


async def _answer(body: Body, context: AsyncBoltContext, threads: RedisCaseThreads) -> Envelope | None:
    """Return the act that relays a message of a case's thread; None for a message elsewhere."""
    message, channel, person = body["message"], str(body["channel"]["id"]), person_of(context)
    thread = str(message.get("thread_ts") or "")
    conversation = conversation_id(person, channel, thread)
    number = await threads.case_at(conversation) if thread else 0
    department_thread = await threads.get(number, Side.DEPARTMENT) if number else None
    if department_thread is None:
        return None
    files = attached(message)
    text = redact(plain(str(message.get("text") or ""), None))
    ref, names = f"{channel}:{message['ts']}", tuple(file.name for file in files)
    inbound = Inbound(f"{team_in(context)}:{ref}:answer", person, conversation, surface=SURFACE)
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
