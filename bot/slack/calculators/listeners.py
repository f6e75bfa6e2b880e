"""The calculators' forms: opened at once, since a trigger lives three seconds, and queued when submitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actions.calculators.scenarios import PRESET, Calculator
from actions.choices import decode
from actions.model import Use, UseScenario
from actions.privacy import redact
from bot.forms.calculators import CALLBACK, Form, draw, read
from bot.slack.blocks.modals import language_of, open_modal
from bot.slack.dialogue.commands import answered_in_private, key_of, open_channel, sent_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.calculators.scenarios import Scenario
    from actions.dialogue.converse import Advisor
    from actions.model import Language
    from bot.queue.envelope import Envelope
    from bot.queue.worker import Inbox
    from bot.strings import Strings

FORMS = {"/staffing": Calculator.STAFFING, "/deflection": Calculator.DEFLECTION}
# What asks for the sources' own case instead of a form.
_CASE = {"exemple", "example", "cas", "case"}  # codespell:ignore exemple


@dataclass(frozen=True, slots=True)
class FormDesk:
    """Opens forms in a person's language, with what they typed before; `advisor` gives who answers now."""

    advisor: Callable[[], Advisor]
    strings: Mapping[Language, Strings]

    async def open(self, client: AsyncWebClient, trigger: str, person: str, form: Form) -> None:
        """Open `form`; where nothing is known of the person for now, in the default language."""
        language = await language_of(self.advisor(), person)
        await open_modal(client, trigger, draw(form, self.strings[language], language))

    async def scenario(self, person: str, identifier: str) -> Scenario | None:
        """Return what the person typed before, if it is still kept."""
        return await self.advisor().memories.scenarios.find(person, identifier) if identifier else None


def register(app: AsyncApp, inbox: Inbox, desk: FormDesk) -> None:
    """Hear the commands that open a form, and the forms' submission."""

    async def order(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        if str(body.get("text") or "").strip().casefold() in _CASE and body["command"] == "/staffing":
            await inbox.put(_case(body))
            await ack()
            return
        await ack()
        form = Form(FORMS[body["command"]], invoked_in=open_channel(body))
        await desk.open(client, body["trigger_id"], f"{body['team_id']}:{body['user_id']}", form)

    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        filled = read(body["view"])
        if filled.errors:
            await ack(response_action="errors", errors=filled.errors)
            return
        team, user = body["team"]["id"], body["user"]["id"]
        name = redact(filled.act.name)
        act = type(filled.act)(filled.act.calculator, name, filled.act.raw, filled.act.invoked_in)
        key = sent_key(body)
        await inbox.put(answered_in_private(key, team, user, act, act.invoked_in))
        await ack()

    for command in FORMS:
        app.command(command)(order)
    app.view(CALLBACK)(submit)


def opens(value: str) -> UseScenario | None:
    """Return the choice behind a button that opens a form rather than asking for a reply."""
    choice = decode(value)
    wanted = isinstance(choice, UseScenario) and choice.use in {Use.EDIT, Use.ASSUME}
    return choice if wanted and isinstance(choice, UseScenario) else None


async def reopen(desk: FormDesk, body: dict[str, Any], client: AsyncWebClient, choice: UseScenario) -> None:
    """Open the form of a scenario again, as it was filled; a fresh one where it has ended."""
    person = f"{body['team']['id']}:{body['user']['id']}"
    found = await desk.scenario(person, choice.scenario)
    fresh = Calculator(choice.scenario) if choice.scenario in set(Calculator) else Calculator.STAFFING
    calculator = found.calculator if found else fresh
    form = Form(calculator, choice.use is Use.ASSUME, found, choice.other)
    await desk.open(client, body["trigger_id"], person, form)


def _case(body: dict[str, Any]) -> Envelope:
    invoked_in = open_channel(body)
    shown = UseScenario(Use.SHOW, PRESET, invoked_in)
    return answered_in_private(key_of(body), body["team_id"], body["user_id"], shown, invoked_in)
