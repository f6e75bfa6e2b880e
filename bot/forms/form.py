"""A form as data, before a surface renders it, and the values that come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.pages.page import Divider, Paragraph

if TYPE_CHECKING:
    from datetime import date

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextField:
    """A text field; `longest` is in characters, and a longer `initial` text is cut.

    `multiline` None leaves it to the surface.
    """

    id: str
    label: str
    initial: str = ""
    optional: bool = False
    hint: str = ""
    longest: int | None = None
    multiline: bool | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of `options`, texts by value; `chosen` is selected at first. `radio` shows all at once."""

    id: str
    label: str
    options: Options
    chosen: str = ""
    optional: bool = False
    radio: bool = False


@dataclass(frozen=True, slots=True)
class SomeOf:
    """Any number of `options`, texts by value, possibly none. Values have no spaces."""

    id: str
    label: str
    options: Options


@dataclass(frozen=True, slots=True)
class Day:
    """A date field."""

    id: str
    label: str
    day: date


@dataclass(frozen=True, slots=True)
class Back:
    """A button to the page before; `page` is the number of its own page."""

    label: str
    page: int


Part = TextField | OneOf | SomeOf | Day | Paragraph | Divider | Back


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its listener is found by `id`, and `carried` comes back with what was filled in.

    `submit` and `close` are the labels of its two buttons.
    """

    id: str
    title: str
    submit: str
    close: str
    carried: Mapping[str, Any]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Texts that are shown in place of a form; `when_cut` says so where they are too many for it."""

    title: str
    close: str
    texts: tuple[str, ...]
    when_cut: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submitted form: a text for each field, several values separated by spaces, days as ISO dates.

    `required` are the fields that may not be empty; an unchanged field has its initial value.
    """

    carried: Mapping[str, Any]
    values: Mapping[str, str]
    required: frozenset[str] = field(default=frozenset())

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that are empty."""
        return tuple(name for name, text in self.values.items() if name in self.required and not text.strip())
