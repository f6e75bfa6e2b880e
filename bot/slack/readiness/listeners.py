"""`/readiness`: the command, the shortcut, the pages of the assessment, and the forms around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from actions.choices import decode
from actions.model import Inbound
from actions.privacy import redact
from actions.readiness.acts import FinishAssessment, InviteToSurvey, OpenReadinessForm, ReadinessForm
from actions.readiness.command import on_command
from actions.readiness.scopes import survey_number
from bot.forms.readiness.forms import BACK, FORM, PAGES, notice, read_form, read_page
from bot.forms.readiness.inputs import NOBODY
from bot.forms.readiness.submissions import submission
from bot.queue.envelope import Envelope
from bot.slack.dialogue.commands import (
    answered_in_private,
    key_of,
    open_channel,
    sent_key,
    thread_pressed_in,
)
from bot.slack.workspace.cache import SLACK_ERRORS

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.forms.readiness.forms import SubmittedForm
    from bot.queue.worker import Inbox
    from bot.slack.readiness.modals import ReadinessDesk

COMMAND = "/readiness"
# The global shortcut; the manifest names the same.
SHORTCUT = "readiness"
_REFERENCES = re.compile(r"<@([UW][A-Z0-9]+)[^>]*>|(@[\w.-]+|[UWS][A-Z0-9]{6,})")


def register(app: AsyncApp, inbox: Inbox, desk: ReadinessDesk) -> None:
    """Hear everything about assessments but its buttons, which come with the others."""

    async def command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        act, person = on_command(redact(str(body.get("text") or ""))), f"{body['team_id']}:{body['user_id']}"
        if refused := await desk.refusal(person, act):
            await ack(refused)
            return
        if isinstance(act, OpenReadinessForm):
            await ack()
            await desk.open(client, body["trigger_id"], person, act)
            return
        await inbox.put(
            answered_in_private(key_of(body), body["team_id"], body["user_id"], act, open_channel(body))
        )
        await ack()

    async def shortcut(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        person = f"{body['team']['id']}:{body['user']['id']}"
        await desk.open(client, body["trigger_id"], person, OpenReadinessForm(ReadinessForm.START))

    async def turn(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _turn(ack, body, inbox, desk)

    async def back(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        person = f"{body['team']['id']}:{body['user']['id']}"
        view = await desk.turned(person, read_page(body["view"]), back=True)
        if view is not None:
            await client.views_update(view_id=body["view"]["id"], hash=body["view"].get("hash"), view=view)

    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _submit(ack, body, inbox, desk)

    app.command(COMMAND)(command)
    app.shortcut(SHORTCUT)(shortcut)
    app.view(PAGES)(turn)
    app.action(BACK)(back)
    app.view(FORM)(submit)


async def _turn(ack: AsyncAck, body: dict[str, Any], inbox: Inbox, desk: ReadinessDesk) -> None:
    """Keep a page and show the next one; after the last, the assessment is finished."""
    team, user, sent = body["team"]["id"], body["user"]["id"], read_page(body["view"])
    say = desk.strings[sent.language]
    if sent.missing:
        required = say("readiness_required")
        await ack(response_action="errors", errors=dict.fromkeys(sent.missing, required))
        return
    # What is kept is there at once, and what cannot be kept stays on the person's screen.
    view = await desk.turned(f"{team}:{user}", sent)
    if view is not None:
        await ack(response_action="update", view=view)
        return
    key = sent_key(body)
    await inbox.put(answered_in_private(key, team, user, FinishAssessment(sent.scope), ""))
    text = say("readiness_thanks" if survey_number(sent.scope) else "readiness_finished")
    await ack(response_action="update", view=notice(text, say))


async def _submit(ack: AsyncAck, body: dict[str, Any], inbox: Inbox, desk: ReadinessDesk) -> None:
    team, user, sent = body["team"]["id"], body["user"]["id"], read_form(body["view"])
    say = desk.strings[sent.context.language]
    if sent.empty:
        await ack(response_action="errors", errors=dict.fromkeys(sent.empty, say("form_required")))
        return
    fields, unknown = await _resolved(sent, team, desk)
    if unknown:
        text = say("readiness_nobody_called", names=say("list_comma").join(unknown))
        await ack(response_action="errors", errors={"people": text})
        return
    act = submission(sent.context, fields)
    if isinstance(act, InviteToSurvey) and not act.departments and not act.people:
        await ack(response_action="errors", errors={"people": say("readiness_invite_nobody")})
        return
    key = sent_key(body)
    where = sent.context.where
    envelope = answered_in_private(key, team, user, act, "")
    if where:
        conversation = f"{team}:{where['channel']}:{where['thread']}"
        inbound = Inbound(key, f"{team}:{user}", conversation, act)
        envelope = Envelope(inbound, {"user": user, **where})
    await inbox.put(envelope)
    await ack()


async def _resolved(sent: SubmittedForm, team: str, desk: ReadinessDesk) -> tuple[dict[str, str], list[str]]:
    """Return the fields with people as persons, and the typed names that nobody bears."""
    fields, unknown = dict(sent.fields), []
    if sent.context.form is ReadinessForm.INVITE:
        parts = [text for name, text in fields.items() if name.startswith("departments")]
        fields["departments"] = " ".join(part for part in parts if part)
        people: list[str] = []
        for named, reference in _REFERENCES.findall(fields.get("people", "")):
            try:
                found = await desk.directory.people(named or reference)
            except SLACK_ERRORS:
                found = ()
            people += [f"{team}:{user}" for user in found]
            unknown += [] if found else [named or reference]
        typed = fields.get("people", "").strip()
        unknown += [typed] if typed and not people and not unknown else []
        fields["people"] = " ".join(people)
    if sent.context.form is ReadinessForm.ACCEPT:
        chosen = fields.get("person", "")
        fields["person"] = f"{team}:{chosen}" if chosen and chosen != NOBODY else ""
    return fields, unknown


def opens(value: str) -> OpenReadinessForm | None:
    """Return the form that a button opens; None for every other button."""
    choice = decode(value)
    return choice if isinstance(choice, OpenReadinessForm) else None


async def open_form(
    desk: ReadinessDesk, body: dict[str, Any], client: AsyncWebClient, opened: OpenReadinessForm
) -> None:
    """Open the form behind a button; what comes of it is told where it was pressed."""
    container = body["container"]
    channel, message = str(container.get("channel_id") or ""), container.get("message_ts")
    where = {}
    if channel and opened.form in {ReadinessForm.PASS, ReadinessForm.REPLY}:
        thread = str(thread_pressed_in(body))
        where = {"channel": channel, "thread": thread, "message": str(message)}
    person = f"{body['team']['id']}:{body['user']['id']}"
    await desk.open(client, body["trigger_id"], person, opened, where)
