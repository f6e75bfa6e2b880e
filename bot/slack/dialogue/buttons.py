"""Buttons: the same door as messages, with the choice in the button's value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from actions.cases.acts import CaseChoice
from actions.choices import decode, encode
from actions.model import Choice, Explain, Inbound, ListTopics, Rate
from actions.readiness.acts import ReadinessChoice
from bot.queue.envelope import Envelope
from bot.slack.blocks.render import ACTION_PREFIX
from bot.slack.calculators import listeners as forms
from bot.slack.cases import listeners as cases
from bot.slack.dialogue.commands import thread_pressed_in
from bot.slack.readiness import listeners as readiness

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.queue.worker import Inbox
    from bot.slack.calculators.listeners import FormDesk
    from bot.slack.cases.modals import CaseDesk
    from bot.slack.readiness.modals import ReadinessDesk


def register(
    app: AsyncApp, inbox: Inbox, desk: FormDesk, case_desk: CaseDesk, readiness_desk: ReadinessDesk
) -> None:
    """Hear every button of ours."""

    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        value = body["actions"][0]["value"]
        if (form := forms.opens(value)) is not None:
            await ack()
            await forms.reopen(desk, body, client, form)
            return
        if (asked := cases.opens(value)) is not None:
            await ack()
            await cases.open_form(case_desk, body, client, asked)
            return
        if (chosen := readiness.opens(value)) is not None:
            await ack()
            await readiness.open_form(readiness_desk, body, client, chosen)
            return
        # Queued first: where that fails, Slack shows the person that the press was not taken.
        await inbox.put(envelope_of(body))
        await ack()

    app.action(re.compile("^" + re.escape(ACTION_PREFIX)))(press)


def envelope_of(body: dict[str, Any]) -> Envelope:
    """Return the act behind a press."""
    action, container = body["actions"][0], body["container"]
    # In App Home there is no channel: what is to be said is said in private.
    channel, message = str(container.get("channel_id") or ""), str(container.get("message_ts") or "home")
    thread = thread_pressed_in(body) or message
    team, user = body["team"]["id"], body["user"]["id"]
    choice = decode(action["value"]) or ListTopics()
    inbound = Inbound(
        key=f"{team}:{channel}:{message}:{_scope(choice, user, action)}",
        person=f"{team}:{user}",
        conversation=f"{team}:{channel}:{thread}" if channel else f"{team}:{user}:commands",
        act=choice,
        press=str(action.get("action_ts") or body["trigger_id"]),
    )
    address = {"user": user, "private": not channel or channel.startswith("D")}
    if channel:
        address |= {"channel": channel, "thread": thread, "message": message}
    return Envelope(inbound, address)


def _scope(choice: Choice, user: str, action: dict[str, Any]) -> str:
    """Return what makes two presses one act.

    A question pressed by two people at once is answered once; an opinion is each person's own; opening
    and closing the reasons is a new act each time.
    """
    line = encode(choice)
    match choice:
        case Rate():
            return f"{line}:{user}"
        case _ if isinstance(choice, ReadinessChoice | CaseChoice):
            return f"{line}:{user}"
        case Explain():
            return f"{line}:{action.get('action_ts')}"
        case _:
            return line
