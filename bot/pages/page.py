"""A page: a reply laid out for reading, before a surface renders it.

Text may hold ``*bold*``, ``_italic_``, ``[label](https://…)``, and people and channels as `mention` and
`channel_link` write them; each surface converts these. What a person wrote stands in it `as_written`, where
such signs are letters. The queue stores a page as JSON.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from actions.acts import Choice  # noqa: TC001  the queue reads the annotations when the program runs
from actions.calculators.acts import Use, UseScenario

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a person wrote stands between these two. They are Unicode's isolates, so that words from right to
# left do not reorder the sentence around them either.
_OPEN, _CLOSE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_WORDS = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}?")
# The signs that set a direction by hand: one that is not ended would turn round what we say after the words.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class Tone(StrEnum):
    """How much a paragraph stands out."""

    NORMAL = "normal"
    HEADING = "heading"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: str
    tone: Tone = Tone.NORMAL
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A bulleted list."""

    texts: tuple[str, ...]
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `primary` makes it stand out.

    `short` stands in for `label` on a narrow surface: on a phone Slack cuts a label after about 30
    characters, where many questions still look alike.
    """

    label: str
    choice: Annotated[Choice, Field(discriminator="kind")]
    primary: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons."""

    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""

    kind: Literal["divider"] = "divider"


Piece = Paragraph | Items | Buttons | Divider


@dataclass(frozen=True, slots=True)
class Page:
    """A whole reply; `summary` is the text for notifications and screen readers.

    `when_cut` is the sentence that says so where a surface cannot show all of it in one message.
    """

    summary: str
    pieces: tuple[Annotated[Piece, Field(discriminator="kind")], ...]
    when_cut: str = ""

    @property
    def choices(self) -> tuple[Button, ...]:
        """Every button of the page, in reading order."""
        return tuple(
            button for piece in self.pieces if isinstance(piece, Buttons) for button in piece.buttons
        )


def without_forms(page: Page) -> Page:
    """Return `page` without the buttons that open a form, for a surface that has none."""
    pieces = (
        Buttons(tuple(b for b in piece.buttons if not _opens_form(b)))
        if isinstance(piece, Buttons)
        else piece
        for piece in page.pieces
    )
    return replace(page, pieces=tuple(pieces))


def _opens_form(button: Button) -> bool:
    return isinstance(button.choice, UseScenario) and button.choice.use in {Use.EDIT, Use.ASSUME}


def as_written(words: str) -> str:
    """Return a person's words for a page: every surface shows them as letters, and nothing in them acts."""
    letters = unturned(words)
    return f"{_OPEN}{letters}{_CLOSE}" if letters else ""


def shortened(words: str, longest: int) -> str:
    """Return a person's words for a page, at most `longest` characters of them."""
    return as_written(words if len(words) <= longest else words[: longest - 1].rstrip() + "…")


def unturned(words: str) -> str:
    """Return words without signs of direction, which can show an ending of a file's name as another."""
    return words.translate(_TURNING)


def words_apart(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a page's text, and whether each is a person's words."""
    end = 0
    for found in _WORDS.finditer(text):
        yield text[end : found.start()], False
        yield found[1], True
        end = found.end()
    yield text[end:], False


def mention(person: str) -> str:
    """Return the markup of a person, which each surface replaces by their name."""
    return f"<@{person}>"


def channel_link(channel: str) -> str:
    """Return the markup of a channel, which each surface replaces by its name."""
    return f"<#{channel}>"


def note(text: str, *buttons: Button) -> Page:
    """Return a page of one sentence, with buttons under it."""
    return Page(text, (Paragraph(text), *((Buttons(buttons),) if buttons else ())))
