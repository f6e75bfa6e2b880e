"""The calculators' forms as Slack modals: built from the quantities' own labels.

What was typed comes back as it was when it cannot be read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import MarkdownTextObject, SectionBlock

from actions.calculators import deflection, staffing
from actions.calculators.quantities import amount, explain
from actions.calculators.scenarios import NAME_CHARACTERS, Calculator, faults
from actions.model import Calculate, Language
from actions.numbers import format_number
from bot.slack.blocks.inputs import filled, select, text_input
from bot.slack.blocks.modals import modal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from slack_sdk.models.blocks import Block

    from actions.calculators.quantities import Quantity
    from actions.calculators.scenarios import Scenario
    from bot.strings import Strings

CALLBACK = "calculator"
_NAME = "name"
_SALARY = "salary"
# What a select shows before anybody has chosen.
_SHOWN = {"moderation": "own", "crisis_cover": "yes"}
# The units that are read after a number.
_READ_BACK = {"share", "minute", "hour", "euro", "fte"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form to open: which calculator, whether its assumptions, with what filled in."""

    calculator: Calculator
    assumptions: bool = False
    filled: Scenario | None = None
    invoked_in: str = ""

    @property
    def name(self) -> str:
        """What the texts of the interface call it."""
        return "assumptions" if self.assumptions else self.calculator.value


def draw(form: Form, say: Strings, language: Language) -> dict[str, Any]:
    """Return the modal; fields not shown travel in its metadata, so that nothing typed is lost."""
    typed = form.filled.fields if form.filled else {}
    blocks = list(_blocks(form, typed, say, language))
    shown = {block.block_id for block in blocks}
    hidden = {name: text for name, text in typed.items() if name not in shown}
    carried = {
        "calculator": form.calculator.value,
        "ordered_in": form.invoked_in,
        "language": language.value,
        "name": form.filled.name if form.filled else "",
        "hidden": hidden,
    }
    words = (say(f"form_{form.name}"), say("form_submit"), say("form_cancel"))
    return modal(CALLBACK, words, carried, blocks)


def _blocks(form: Form, typed: Mapping[str, str], say: Strings, language: Language) -> Iterator[Block]:
    yield SectionBlock(text=MarkdownTextObject(text=say(f"form_intro_{form.name}")))
    if form.calculator is Calculator.DEFLECTION:
        yield from _numbers(deflection.facts().inputs, typed, language)
    elif form.assumptions:
        yield from _numbers(staffing.facts().assumptions, typed, language)
        rows = {row.id: row.label.in_(language) for row in staffing.facts().salaries}
        yield select(_SALARY, say("form_salary"), rows, typed.get(_SALARY, ""), optional=True)
        yield from _numbers(staffing.facts().pay_inputs, typed, language, optional=True)
    else:
        name = form.filled.name if form.filled else ""
        yield text_input(_NAME, say("form_name"), name, optional=True, longest=NAME_CHARACTERS)
        yield from _numbers(staffing.facts().inputs, typed, language, hints=False)
        for identifier, choice in staffing.facts().choices.items():
            options = {value: text.in_(language) for value, text in choice.options.items()}
            chosen = typed.get(identifier) or _SHOWN.get(identifier, "")
            yield select(identifier, choice.label.in_(language), options, chosen)


def _numbers(
    quantities: Iterable[Quantity],
    typed: Mapping[str, str],
    language: Language,
    *,
    optional: bool = False,
    hints: bool = True,
) -> Iterator[Block]:
    """Draw an input a quantity; `hints` say where its default comes from."""
    for quantity in quantities:
        default = "" if optional else _written(quantity, language)
        initial = typed.get(quantity.id, default)
        hint = quantity.source.in_(language) if hints else ""
        yield text_input(quantity.id, quantity.label.in_(language), initial, optional=optional, hint=hint)


def _written(quantity: Quantity, language: Language) -> str:
    """Write the default as it can be read back; other units stand in the label."""
    if quantity.unit in _READ_BACK:
        return amount(quantity.default, quantity.unit, language)
    return format_number(quantity.default, language)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back: the act, or what stands beside each field that cannot be read."""

    act: Calculate
    errors: dict[str, str]


def read(view: Mapping[str, Any]) -> Filled:
    """Read a submitted modal; every field is a text, whatever it is in the modal."""
    carried = json.loads(view["private_metadata"])
    typed = filled(view)
    name = typed.pop(_NAME, carried["name"])
    raw = {**carried["hidden"], **typed}
    calculator, language = Calculator(carried["calculator"]), Language(carried["language"])
    wrong = faults(calculator, raw)
    errors = {field: explain(fault, language) for field, fault in wrong.fields.items()} if wrong else {}
    kept = tuple(sorted(raw.items()))
    return Filled(Calculate(calculator.value, name, kept, carried["ordered_in"]), _beside(errors, typed))


def _beside(errors: dict[str, str], shown: Mapping[str, str]) -> dict[str, str]:
    """Keep a sentence for each field shown; what is wrong out of sight stands beside the first one."""
    if not errors or errors.keys() & shown.keys():
        return {field: sentence for field, sentence in errors.items() if field in shown}
    return {next(iter(shown)): next(iter(errors.values()))}
