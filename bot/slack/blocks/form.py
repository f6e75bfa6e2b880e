"""A form as a modal, and what comes back of one.

Only inputs that every client draws, phones too. https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, assert_never

import structlog
from slack_sdk.errors import SlackApiError
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
from bot.slack.blocks.render import VIEW_BLOCKS, markdown, sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk.models.blocks import Block
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.forms.form import Options, Part

log = structlog.get_logger()

ELEMENT = "value"
# The action of the button that leads to the page before, after the id of its form.
BACK = "_back"
OPTION_CHARACTERS = 75
OPTIONS = 100
CHECKBOXES = 10
RADIO_BUTTONS = 10
HINT_CHARACTERS = 2000
LABEL_CHARACTERS = 2000
INPUT_CHARACTERS = 3000


async def open_modal(client: AsyncWebClient, trigger: str, form: Form | Notice) -> None:
    """Open a modal; one that Slack does not take is logged."""
    try:
        await client.views_open(trigger_id=trigger, view=modal(form))
    except SlackApiError as error:
        log.warning("form_not_opened", error=str(error.response.get("error")))


def modal(form: Form | Notice) -> dict[str, Any]:
    """Return a form, or what is said in its place, as Slack takes it."""
    if isinstance(form, Notice):
        return _notice(form)
    view = View(
        type="modal",
        callback_id=form.id,
        title=PlainTextObject(text=form.title),
        submit=PlainTextObject(text=form.submit),
        close=PlainTextObject(text=form.close),
        private_metadata=json.dumps(dict(form.carried), ensure_ascii=False),
        blocks=[block for part in form.parts for block in _draw(part, form.id)],
    )
    return view.to_dict()


def _notice(notice: Notice) -> dict[str, Any]:
    blocks = [SectionBlock(text=text) for each in notice.texts for text in sections(each)]
    view = View(
        type="modal",
        title=PlainTextObject(text=notice.title),
        close=PlainTextObject(text=notice.close),
        blocks=blocks[:VIEW_BLOCKS],
    )
    return view.to_dict()


def _draw(part: Part, form: str) -> Iterator[Block]:
    match part:
        case Paragraph(text, Tone.SMALL):
            yield ContextBlock(elements=[markdown(text)])
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
    """Return the action of the button that leads back in the form with this id."""
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
    """Draw the options in as many inputs as it takes; the second is called after the first, with a number."""
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


def submitted(view: Mapping[str, Any]) -> Submitted:
    """Read a modal that was sent, or turned back."""
    given = view["state"]["values"]
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    values: dict[str, str] = {}
    for block in inputs:
        name, text = block["block_id"], _value(block, given.get(block["block_id"], {}).get(ELEMENT, {}))
        if block["element"]["type"] == "checkboxes":
            name = name.rstrip("0123456789")
            text = " ".join(filter(None, (values.get(name), text)))
        values[name] = text
    required = frozenset(block["block_id"] for block in inputs if not block.get("optional", False))
    return Submitted(json.loads(view["private_metadata"]), values, required)


def _value(block: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Return what an input held; a required one that came without a value is one nobody touched."""
    element, option = block["element"], given.get("selected_option")
    if option:
        return str(option["value"])
    if (several := given.get("selected_options")) is not None:
        return " ".join(str(each["value"]) for each in several)
    if given.get("selected_date"):
        return str(given["selected_date"])
    if given.get("value") is not None or block.get("optional"):
        return str(given.get("value") or "")
    shown = element.get("initial_option")
    return str(shown["value"] if shown else element.get("initial_value") or element.get("initial_date") or "")
