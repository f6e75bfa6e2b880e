"""A form as data: what it asks, with its limits, before any surface draws it; and what was filled in."""

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
    """A text; `longest` is in characters, and an `initial` text that is longer is cut.

    `multiline` is None where the surface's own default serves.
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
    """One of `options`, texts by value; `chosen` is marked at first. `radio` shows all at once."""

    id: str
    label: str
    options: Options
    chosen: str = ""
    optional: bool = False
    radio: bool = False


@dataclass(frozen=True, slots=True)
class SomeOf:
    """Any number of `options`, texts by value; it may be left empty. Values hold no spaces."""

    id: str
    label: str
    options: Options


@dataclass(frozen=True, slots=True)
class Day:
    """A day."""

    id: str
    label: str
    day: date


@dataclass(frozen=True, slots=True)
class Back:
    """Leads to the page before; `page` is the number of the page it stands on."""

    label: str
    page: int


Part = TextField | OneOf | SomeOf | Day | Paragraph | Divider | Back


@dataclass(frozen=True, slots=True)
class Form:
    """A form: `id` says who reads it, `carried` comes back with what was filled in.

    `submit` and `close` are the words of its two buttons.
    """

    id: str
    title: str
    submit: str
    close: str
    carried: Mapping[str, Any]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is shown where a form would be: texts to read."""

    title: str
    close: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form as it came back: a text for each field, several values separated by spaces, days as ISO dates.

    `required` are the fields that may not stay empty; a field nobody touched holds what it showed.
    """

    carried: Mapping[str, Any]
    values: Mapping[str, str]
    required: frozenset[str] = field(default=frozenset())

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that are empty."""
        return tuple(name for name, text in self.values.items() if name in self.required and not text.strip())
