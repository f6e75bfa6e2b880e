"""Slack's limits by slackblocks, which checks them when it builds, and those that it leaves to Slack.

https://docs.slack.dev/reference/block-kit
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    CheckboxGroup,
    ContextBlock,
    DatePicker,
    DividerBlock,
    Element,
    InputBlock,
    Message,
    ModalView,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    SectionBlock,
    StaticSelectMenu,
    Text,
    TextType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

# Blocks of a message may hold about 13,200 characters in all (bolt-js#2509); we stay well below.
MESSAGE_CHARACTERS = 12_000
_MESSAGE_BLOCKS = 50
_ROW_BUTTONS = 25
_LABEL_CHARACTERS = 75
_SELECT_OPTIONS = 100


def check_message(blocks: list[dict[str, Any]]) -> None:
    """Hold a whole message against the limits."""
    Message(channel="C1", text="…", blocks=[again(block) for block in blocks])
    assert 0 < len(blocks) < _MESSAGE_BLOCKS
    assert len(json.dumps(blocks, ensure_ascii=False)) < MESSAGE_CHARACTERS
    for block in blocks:
        if block["type"] == "actions":
            ids = [element["action_id"] for element in block["elements"]]
            assert len(ids) == len(set(ids)) <= _ROW_BUTTONS
            assert all(len(element["text"]["text"]) <= _LABEL_CHARACTERS for element in block["elements"])


def check_modal(view: Mapping[str, Any]) -> None:
    """Hold a modal against the limits."""
    submit = view.get("submit")
    ModalView(
        view["title"]["text"],
        [again(block) for block in view["blocks"]],
        close=view["close"]["text"],
        submit=submit["text"] if submit else None,
        private_metadata=view.get("private_metadata"),
        callback_id=view.get("callback_id"),
    )
    ids = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    assert len(ids) == len(set(ids))
    for block in view["blocks"]:
        if block["type"] == "input":
            _check_input(block["element"])


def _check_input(element: Mapping[str, Any]) -> None:
    if element["type"] == "plain_text_input":
        assert len(element.get("initial_value", "")) <= element.get("max_length", 3000)
        return
    options = element.get("options", [])
    assert len(options) <= _SELECT_OPTIONS
    assert "initial_option" not in element or element["initial_option"] in options
    values = [option["value"] for option in options]
    assert len(values) == len(set(values))


def again(block: Mapping[str, Any]) -> Block:
    """Build a block again."""
    match block["type"]:
        case "section":
            return SectionBlock(text=Text(block["text"]["text"], type_=TextType.MARKDOWN))
        case "context":
            texts = [Text(e["text"], type_=TextType.MARKDOWN) for e in block["elements"]]
            return ContextBlock(elements=list(texts))
        case "actions":
            return ActionsBlock(elements=[_button(element) for element in block["elements"]])
        case "divider":
            return DividerBlock()
        case "input":
            hint = block.get("hint")
            label, element = block["label"]["text"], _element(block["element"])
            return InputBlock(label, element, block_id=block["block_id"], hint=hint and hint["text"])
        case other:
            return pytest.fail(f"no second opinion on {other}")


def _button(element: Mapping[str, Any]) -> Button:
    return Button(
        text=element["text"]["text"],
        action_id=element["action_id"],
        value=element["value"],
        accessibility_label=element.get("accessibility_label"),
    )


def _element(element: Mapping[str, Any]) -> Element:
    action, options = element["action_id"], [_option(each) for each in element.get("options", [])]
    shown = element.get("initial_option")
    match element["type"]:
        case "plain_text_input":
            return PlainTextInput(action, element.get("initial_value"), max_length=element.get("max_length"))
        case "static_select":
            return StaticSelectMenu(action, options, initial_option=_option(shown) if shown else None)
        case "radio_buttons":
            return RadioButtonGroup(action, options, initial_option=_option(shown) if shown else None)
        case "checkboxes":
            return CheckboxGroup(action, options)
        case "datepicker":
            return DatePicker(action, element.get("initial_date"))
        case other:
            return pytest.fail(f"no second opinion on {other}")


def _option(option: Mapping[str, Any]) -> Option:
    return Option(Text(option["text"]["text"], type_=TextType.PLAINTEXT), option["value"])
