"""The calculators' forms, built from the labels of the quantities.

Fields keep what was typed where it cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from pydantic import BaseModel

from actions.calculators import deflection, staffing
from actions.calculators.acts import Calculate, Use, UseScenario
from actions.calculators.quantities import amount, explain
from actions.calculators.scenarios import NAME_CHARACTERS, Calculator, faults
from actions.language import Language  # noqa: TC001  pydantic reads the annotations when the program runs
from actions.numbers import format_number
from actions.privacy import redact
from bot.forms.form import Form, Notice, OneOf, TextField
from bot.forms.patience import language_of
from bot.pages.page import Paragraph
from bot.pages.refusals import denied
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from actions.calculators.quantities import Quantity
    from actions.calculators.scenarios import Scenario
    from actions.dialogue.converse import Advisor
    from bot.forms.form import Part, Submitted
    from bot.forms.patience import Deadline
    from bot.strings import Strings

log = structlog.get_logger()

FORM_ID = "calculator"
_NAME = "name"
_SALARY = "salary"
# The initial choices of selects.
_INITIAL = {"moderation": "own", "crisis_cover": "yes"}
# The units that `quantities.read` accepts after a number.
_READ_BACK = {"share", "minute", "hour", "euro", "fte"}
# The part of the time left that reading a scenario may take.
_FOR_SCENARIO = 0.6
# That of asking whether the person may send the form.
_FOR_REFUSAL = 0.8


@dataclass(frozen=True, slots=True)
class Opening:
    """A form to open: the calculator, whether it is its assumptions, and the scenario to fill it with."""

    calculator: Calculator
    assumptions: bool = False
    filled: Scenario | None = None
    invoked_in: str = ""

    @property
    def name(self) -> str:
        """The form's name in the keys of the interface's texts."""
        return "assumptions" if self.assumptions else self.calculator.value


@dataclass(frozen=True, slots=True)
class CalculatorForms:
    """Returns forms in a person's language, with what they typed before."""

    advisor: Advisor
    strings: Mapping[Language, Strings]

    async def form(self, person: str, opening: Opening, deadline: Deadline) -> Form | Notice:
        """Return a form, in the default language where the person's cannot be read now.

        Who may not send it gets a notice; where nobody can say so in time, sending it is refused.
        """
        language = await language_of(self.advisor, person, deadline=deadline)
        say, refused = self.strings[language], None
        try:
            async with deadline.timeout(_FOR_REFUSAL):
                refused = await self.advisor.permissions.refusal(person, UseScenario(Use.EDIT, ""))
        except TimeoutError:
            log.info("refusal_not_known")
        if refused is None:
            return calculator_form(opening, say, language)
        text = denied(refused, self.advisor.library, say, language)
        return Notice(say(f"form_{opening.name}"), say("form_cancel"), (text,))

    async def reopen(self, person: str, choice: UseScenario, deadline: Deadline) -> Form | Notice:
        """Return the form of a scenario as it was filled; an empty one where it cannot be read in time."""
        scenario = None
        try:
            async with deadline.timeout(_FOR_SCENARIO):
                with reaching_redis():
                    scenario = await self._scenario(person, choice.scenario)
        except (StoreAwayError, TimeoutError):
            log.info("scenario_not_read")
        fresh = Calculator(choice.scenario) if choice.scenario in set(Calculator) else Calculator.STAFFING
        calculator = scenario.calculator if scenario else fresh
        opening = Opening(calculator, choice.use is Use.ASSUME, scenario, choice.other)
        return await self.form(person, opening, deadline)

    async def _scenario(self, person: str, identifier: str) -> Scenario | None:
        return await self.advisor.memories.scenarios.find(person, identifier) if identifier else None


def opens_form(choice: object) -> bool:
    """Tell whether a pressed choice opens a form rather than asking for a reply."""
    return isinstance(choice, UseScenario) and choice.use in {Use.EDIT, Use.ASSUME}


def calculator_form(opening: Opening, say: Strings, language: Language) -> Form:
    """Return the form; fields it does not show are carried along, so that nothing typed is lost."""
    typed = opening.filled.fields if opening.filled else {}
    parts = tuple(_parts(opening, typed, say, language))
    shown_fields = {part.id for part in parts if isinstance(part, TextField | OneOf)}
    carried = {
        "calculator": opening.calculator.value,
        "ordered_in": opening.invoked_in,
        "language": language.value,
        "name": opening.filled.name if opening.filled else "",
        "hidden": {name: text for name, text in typed.items() if name not in shown_fields},
    }
    title, submit, close = say(f"form_{opening.name}"), say("form_submit"), say("form_cancel")
    return Form(FORM_ID, title, submit, close, carried, parts)


def _parts(opening: Opening, typed: Mapping[str, str], say: Strings, language: Language) -> Iterator[Part]:
    yield Paragraph(say(f"form_intro_{opening.name}"))
    if opening.calculator is Calculator.DEFLECTION:
        yield from _numbers(deflection.facts().inputs, typed, language)
    elif opening.assumptions:
        yield from _numbers(staffing.facts().assumptions, typed, language)
        rows = {row.id: row.label.in_(language) for row in staffing.facts().salaries}
        yield OneOf(_SALARY, say("form_salary"), rows, typed.get(_SALARY, ""), optional=True)
        yield from _numbers(staffing.facts().pay_inputs, typed, language, optional=True)
    else:
        name = opening.filled.name if opening.filled else ""
        yield TextField(_NAME, say("form_name"), name, optional=True, longest=NAME_CHARACTERS)
        yield from _numbers(staffing.facts().inputs, typed, language, hints=False)
        for identifier, choice in staffing.facts().choices.items():
            options = {value: text.in_(language) for value, text in choice.options.items()}
            chosen = typed.get(identifier) or _INITIAL.get(identifier, "")
            yield OneOf(identifier, choice.label.in_(language), options, chosen)


def _numbers(
    quantities: Iterable[Quantity],
    typed: Mapping[str, str],
    language: Language,
    *,
    optional: bool = False,
    hints: bool = True,
) -> Iterator[TextField]:
    """Yield one field per quantity; `hints` say where its default comes from."""
    for quantity in quantities:
        default = "" if optional else _default_text(quantity, language)
        initial = typed.get(quantity.id, default)
        hint = quantity.source.in_(language) if hints else ""
        yield TextField(quantity.id, quantity.label.in_(language), initial, optional, hint)


def _default_text(quantity: Quantity, language: Language) -> str:
    """Write the default so that it can be read again; units that cannot be read are in the label."""
    if quantity.unit in _READ_BACK:
        return amount(quantity.default, quantity.unit, language)
    return format_number(quantity.default, language)


class _Carried(BaseModel):
    """What a form carries along."""

    calculator: Calculator
    ordered_in: str
    language: Language
    name: str
    hidden: dict[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A submitted form: the act, or an error by field for what cannot be read."""

    act: Calculate
    errors: dict[str, str]


def read_calculator_form(submitted: Submitted) -> Filled:
    """Read a submitted form; every field is a text, and the name is redacted.

    Raises:
        ValueError: it is none of ours.
    """
    carried, typed = _Carried.model_validate(submitted.carried), dict(submitted.values)
    if not typed:
        raise ValueError("a form without fields")
    name = typed.pop(_NAME, carried.name)
    raw = {**carried.hidden, **typed}
    wrong = faults(carried.calculator, raw)
    language = carried.language
    errors = {field: explain(fault, language) for field, fault in wrong.fields.items()} if wrong else {}
    act = Calculate(carried.calculator.value, redact(name), tuple(sorted(raw.items())), carried.ordered_in)
    return Filled(act, _on_shown_fields(errors, typed))


def _on_shown_fields(errors: dict[str, str], shown_fields: Mapping[str, str]) -> dict[str, str]:
    """Keep the errors of fields in the form; where all are of other fields, put one on the first field."""
    if not errors or errors.keys() & shown_fields.keys():
        return {field: sentence for field, sentence in errors.items() if field in shown_fields}
    return {next(iter(shown_fields)): next(iter(errors.values()))}
