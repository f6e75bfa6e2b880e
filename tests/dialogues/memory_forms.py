"""The forms of a surface in memory: which one an act opens, and what comes of one that is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from actions.acts import TalkToHuman
from actions.calculators.acts import Use, UseScenario
from actions.calculators.scenarios import PRESET, Calculator
from actions.cases.acts import FillCase, OpenCase
from actions.cases.events import Audience
from actions.privacy import redact
from actions.readiness.acts import FinishAssessment, OpenReadinessForm, ReadinessForm
from actions.readiness.command import on_command
from actions.readiness.scopes import survey_number
from bot.forms.calculators import Opening, read_calculator_form
from bot.forms.cases.layout import Request, read_case_form
from bot.forms.patience import Deadline
from bot.forms.readiness.inputs import NOBODY
from bot.forms.readiness.layout import notice, read_form, read_page
from bot.forms.readiness.submissions import submission
from bot.outgoing.address import Address
from bot.slack.blocks.form import submitted
from tests.dialogues.memory_surface import is_private

if TYPE_CHECKING:
    from actions.acts import Act, Choice
    from bot.forms.form import Form, Notice, Submitted
    from bot.services import Services

_CALCULATORS = {"/staffing": Calculator.STAFFING, "/deflection": Calculator.DEFLECTION}


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a form: an act and where it is from, what is shown now, or the fields that are wrong."""

    act: Act | None = None
    address: Address = field(default_factory=Address)
    alone: bool = True
    shown: Form | Notice | None = None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemoryForms:
    """Opens and reads the forms of `services`."""

    services: Services

    async def of_choice(self, choice: Choice, address: Address, conversation: str) -> Form | Notice | None:
        """Return the form that a button opens; None where it asks for a reply."""
        person, deadline = address.person, Deadline.of_press()
        match choice:
            case FillCase():
                return await self.services.case_forms.fill(person, choice, deadline, conversation)
            case TalkToHuman(department, urgent):
                shared = bool(address.channel) and not address.private
                request = Request(department, urgent=urgent, shared=shared, origin=address.place)
                return await self.services.case_forms.request(person, request, deadline, conversation)
            case OpenReadinessForm(ReadinessForm.PASS | ReadinessForm.REPLY):
                where = {**address.place, "message": address.message}
                return await self.services.readiness_forms.open(person, choice, deadline, where)
            case OpenReadinessForm():
                return await self.services.readiness_forms.open(person, choice, deadline)
            case UseScenario(Use.EDIT | Use.ASSUME):
                return await self.services.calculator_forms.reopen(person, choice, deadline)
            case _:
                return None

    async def of_command(self, name: str, text: str, address: Address) -> Form | Notice | Act | str:
        """Return what a command opens, asks for, or is told at once."""
        person, invoked, deadline = address.person, address.invoked_in, Deadline.of_press()
        if name == "/escalate":
            request = Request(question=redact(text), origin={"ordered_in": invoked})
            return await self.services.case_forms.request(person, request, deadline)
        if name in _CALCULATORS and text in {"exemple", "example"}:
            return UseScenario(Use.SHOW, PRESET, invoked)
        if name in _CALCULATORS:
            opening = Opening(_CALCULATORS[name], invoked_in=invoked)
            return await self.services.calculator_forms.form(person, opening, deadline)
        assert name == "/readiness", name
        act, forms = on_command(redact(text)), self.services.readiness_forms
        if refused := await forms.refusal(person, act, deadline):
            return refused
        return await forms.open(person, act, deadline) if isinstance(act, OpenReadinessForm) else act

    async def sent(self, person: str, view: dict[str, Any]) -> Sent:
        """Read a form that a person has sent."""
        given = submitted(view, person)
        match view["callback_id"]:
            case "case":
                return _case(person, given)
            case "calculator":
                filled = read_calculator_form(given)
                address = Address(person, invoked_in=filled.act.invoked_in)
                return Sent(wrong=tuple(filled.errors)) if filled.errors else Sent(filled.act, address)
            case "readiness_page":
                return await self._page(person, given)
            case _:
                return await self._around(person, given)

    async def _page(self, person: str, given: Submitted) -> Sent:
        page, forms = read_page(given), self.services.readiness_forms
        if page.missing:
            return Sent(wrong=page.missing)
        shown = await forms.turn_page(person, page)
        if shown is not None:
            return Sent(shown=shown)
        say = self.services.strings[page.language]
        done = notice(say("readiness_thanks" if survey_number(page.scope) else "readiness_finished"), say)
        return Sent(FinishAssessment(page.scope), Address(person), shown=done)

    async def _around(self, person: str, given: Submitted) -> Sent:
        form = read_form(given)
        if form.missing:
            return Sent(wrong=form.missing)
        fields, where = dict(form.fields), form.context.where
        fields["person"] = "" if fields.get("person") == NOBODY else fields.get("person", "")
        directory = self.services.readiness_forms.directory
        named = [await directory.people(name) for name in fields.get("people", "").split()]
        if not all(named):
            return Sent(wrong=("people",))
        fields["people"] = " ".join(each for found in named for each in found)
        channel, thread, message = (where.get(each, "") for each in ("channel", "thread", "message"))
        act = submission(form.context, fields)
        return Sent(act, Address(person, channel, thread, message), alone=not channel)


def _case(person: str, given: Submitted) -> Sent:
    form = read_case_form(given)
    if form.act is None:
        return Sent(wrong=form.missing)
    channel, thread = form.origin.get("channel", ""), form.origin.get("thread", "")
    here = is_private(channel)
    address = Address(person, channel, thread, private=here, invoked_in=form.origin.get("ordered_in", ""))
    kept_apart = isinstance(form.act, OpenCase) and form.act.audience is Audience.PRIVATE and not here
    return Sent(form.act, address, alone=kept_apart or not channel)
