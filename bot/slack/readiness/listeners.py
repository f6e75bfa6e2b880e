"""`/readiness`: the command, the shortcut, the questionnaire's pages, and the single forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from actions.choices import decode
from actions.model import Inbound
from actions.privacy import redact
from actions.readiness.acts import FinishAssessment, InviteToSurvey, OpenReadinessForm, ReadinessForm
from actions.readiness.command import on_command
from actions.readiness.scopes import survey_number
from bot.directory import DirectoryAwayError
from bot.forms.readiness.inputs import NOBODY
from bot.forms.readiness.layout import FORM_ID, PAGE_ID, notice, read_form, read_page
from bot.forms.readiness.submissions import submission
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.slack.blocks.form import back_of, modal, open_modal, submitted
from bot.slack.blocks.markup import mrkdwn
from bot.slack.blocks.render import ACTION_PREFIX
from bot.slack.payloads import (
    SURFACE,
    answered_in_private,
    command_key,
    conversation_id,
    invoked_in,
    is_private,
    person_of,
    pressed_in,
    submission_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.readiness.acts import ReadinessAct
    from bot.forms.readiness.layout import SubmittedForm
    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body

COMMAND = "/readiness"
# The id of the global shortcut in the manifest.
SHORTCUT = "readiness"
_REFERENCES = re.compile(r"<@([UW][A-Z0-9]+)[^<>]*>|(@[\w.-]+|[UWS][A-Z0-9]{6,})")


def register(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    """Register the command, the shortcut, the buttons that open a form, and the forms that were sent."""
    _register_openings(app, inbox, services)
    _register_forms(app, inbox, services)


def _register_openings(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    async def command(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        act, person = on_command(redact(str(body.get("text") or ""))), person_of(body)
        forms = services().readiness_forms
        if refused := await forms.refusal(person, act):
            await ack(mrkdwn(refused))
            return
        if isinstance(act, OpenReadinessForm):
            await ack()
            await open_modal(client, body["trigger_id"], await forms.open(person, act))
            return
        await inbox.put(answered_in_private(command_key(body), person, act, invoked_in(body)))
        await ack()

    async def shortcut(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        start = OpenReadinessForm(ReadinessForm.START)
        form = await services().readiness_forms.open(person_of(body), start)
        await open_modal(client, body["trigger_id"], form)

    async def press(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        choice = decode(body["actions"][0]["value"])
        if isinstance(choice, OpenReadinessForm):
            where = _reply_place(choice, pressed_in(body))
            form = await services().readiness_forms.open(person_of(body), choice, where)
            await open_modal(client, body["trigger_id"], form)

    app.command(COMMAND)(command)
    app.shortcut(SHORTCUT)(shortcut)
    app.action(re.compile(f"^{ACTION_PREFIX}readiness:({'|'.join(ReadinessForm)}):"))(press)


def _register_forms(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    async def back(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        page, view = read_page(submitted(body["view"], person_of(body))), body["view"]
        form = await services().readiness_forms.turn_page(person_of(body), page, back=True)
        if form is not None:
            await client.views_update(view_id=view["id"], hash=view.get("hash"), view=modal(form))

    async def turn(ack: AsyncAck, body: Body) -> None:
        await _turn(ack, body, inbox, services())

    async def submit(ack: AsyncAck, body: Body) -> None:
        await _submit(ack, body, inbox, services())

    app.view(PAGE_ID)(turn)
    app.action(back_of(PAGE_ID))(back)
    app.view(FORM_ID)(submit)


def _reply_place(opened: OpenReadinessForm, address: Address) -> dict[str, str]:
    """Return where a form's act is answered: where a drill's button was pressed, else in direct messages."""
    if not address.channel or opened.form not in {ReadinessForm.PASS, ReadinessForm.REPLY}:
        return {}
    return {**address.place, "message": address.message}


async def _turn(ack: AsyncAck, body: Body, inbox: Inbox, services: Services) -> None:
    """Store a page and show the next one; after the last, queue the act that finishes."""
    person, page = person_of(body), read_page(submitted(body["view"], person_of(body)))
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
    await inbox.put(answered_in_private(submission_key(body), person, act, ""))
    text = say("readiness_thanks" if survey_number(page.scope) else "readiness_finished")
    await ack(response_action="update", view=modal(notice(text, say)))


async def _submit(ack: AsyncAck, body: Body, inbox: Inbox, services: Services) -> None:
    """Queue the act of a single form, or show what is missing in it."""
    person, form = person_of(body), read_form(submitted(body["view"], person_of(body)))
    say = services.strings[form.context.language]
    if form.missing:
        await ack(response_action="errors", errors=dict.fromkeys(form.missing, say("form_required")))
        return
    fields, unknown = await _with_people_ids(form, person, services)
    if unknown:
        text = say("readiness_nobody_called", names=say("list_comma").join(unknown))
        await ack(response_action="errors", errors={"people": text})
        return
    act = submission(form.context, fields)
    if isinstance(act, InviteToSurvey) and not act.departments and not act.people:
        await ack(response_action="errors", errors={"people": say("readiness_invite_nobody")})
        return
    await inbox.put(_submitted(submission_key(body), person, act, dict(form.context.where)))
    await ack()


def _submitted(key: str, person: str, act: ReadinessAct, where: dict[str, Any]) -> Envelope:
    """Return the act of a form, which is answered where its button was pressed, else in direct messages."""
    if not where:
        return answered_in_private(key, person, act, "")
    channel, thread = where["channel"], where["thread"]
    inbound = Inbound(key, person, conversation_id(person, channel, thread), surface=SURFACE)
    address = Address(person, channel, thread, where["message"], is_private(channel))
    return Envelope(inbound, act, address)


async def _with_people_ids(
    form: SubmittedForm, person: str, services: Services
) -> tuple[dict[str, str], list[str]]:
    """Return the fields with people as ids, and the typed names that are nobody's."""
    fields, unknown = dict(form.fields), []
    if form.context.form is ReadinessForm.INVITE:
        people: list[str] = []
        directory = services.readiness_forms.directory
        for named, reference in _REFERENCES.findall(fields.get("people", "")):
            try:
                found = await directory.people(named or reference, near=person)
            except DirectoryAwayError:
                found = ()
            people += found
            unknown += [] if found else [named or reference]
        typed = fields.get("people", "").strip()
        unknown += [typed] if typed and not people and not unknown else []
        fields["people"] = " ".join(people)
    if form.context.form is ReadinessForm.ACCEPT and fields.get("person") == NOBODY:
        fields["person"] = ""
    return fields, unknown
