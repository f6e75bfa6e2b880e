"""Renders a form as a modal, and reads a submitted one.

Only inputs that every client shows, phones included. https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, assert_never

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    ContextBlock,
    DatePickerElement,
    DividerBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.forms.form import Back, Day, Form, Notice, OneOf, SomeOf, Submitted, TextField
from bot.pages.page import Divider, Paragraph, Tone
from bot.slack.blocks.render import sections, view_blocks
from bot.slack.workspace.people import person_in, team_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk.models.blocks import Block

    from bot.forms.form import Options, Part

ELEMENT = "value"
# The end of the action id of the button to the page before; it follows the form's id.
BACK = "_back"
OPTION_CHARACTERS = 75
OPTIONS = 100
CHECKBOXES = 10
RADIO_BUTTONS = 10
HINT_CHARACTERS = 2000
LABEL_CHARACTERS = 2000
INPUT_CHARACTERS = 3000
# A user as an option of version 0.1.0: in a form about a case, after a word.
_BARE_USER = re.compile(r"(person:|)([UW][A-Z0-9]+)")


def modal(form: Form | Notice) -> dict[str, Any]:
    """Return the view of a form or a notice."""
    if isinstance(form, Notice):
        return _notice(form)
    view = View(
        type="modal",
        callback_id=form.id,
        title=PlainTextObject(text=form.title),
        submit=PlainTextObject(text=form.submit),
        close=PlainTextObject(text=form.close),
        private_metadata=json.dumps(dict(form.carried), ensure_ascii=False),
        # Slack takes no view without a block.
        blocks=[block for part in form.parts for block in _blocks(part, form.id)] or [DividerBlock()],
    )
    return view.to_dict()


def _notice(notice: Notice) -> dict[str, Any]:
    blocks = [SectionBlock(text=text).to_dict() for each in notice.texts for text in sections(each)]
    view = View(
        type="modal",
        title=PlainTextObject(text=notice.title),
        close=PlainTextObject(text=notice.close),
        blocks=view_blocks(blocks, notice.when_cut),
    )
    return view.to_dict()


def _blocks(part: Part, form: str) -> Iterator[Block]:
    match part:
        case Paragraph(text, Tone.SMALL):
            yield from (ContextBlock(elements=[each]) for each in sections(text))
        case Paragraph(text, _):
            yield from (SectionBlock(text=each) for each in sections(text))
        case Divider():
            yield DividerBlock()
        case Back(label, page):
            yield ActionsBlock(elements=[ButtonElement(text=label, action_id=back_of(form), value=str(page))])
        case TextField():
            yield _text_input(part)
        case OneOf():
            yield _one_of(part)
        case SomeOf():
            yield from _some_of(part)
        case Day(identifier, label, day):
            element = DatePickerElement(action_id=ELEMENT, initial_date=day.isoformat())
            yield InputBlock(block_id=identifier, label=_label(label), element=element)
        case _:
            assert_never(part)


def back_of(form: str) -> str:
    """Return the action id of the button to the page before, in the form with this id."""
    return form.removesuffix("_page") + BACK


def _text_input(part: TextField) -> InputBlock:
    element = PlainTextInputElement(
        action_id=ELEMENT,
        initial_value=part.initial[: part.longest or INPUT_CHARACTERS] or None,
        max_length=part.longest,
        multiline=part.multiline,
    )
    return InputBlock(
        block_id=part.id,
        label=_label(part.label),
        element=element,
        hint=PlainTextObject(text=part.hint[:HINT_CHARACTERS]) if part.hint else None,
        optional=part.optional,
    )


def _one_of(part: OneOf) -> InputBlock:
    """Draw a choice: radio buttons while there are few enough; what is chosen is among what is shown."""
    options = _options(part.options)
    kind = RadioButtonsElement if part.radio and len(options) <= RADIO_BUTTONS else StaticSelectElement
    shown, chosen = list(options.values())[:OPTIONS], options.get(part.chosen)
    if chosen is not None and chosen not in shown:
        shown[-1] = chosen
    element = kind(action_id=ELEMENT, options=shown, initial_option=chosen)
    optional = None if part.radio else part.optional
    return InputBlock(block_id=part.id, label=_label(part.label), element=element, optional=optional)


def _label(text: str) -> PlainTextObject:
    return PlainTextObject(text=text[:LABEL_CHARACTERS])


def _some_of(part: SomeOf) -> Iterator[InputBlock]:
    """Yield as many inputs as the options take; the ids of further ones end in a number."""
    options = list(_options(part.options).values())
    for number, start in enumerate(range(0, len(options), CHECKBOXES)):
        yield InputBlock(
            block_id=f"{part.id}{number or ''}",
            label=_label(part.label),
            element=CheckboxesElement(action_id=ELEMENT, options=options[start : start + CHECKBOXES]),
            optional=True,
        )


def _options(options: Options) -> dict[str, Option]:
    return {
        value: Option(value=value, text=PlainTextObject(text=text[:OPTION_CHARACTERS]))
        for value, text in options.items()
    }


def submitted(view: Mapping[str, Any], person: str) -> Submitted:
    """Read the values of a modal that `person` submitted or turned back a page.

    A modal opened by version 0.1.0 offers users without their team; they get that of `person`.
    """
    given = view["state"]["values"]
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    values: dict[str, str] = {}
    for block in inputs:
        name = block["block_id"]
        text = _value(block, given.get(name, {}).get(ELEMENT, {}), team_of(person))
        if block["element"]["type"] == "checkboxes":
            name = name.rstrip("0123456789")
            text = " ".join(filter(None, (values.get(name), text)))
        values[name] = text
    required = frozenset(block["block_id"] for block in inputs if not block.get("optional", False))
    return Submitted(json.loads(view["private_metadata"]), values, required)


def _value(block: Mapping[str, Any], given: Mapping[str, Any], team: str) -> str:
    """Return an input's value; Slack omits that of an unchanged required input, which has its initial one."""
    element, option = block["element"], given.get("selected_option")
    if option:
        return _with_team(option["value"], team)
    if (several := given.get("selected_options")) is not None:
        return " ".join(str(each["value"]) for each in several)
    if given.get("selected_date"):
        return str(given["selected_date"])
    if given.get("value") is not None or block.get("optional"):
        return str(given.get("value") or "")
    if initial := element.get("initial_option"):
        return _with_team(initial["value"], team)
    return str(element.get("initial_value") or element.get("initial_date") or "")


def _with_team(value: str, team: str) -> str:
    bare = _BARE_USER.fullmatch(value)
    return f"{bare[1]}{person_in(team, bare[2])}" if bare else value
