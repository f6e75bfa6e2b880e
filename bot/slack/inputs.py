"""The inputs of our modals, and what comes back of them.

Text inputs and selects only: they are the most portable. https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ELEMENT = "value"
OPTION_CHARACTERS = 75
OPTIONS = 100
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
    drawn = {
        value: Option(value=value, text=PlainTextObject(text=text[:OPTION_CHARACTERS]))
        for value, text in list(options.items())[:OPTIONS]
    }
    element = StaticSelectElement(
        action_id=ELEMENT, options=list(drawn.values()), initial_option=drawn.get(chosen)
    )
    return InputBlock(
        block_id=identifier, label=PlainTextObject(text=label), element=element, optional=optional
    )


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
    if came.get("value") is not None or block.get("optional"):
        return str(came.get("value") or "")
    initial = drawn.get("initial_option")
    return str(initial["value"] if initial else drawn.get("initial_value") or "")
