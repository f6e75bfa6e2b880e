"""A `Page` in a terminal, and as plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from rich.text import Text

from bot.page import Buttons, Divider, Items, Page, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

_MARKUP = re.compile(
    r"\*(?P<bold>[^*\n]+)\*|_(?P<italic>[^_\n]+)_|\[(?P<label>[^\]]+)\]\((?P<url>https?://[^)\s]+)\)"
)
_STYLES = {Tone.NORMAL: "", Tone.HEADING: "bold", Tone.SMALL: "dim"}


def show(page: Page, console: Console) -> None:
    """Print `page`; its buttons are numbered, in the order of `Page.choices`."""
    number = 1
    for piece in page.pieces:
        for line in _lines(piece, number):
            console.print(line, soft_wrap=False)
        number += len(piece.buttons) if isinstance(piece, Buttons) else 0
        console.print()


def plain_text(page: Page) -> str:
    """Return the words of `page`, without buttons or markup."""
    texts: list[str] = []
    for piece in page.pieces:
        if not isinstance(piece, Buttons):
            texts += [line.plain for line in _lines(piece, 1)]
    return "\n".join(texts)


def _lines(piece: Piece, number: int) -> Iterator[Text]:
    match piece:
        case Paragraph(text, tone):
            yield styled(text, _STYLES[tone])
        case Items(texts):
            for text in texts:
                yield Text("  • ").append_text(styled(text))
        case Buttons(buttons):
            for place, button in enumerate(buttons, start=number):
                yield Text(f"  {place:>2}  {button.label}", style="cyan")
        case Divider():
            yield Text("─" * 20, style="dim")
        case _:
            assert_never(piece)


def styled(text: str, base: str = "") -> Text:
    """Return `text` with its light markup drawn."""
    result = Text(style=base)
    end = 0
    for found in _MARKUP.finditer(text):
        result.append(text[end : found.start()])
        if found["url"]:
            result.append(f"{found['label']}: {found['url']}", style="underline")
        else:
            result.append(found["bold"] or found["italic"], style="bold" if found["bold"] else "italic")
        end = found.end()
    return result.append(text[end:])
