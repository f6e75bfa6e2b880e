"""Renders a `Page` as Block Kit, within Slack's limits.

Limits: https://docs.slack.dev/reference/block-kit/blocks (50 blocks a message, 3,000 characters a section,
25 elements an actions block, 75 characters a button's label). A page that is posted goes in parts; one that
takes the place of a message cannot.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    MarkdownTextObject,
    SectionBlock,
)

from actions.choices import encode
from bot.pages.page import Button, Buttons, Divider, Items, Page, Paragraph, Piece, Tone
from bot.slack.blocks.markup import cut, mrkdwn, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTION_PREFIX = "choice:"
SECTION_CHARACTERS = 3000
LABEL_CHARACTERS = 75
ROW_BUTTONS = 25
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
# Slack takes views of up to 250,000 bytes.
VIEW_CHARACTERS = 100_000
# Of the blocks of a message as JSON; Slack refuses it near 13,200, which it does not document.
MESSAGE_CHARACTERS = 12_000
# Of a row of buttons, whose block has some characters of its own.
ROW_CHARACTERS = 11_000
SUMMARY_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Message:
    """A message for Slack: `text` for notifications, `blocks` for reading."""

    text: str
    blocks: list[dict[str, Any]]


def render(page: Page) -> Message:
    """Render `page` as one message; what does not fit is cut, and the end says so."""
    return render_parts(page, most=1)[0]


def render_parts(page: Page, most: int | None = None) -> list[Message]:
    """Render `page` as the messages it takes, in order; no word of it is lost.

    Only where it takes more than `most` messages, the rest is cut: the end of the last one says so. The last
    row of buttons is kept then, since it is what a card is pressed by.
    """
    drawn = _drawn(page)
    packs = list(_packed(drawn))
    if most is not None and len(packs) > most:
        last = drawn[-1:] if drawn[-1]["type"] == "actions" else []
        end = [_cut_note(page.when_cut), *last]
        room, least = MESSAGE_CHARACTERS - _size(end), MESSAGE_BLOCKS - len(end)
        shown = next(_packed(packs[most - 1], room, least))
        packs = [*packs[: most - 1], [*(shown if _size(shown) <= room else ()), *end]]
    text = shortened(page.summary, SUMMARY_CHARACTERS)
    return [Message(text, blocks) for blocks in packs]


def render_home(page: Page) -> list[dict[str, Any]]:
    """Render the blocks of a page that is shown in a view; what does not fit is cut, and the end says so."""
    return view_blocks(_drawn(page), page.when_cut)


def view_blocks(blocks: list[dict[str, Any]], when_cut: str) -> list[dict[str, Any]]:
    """Return the blocks that fit into a view; where they are more, the last says so."""
    shown = next(_packed(blocks, VIEW_CHARACTERS, VIEW_BLOCKS))
    return shown if len(shown) == len(blocks) else [*shown[: VIEW_BLOCKS - 1], _cut_note(when_cut)]


def _cut_note(when_cut: str) -> dict[str, Any]:
    said = shortened(when_cut or "…", SECTION_CHARACTERS)
    return ContextBlock(elements=[MarkdownTextObject(text=said)]).to_dict()


def _drawn(page: Page) -> list[dict[str, Any]]:
    return [block.to_dict() for piece in page.pieces for block in _blocks(piece)]


def _packed(
    blocks: list[dict[str, Any]], room: int = MESSAGE_CHARACTERS, most: int = MESSAGE_BLOCKS
) -> Iterator[list[dict[str, Any]]]:
    """Yield `blocks` in order, as many at a time as fit into one message."""
    pack: list[dict[str, Any]] = []
    size = 0
    for block in blocks:
        more = _size([block])
        if pack and (size + more > room or len(pack) == most):
            yield pack
            pack, size = [], 0
        pack.append(block)
        size += more
    yield pack


def _size(blocks: list[dict[str, Any]]) -> int:
    """Return how many characters `blocks` take as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False))


def sections(text: str) -> Iterator[MarkdownTextObject]:
    """Yield the texts of as many sections as `text` takes."""
    return (MarkdownTextObject(text=part) for part in cut(text, SECTION_CHARACTERS))


def _blocks(piece: Piece) -> Iterator[Block]:
    match piece:
        case Paragraph(text, Tone.SMALL):
            yield from (ContextBlock(elements=[part]) for part in sections(text))
        case Paragraph(text, Tone.HEADING):
            yield from map(_section, sections(f"*{text}*" if mrkdwn(text).strip() else ""))
        case Paragraph(text, _):
            yield from map(_section, sections(text))
        case Items(texts):
            yield from map(_section, sections("\n".join(f"•  {text}" for text in texts)))
        case Buttons(buttons):
            yield from (ActionsBlock(elements=row) for row in _rows(buttons))
        case Divider():
            yield DividerBlock()
        case _:
            assert_never(piece)


def _rows(buttons: tuple[Button, ...]) -> Iterator[list[ButtonElement]]:
    """Yield the buttons in rows that fit into a message."""
    row: list[ButtonElement] = []
    size = 0
    for button in map(_button, buttons):
        more = _size([button.to_dict()])
        if row and (len(row) == ROW_BUTTONS or size + more > ROW_CHARACTERS):
            yield row
            row, size = [], 0
        row.append(button)
        size += more
    if row:
        yield row


def _button(button: Button) -> ButtonElement:
    value = encode(button.choice)
    return ButtonElement(
        text=_shorten(button.short or button.label, LABEL_CHARACTERS),
        action_id=ACTION_PREFIX + value,
        value=value,
        style="primary" if button.primary else None,
        accessibility_label=_shorten(button.label, LABEL_CHARACTERS) if button.short else None,
    )


def _section(text: MarkdownTextObject) -> SectionBlock:
    """Return a section that Slack shows whole, not folded behind « see more »."""
    return SectionBlock(text=text, expand=True)


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
