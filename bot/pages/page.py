"""A reply laid out for reading, before any surface draws it.

Text may hold ``*bold*``, ``_italic_`` and ``[label](https://…)``; each surface has its own way with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from actions.model import Use, UseScenario

if TYPE_CHECKING:
    from actions.model import Choice


class Tone(StrEnum):
    """How loud a paragraph is."""

    NORMAL = "normal"
    HEADING = "heading"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: str
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True)
class Items:
    """A bulleted list."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press; `primary` stands out.

    `short` is what a narrow surface writes instead of `label`: Slack cuts a label on a phone after about
    30 characters, where most questions have not yet said what sets them apart.
    """

    label: str
    choice: Choice
    primary: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""


Piece = Paragraph | Items | Buttons | Divider


@dataclass(frozen=True, slots=True)
class Page:
    """A whole reply; `summary` is what a notification or a screen reader says of it."""

    summary: str
    pieces: tuple[Piece, ...]

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
    return Page(page.summary, tuple(pieces))


def _opens_form(button: Button) -> bool:
    return isinstance(button.choice, UseScenario) and button.choice.use in {Use.EDIT, Use.ASSUME}


def note(text: str) -> Page:
    """Return a page of one sentence."""
    return Page(text, (Paragraph(text),))
