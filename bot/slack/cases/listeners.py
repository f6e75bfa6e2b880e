"""`/escalate`, the buttons that open a case's form, and the submitted forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from actions.acts import TalkToHuman
from actions.cases.acts import FillCase, OpenCase
from actions.cases.events import Audience
from actions.choices import decode
from actions.model import Inbound
from actions.privacy import redact
from bot.forms.cases.layout import FORM_ID, Request, read_case_form
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.slack.blocks.form import submitted
from bot.slack.blocks.render import ACTION_PREFIX
from bot.slack.interaction import Interaction
from bot.slack.malformed import reading
from bot.slack.payloads import (
    SURFACE,
    conversation_id,
    invoked_in,
    is_private,
    person_of,
    pressed_in,
    pressed_line,
    submission_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.acts import CaseAct
    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body

COMMAND = "/escalate"


def register(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    """Register the command, the buttons that open a form, and the forms that were sent."""

    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        pressed = Interaction(body, context, client, services())
        question = redact(str(body.get("text") or "").strip())
        request = Request(question=question, origin={"ordered_in": invoked_in(body)})
        forms = pressed.services.case_forms
        await pressed.show(await forms.request(pressed.person, request, pressed.deadline))

    async def press(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        pressed = Interaction(body, context, client, services())
        choice, address = decode(pressed_line(body)), pressed_in(body, context)
        forms, deadline = pressed.services.case_forms, pressed.deadline
        conversation = (
            conversation_id(address.person, address.channel, address.thread) if address.channel else ""
        )
        if isinstance(choice, FillCase):
            await pressed.show(await forms.fill(address.person, choice, deadline, conversation))
        elif isinstance(choice, TalkToHuman):
            request = Request(
                choice.department,
                urgent=choice.urgent,
                shared=bool(address.channel) and not address.private,
                origin=address.place,
            )
            await pressed.show(await forms.request(address.person, request, deadline, conversation))

    async def submit(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        person = person_of(context)
        with reading():
            sent = read_case_form(submitted(body["view"], person))
        if sent.act is None:
            await ack(response_action="errors", errors=sent.faults(services().strings[sent.language]))
            return
        await inbox.put(_submitted(submission_key(body, context), person, sent.act, sent.origin))
        await ack()

    app.command(COMMAND)(command)
    app.action(re.compile(f"^{ACTION_PREFIX}(case:fill|human):"))(press)
    app.view(FORM_ID)(submit)


def _submitted(key: str, person: str, act: CaseAct, origin: Mapping[str, Any]) -> Envelope:
    """Return the act of a form; a request made in a conversation belongs to it, any other has its own."""
    channel, thread = str(origin.get("channel") or ""), str(origin.get("thread") or "")
    address = Address(person, channel, thread, "", is_private(channel), str(origin.get("ordered_in") or ""))
    conversation = f"{person}:commands:{key}"
    if channel:
        conversation = conversation_id(person, channel, thread)
        alone = isinstance(act, OpenCase) and act.audience is Audience.PRIVATE and not address.private
        # A privately answered case has a conversation of its own, so later messages there are not about it.
        conversation += f":{person.rpartition(':')[2]}" if alone else ""
    return Envelope(Inbound(key, person, conversation, surface=SURFACE), act, address)
