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
# Less than SECTION_CHARACTERS, since escaping makes a part longer: `&` takes five characters.
PART_CHARACTERS = 2800
ROW_BUTTONS = 25
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SUMMARY_CHARACTERS = 300

# A link, or the markup of `bot.pages.page` for a person (perhaps with their team) or a channel.
_MARKUP = re.compile(
    r"\[(?P<label>[^\]]+)\]\((?P<url>https?://[^)\s]+)\)|<(?P<sign>[@#])(?:[A-Z0-9]+:)?(?P<id>[A-Z0-9]+)>"
)


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
    parts: list[str] = []
    end = 0
    for found in _MARKUP.finditer(text):
        slack_markup = f"<{found['sign']}{found['id']}>"
        if found["url"]:
            slack_markup = f"<{found['url']}|{escape(found['label'])}>"
        parts += [escape(text[end : found.start()]), slack_markup]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _blocks(piece: Piece) -> Iterator[Block]:
    match piece:
        case Paragraph(text, Tone.SMALL):
            yield ContextBlock(elements=[_text(text)])
        case Paragraph(text, Tone.HEADING):
            yield _section(f"*{text}*")
        case Paragraph(text, _):
            # A message of a person may be longer than a section takes.
            for start in range(0, max(len(text), 1), PART_CHARACTERS):
                yield _section(text[start : start + PART_CHARACTERS])
        case Items(texts):
            yield _section("\n".join(f"•  {text}" for text in texts))
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


def _section(text: str) -> SectionBlock:
    """Return a section that Slack shows whole, not folded behind « see more »."""
    return SectionBlock(text=_text(text), expand=True)


def _text(text: str) -> MarkdownTextObject:
    return MarkdownTextObject(text=_shorten(mrkdwn(text), SECTION_CHARACTERS))


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
