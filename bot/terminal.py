"""Renders a `Page` in a terminal, and as plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from rich.text import Text

from bot.pages.page import Buttons, Divider, Items, Page, Paragraph, Piece, Tone, words_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

_MARKUP = re.compile(
    r"\*(?P<bold>[^*\n]+)\*|_(?P<italic>[^_\n]+)_|\[(?P<label>[^\[\]]+)\]\((?P<url>https?://[^\[)\s]+)\)"
)
_STYLES = {Tone.NORMAL: "", Tone.HEADING: "bold", Tone.SMALL: "dim"}
_BULLET = "  • "
# In characters; longer lines are hard to read, however wide the window.
_WIDEST = 88


def show(page: Page, console: Console) -> None:
    """Print `page`; its buttons are numbered, in the order of `Page.choices`."""
    number = 1
    for piece in page.pieces:
        for line in _lines(piece, number):
            for row in _wrapped(line, console):
                console.print(row, no_wrap=True, overflow="ignore", crop=False)
        number += len(piece.buttons) if isinstance(piece, Buttons) else 0
        if not _goes_with_next(piece):
            console.print()


def plain_text(page: Page) -> str:
    """Return the text of `page`, without buttons or markup."""
    texts: list[str] = []
    for piece in page.pieces:
        if not isinstance(piece, Buttons):
            texts += [line.plain for line in _lines(piece, 1)]
    return "\n".join(texts)


def _goes_with_next(piece: Piece) -> bool:
    """Tell whether a piece belongs right above the next one: a heading, or a line that ends in a colon."""
    if not isinstance(piece, Paragraph):
        return False
    return piece.tone is Tone.HEADING or piece.text.endswith(":")


def _wrapped(line: Text, console: Console) -> Iterator[Text]:
    """Wrap `line` to the width; lines after a bullet are indented, and a URL is never broken."""
    indent = " " * len(_BULLET) if line.plain.startswith(_BULLET) else ""
    width = min(console.width, _WIDEST) - len(indent)
    first = True
    for paragraph in line.split("\n"):
        url = re.search(r"(?<= )https?://\S+$", paragraph.plain)
        text = paragraph[: url.start()] if url else paragraph
        body = text[len(indent) :] if first else text
        for row in body.wrap(console, width):
            row.rstrip()
            yield (Text(_BULLET) if first and indent else Text(indent)).append_text(row)
            first = False
        if url:
            yield Text(indent).append_text(paragraph[url.start() :])


def _lines(piece: Piece, number: int) -> Iterator[Text]:
    match piece:
        case Paragraph(text, tone):
            yield styled(text, _STYLES[tone])
        case Items(texts):
            for text in texts:
                yield Text(_BULLET).append_text(styled(text))
        case Buttons(buttons):
            for place, button in enumerate(buttons, start=number):
                yield Text(f"  {place:>2}  {button.label}", style="cyan")
        case Divider():
            yield Text("─" * 20, style="dim")
        case _:
            assert_never(piece)


def styled(text: str, base: str = "") -> Text:
    """Return `text` with its markup as styles."""
    result = Text(style=base)
    for part, is_words in words_apart(text):
        result.append(part) if is_words else _append_ours(result, part)
    return result


def _append_ours(result: Text, text: str) -> None:
    end = 0
    for found in _MARKUP.finditer(text):
        result.append(text[end : found.start()])
        if found["url"]:
            result.append(f"{found['label']} {found['url']}", style="underline")
        else:
            result.append(found["bold"] or found["italic"], style="bold" if found["bold"] else "italic")
        end = found.end()
    result.append(text[end:])
