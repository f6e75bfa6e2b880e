"""`/readiness`: the command, the shortcut, the questionnaire's pages, and the single forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog

from actions.choices import decode
from actions.model import Inbound
from actions.privacy import redact
from actions.readiness.acts import FinishAssessment, InviteToSurvey, OpenReadinessForm, ReadinessForm
from actions.readiness.command import on_command
from actions.readiness.scopes import survey_number
from bot.forms.patience import Deadline
from bot.forms.readiness.layout import FORM_ID, PAGE_ID, notice, read_form, read_page
from bot.forms.readiness.submissions import submission
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.slack.blocks.form import back_of, modal, submitted
from bot.slack.blocks.markup import mrkdwn
from bot.slack.blocks.render import ACTION_PREFIX
from bot.slack.interaction import Interaction
from bot.slack.malformed import reading
from bot.slack.payloads import (
    SURFACE,
    answered_in_private,
    command_key,
    conversation_id,
    invoked_in,
    is_private,
    person_of,
    pressed_in,
    pressed_line,
    submission_key,
)
from bot.slack.readiness.people import with_people_ids
from bot.slack.shapes import SentView
from bot.slack.workspace.cache import SLACK_ERRORS, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.readiness.acts import ReadinessAct
    from bot.forms.form import Form, Notice
    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body

log = structlog.get_logger()

COMMAND = "/readiness"
# The id of the global shortcut in the manifest.
SHORTCUT = "readiness"


def register(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    """Register the command, the shortcut, the buttons that open a form, and the forms that were sent."""
    _register_openings(app, inbox, services)
    _register_forms(app, inbox, services)


def _register_openings(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        act = on_command(redact(str(body.get("text") or "")))
        if not isinstance(act, OpenReadinessForm):
            # Who may do it is asked when it is done.
            key = command_key(body, context)
            await inbox.put(answered_in_private(key, person_of(context), act, invoked_in(body)))
            await ack()
            return
        await ack()
        ordered = Interaction(body, context, client, services())
        forms = ordered.services.readiness_forms
        if refused := await forms.refusal(ordered.person, act, ordered.deadline):
            await ordered.tell(mrkdwn(refused))
            return
        await ordered.show(await forms.open(ordered.person, act, ordered.deadline))

    async def shortcut(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        used, start = Interaction(body, context, client, services()), OpenReadinessForm(ReadinessForm.START)
        forms = used.services.readiness_forms
        await used.show(await forms.open(used.person, start, used.deadline))

    async def press(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        choice = decode(pressed_line(body))
        if isinstance(choice, OpenReadinessForm):
            pressed = Interaction(body, context, client, services())
            where = _reply_place(choice, pressed_in(body, context))
            forms = pressed.services.readiness_forms
            await pressed.show(await forms.open(pressed.person, choice, pressed.deadline, where))

    app.command(COMMAND)(command)
    app.global_shortcut(SHORTCUT)(shortcut)
    app.action(re.compile(f"^{ACTION_PREFIX}readiness:({'|'.join(ReadinessForm)}):"))(press)


def _register_forms(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    async def back(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        person = person_of(context)
        with reading():
            # What a press in App Home or in a notice is in, carries nothing.
            SentView.model_validate(body.get("view"))
            page = read_page(submitted(body["view"], person))
        await ack()
        form = await services().readiness_forms.turn_page(person, page, back=True)
        if form is not None:
            await _update_view(client, body["view"], form)

    async def turn(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await _turn(ack, body, context, inbox, services())

    async def submit(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await _submit(ack, body, context, inbox, services())

    app.view(PAGE_ID)(turn)
    app.action(back_of(PAGE_ID))(back)
    app.view(FORM_ID)(submit)


def _reply_place(opened: OpenReadinessForm, address: Address) -> dict[str, str]:
    """Return where a form's act is answered: where a drill's button was pressed, else in direct messages."""
    if not address.channel or opened.form not in {ReadinessForm.PASS, ReadinessForm.REPLY}:
        return {}
    return {**address.place, "message": address.message}


async def _update_view(client: AsyncWebClient, view: Mapping[str, Any], form: Form | Notice) -> None:
    """Show another page in a modal; pressed twice, it has turned already, and Slack says `hash_conflict`."""
    try:
        await client.views_update(view_id=view["id"], hash=view.get("hash"), view=modal(form))
    except SLACK_ERRORS as error:
        log.info("view_not_updated", error=reason(error))


async def _turn(
    ack: AsyncAck, body: Body, context: AsyncBoltContext, inbox: Inbox, services: Services
) -> None:
    """Store a page and show the next one; after the last, queue the act that finishes."""
    person = person_of(context)
    with reading():
        page = read_page(submitted(body["view"], person))
    say = services.strings[page.language]
    if page.missing:
        errors = dict.fromkeys(page.missing, say("readiness_required"))
        await ack(response_action="errors", errors=errors)
        return
    # Stored before the acknowledgement: where that fails, the page stays open with its answers.
    form = await services.readiness_forms.turn_page(person, page)
    if form is not None:
        await ack(response_action="update", view=modal(form))
        return
    act = FinishAssessment(page.scope)
    await inbox.put(answered_in_private(submission_key(body, context), person, act, ""))
    text = say("readiness_thanks" if survey_number(page.scope) else "readiness_finished")
    await ack(response_action="update", view=modal(notice(text, say)))


async def _submit(
    ack: AsyncAck, body: Body, context: AsyncBoltContext, inbox: Inbox, services: Services
) -> None:
    """Queue the act of a single form, or show what is missing in it."""
    person = person_of(context)
    with reading():
        form = read_form(submitted(body["view"], person))
    say = services.strings[form.context.language]
    if form.missing:
        await ack(response_action="errors", errors=dict.fromkeys(form.missing, say("form_required")))
        return
    directory = services.readiness_forms.directory
    named = await with_people_ids(form, person, directory, Deadline.of_press())
    for key, names in (("readiness_nobody_called", named.unknown), ("readiness_people_slow", named.unread)):
        if names:
            text = say(key, names=say("list_comma").join(names))
            await ack(response_action="errors", errors={"people": text})
            return
    with reading():
        act = submission(form.context, named.fields)
    if isinstance(act, InviteToSurvey) and not act.departments and not act.people:
        await ack(response_action="errors", errors={"people": say("readiness_invite_nobody")})
        return
    await inbox.put(_submitted(submission_key(body, context), person, act, form.context.where))
    await ack()


def _submitted(key: str, person: str, act: ReadinessAct, where: Mapping[str, str]) -> Envelope:
    """Return the act of a form, which is answered where its button was pressed, else in direct messages."""
    channel, thread = where.get("channel", ""), where.get("thread", "")
    if not channel:
        return answered_in_private(key, person, act, "")
    inbound = Inbound(key, person, conversation_id(person, channel, thread), surface=SURFACE)
    address = Address(person, channel, thread, where.get("message", ""), is_private(channel))
    return Envelope(inbound, act, address)
