"""The inputs of our modals, and what comes back of them.

Those that every client draws, and phones too. https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

ELEMENT = "value"
OPTION_CHARACTERS = 75
OPTIONS = 100
CHECKBOXES = 10
HINT_CHARACTERS = 2000
LABEL_CHARACTERS = 2000
INPUT_CHARACTERS = 3000


def text_input(  # noqa: PLR0913  what an input has
    identifier: str,
    label: str,
    initial: str = "",
    *,
    optional: bool = False,
    hint: str = "",
    longest: int | None = None,
    multiline: bool | None = None,
) -> InputBlock:
    """Return an input for a text; an `initial` one that is too long is cut."""
    element = PlainTextInputElement(
        action_id=ELEMENT,
        initial_value=initial[: longest or INPUT_CHARACTERS] or None,
        max_length=longest,
        multiline=multiline,
    )
    return InputBlock(
        block_id=identifier,
        label=PlainTextObject(text=label[:LABEL_CHARACTERS]),
        element=element,
        hint=PlainTextObject(text=hint[:HINT_CHARACTERS]) if hint else None,
        optional=optional,
    )


def select(
    identifier: str, label: str, options: Mapping[str, str], chosen: str = "", *, optional: bool = False
) -> InputBlock:
    """Return a choice among `options`, by value; `chosen` is the one that is shown."""
    drawn = _options(dict(list(options.items())[:OPTIONS]))
    element = StaticSelectElement(
        action_id=ELEMENT, options=list(drawn.values()), initial_option=drawn.get(chosen)
    )
    return InputBlock(
        block_id=identifier, label=PlainTextObject(text=label), element=element, optional=optional
    )


def radio(identifier: str, label: str, options: Mapping[str, str], chosen: str = "") -> InputBlock:
    """Return a choice of which every option is in sight, by value; `chosen` is the one that is marked."""
    drawn = _options(options)
    element = RadioButtonsElement(
        action_id=ELEMENT, options=list(drawn.values()), initial_option=drawn.get(chosen)
    )
    return InputBlock(block_id=identifier, label=PlainTextObject(text=label), element=element)


def checkboxes(identifier: str, label: str, options: Mapping[str, str]) -> list[InputBlock]:
    """Return a choice of any number of options, by value, in as many fields as it takes."""
    drawn = list(_options(options).values())
    parts = [drawn[start : start + CHECKBOXES] for start in range(0, len(drawn), CHECKBOXES)]
    return [
        InputBlock(
            block_id=f"{identifier}{number or ''}",
            label=PlainTextObject(text=label),
            element=CheckboxesElement(action_id=ELEMENT, options=part),
            optional=True,
        )
        for number, part in enumerate(parts)
    ]


def date_picker(identifier: str, label: str, day: date) -> InputBlock:
    """Return a choice of a day."""
    element = DatePickerElement(action_id=ELEMENT, initial_date=day.isoformat())
    return InputBlock(block_id=identifier, label=PlainTextObject(text=label), element=element)


def _options(options: Mapping[str, str]) -> dict[str, Option]:
    return {
        value: Option(value=value, text=PlainTextObject(text=text[:OPTION_CHARACTERS]))
        for value, text in options.items()
    }


def filled(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what each input of a submitted modal held, as a text, whatever it is in the modal."""
    values = view["state"]["values"]
    inputs = (block for block in view["blocks"] if block["type"] == "input")
    return {b["block_id"]: _held(b, values.get(b["block_id"], {}).get(ELEMENT, {})) for b in inputs}


def _held(block: Mapping[str, Any], came: Mapping[str, Any]) -> str:
    """Return what a field held; a required one that came without a value is one nobody touched."""
    drawn, option = block["element"], came.get("selected_option")
    if option:
        return str(option["value"])
    if (several := came.get("selected_options")) is not None:
        return " ".join(str(each["value"]) for each in several)
    if came.get("selected_date"):
        return str(came["selected_date"])
    if came.get("value") is not None or block.get("optional"):
        return str(came.get("value") or "")
    initial = drawn.get("initial_option")
    return str(initial["value"] if initial else drawn.get("initial_value") or drawn.get("initial_date") or "")
