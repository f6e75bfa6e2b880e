"""Renders a `Page` as Block Kit, within Slack's limits.

Limits: https://docs.slack.dev/reference/block-kit/blocks (50 blocks a message, 3,000 characters a section,
25 elements an actions block, 75 characters a button's label).
"""

from __future__ import annotations

import re
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
from bot.slack.blocks.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTION_PREFIX = "choice:"
SECTION_CHARACTERS = 3000
LABEL_CHARACTERS = 75
ROW_BUTTONS = 25
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SUMMARY_CHARACTERS = 300

# A link, or the markup of `bot.pages.page` for a person (perhaps with their team) or a channel.
_MARKUP = re.compile(
    r"\[(?P<label>[^\]]+)\]\((?P<url>https?://[^)\s]+)\)|<(?P<sign>[@#])(?:[A-Z0-9]+:)?(?P<id>[A-Z0-9]+)>"
)

# A character as `escape` writes it.
_CHARACTER = re.compile(r"&(?:amp|lt|gt);|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Message:
    """A message for Slack: `text` for notifications, `blocks` for reading."""

    text: str
    blocks: list[dict[str, Any]]


def render(page: Page, most: int = MESSAGE_BLOCKS) -> Message:
    """Render `page`; texts past a limit are cut with an ellipsis, since Slack would refuse the message.

    `most` is the largest number of blocks.
    """
    blocks = [block.to_dict() for piece in page.pieces for block in _blocks(piece)][:most]
    return Message(_shorten(mrkdwn(page.summary), SUMMARY_CHARACTERS), blocks)


def mrkdwn(text: str) -> str:
    """Turn a page's links and mentions into Slack's markup; bold and italics are the same in both."""
    return "".join(_written(text))


def _written(text: str) -> Iterator[str]:
    """Yield the parts of `text` as Slack writes them: links, mentions, and what stands between them."""
    end = 0
    for found in _MARKUP.finditer(text):
        yield escape(text[end : found.start()])
        if found["url"]:
            yield f"<{found['url']}|{escape(found['label'])}>"
        else:
            yield f"<{found['sign']}{found['id']}>"
        end = found.end()
    yield escape(text[end:])


def sections(text: str) -> Iterator[MarkdownTextObject]:
    """Yield the texts of as many sections as `text` takes; each ends after a line or a word if it can.

    No link, mention or escaped character is cut in two.
    """
    if len(whole := mrkdwn(text)) <= SECTION_CHARACTERS:
        yield MarkdownTextObject(text=whole)
        return
    part, ends = "", {"\n": 0, " ": 0}
    for atom in _atoms(text):
        if len(part) + len(atom) > SECTION_CHARACTERS:
            end = next((end for end in ends.values() if end > SECTION_CHARACTERS // 2), len(part))
            yield MarkdownTextObject(text=part[:end])
            part, ends = part[end:], {"\n": 0, " ": 0}
        part += atom
        if atom in ends:
            ends[atom] = len(part)
    yield MarkdownTextObject(text=part)


def _atoms(text: str) -> Iterator[str]:
    """Yield what must stay whole: links and mentions, and else each character as Slack writes it."""
    for place, part in enumerate(_written(text)):
        if place % 2 and len(part) <= SECTION_CHARACTERS:
            yield part
        else:
            yield from _CHARACTER.findall(part)


def _blocks(piece: Piece) -> Iterator[Block]:
    match piece:
        case Paragraph(text, Tone.SMALL):
            yield ContextBlock(elements=[markdown(text)])
        case Paragraph(text, Tone.HEADING):
            yield _section(markdown(f"*{text}*"))
        case Paragraph(text, _):
            yield from map(_section, sections(text))
        case Items(texts):
            yield from map(_section, sections("\n".join(f"•  {text}" for text in texts)))
        case Buttons(buttons):
            for start in range(0, len(buttons), ROW_BUTTONS):
                yield ActionsBlock(elements=[_button(b) for b in buttons[start : start + ROW_BUTTONS]])
        case Divider():
            yield DividerBlock()
        case _:
            assert_never(piece)


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


def markdown(text: str) -> MarkdownTextObject:
    """Return a text that fits into one block, cut where it does not."""
    return MarkdownTextObject(text=_shorten(mrkdwn(text), SECTION_CHARACTERS))


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
