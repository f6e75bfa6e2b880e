"""The commands and forms of the calculators; a form opens at once, since its trigger soon expires."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions.calculators.acts import Use, UseScenario
from actions.calculators.scenarios import PRESET, Calculator
from actions.choices import decode
from bot.forms.calculators import FORM_ID, Opening, opens_form, read_calculator_form
from bot.slack.blocks.form import submitted
from bot.slack.blocks.render import ACTION_PREFIX
from bot.slack.interaction import Interaction
from bot.slack.malformed import reading
from bot.slack.payloads import (
    answered_in_private,
    command_key,
    invoked_in,
    person_of,
    pressed_line,
    submission_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.queue.inbox import Inbox
    from bot.services import Services
    from bot.slack.payloads import Body

FORMS = {"/staffing": Calculator.STAFFING, "/deflection": Calculator.DEFLECTION}
# Words after /staffing that ask for the sources' own case instead of a form.
_CASE_WORDS = {"exemple", "example", "cas", "case"}  # codespell:ignore exemple


def register(app: AsyncApp, inbox: Inbox, services: Callable[[], Services]) -> None:
    """Register the commands and the buttons that open a form, and the forms that were sent."""

    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        pressed = Interaction(body, context, client, services())
        invoked = invoked_in(body)
        if str(body.get("text") or "").strip().casefold() in _CASE_WORDS and body["command"] == "/staffing":
            show_case = UseScenario(Use.SHOW, PRESET, invoked)
            key = command_key(body, context)
            await inbox.put(answered_in_private(key, pressed.person, show_case, invoked))
            await ack()
            return
        await ack()
        opening = Opening(FORMS[body["command"]], invoked_in=invoked)
        forms = pressed.services.calculator_forms
        await pressed.show(await forms.form(pressed.person, opening, pressed.deadline))

    async def press(ack: AsyncAck, body: Body, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        pressed = Interaction(body, context, client, services())
        await ack()
        choice = decode(pressed_line(body))
        if isinstance(choice, UseScenario) and opens_form(choice):
            forms = pressed.services.calculator_forms
            await pressed.show(await forms.reopen(pressed.person, choice, pressed.deadline))

    async def submit(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        with reading():
            filled = read_calculator_form(submitted(body["view"], person_of(context)))
        if filled.errors:
            await ack(response_action="errors", errors=filled.errors)
            return
        key, act = submission_key(body, context), filled.act
        await inbox.put(answered_in_private(key, person_of(context), act, act.invoked_in))
        await ack()

    for name in FORMS:
        app.command(name)(command)
    app.action(re.compile(f"^{ACTION_PREFIX}scenario:({Use.EDIT}|{Use.ASSUME}):"))(press)
    app.view(FORM_ID)(submit)
