"""What people do in a dialogue, before any surface knows of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.choices import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIME = re.compile(r"(\d+) (working )?(minute|hour|day)s?")


@dataclass(frozen=True, slots=True)
class Say:
    """Writes in a thread; `addressed` where Relais is mentioned.

    `intents` are what is to be understood: of the whole, or of each question where there are several; none
    where that makes no difference.
    """

    text: str
    intents: tuple[str, ...]
    entities: Mapping[str, str]
    addressed: bool = True


@dataclass(frozen=True, slots=True)
class Press:
    """Presses a button that is shown: by the key of its label, or by the line it carries."""

    button: str

    @property
    def by_line(self) -> bool:
        """Tell whether the line is meant rather than the label."""
        return decode(self.button) is not None


@dataclass(frozen=True, slots=True)
class Type:
    """Types a command."""

    command: str

    @property
    def words(self) -> tuple[str, str]:
        """The command, and what comes after it."""
        name, _, text = self.command.partition(" ")
        return name, text


@dataclass(frozen=True, slots=True)
class Fill:
    """Sends the form before them, with these fields filled in."""

    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assess:
    """Answers pages of the questionnaire: `level` everywhere but for what is `special`.

    `pages` is after how many to stop, 0 for the end.
    """

    level: int
    special: Mapping[str, str]
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """Lets time pass: by the clock, or while departments work."""

    time: timedelta
    working: bool

    @classmethod
    def read(cls, text: str) -> Wait:
        """Read ``2 working hours`` or ``8 days``."""
        found = _TIME.fullmatch(text)
        assert found is not None, text
        return cls(timedelta(**{f"{found[3]}s": int(found[1])}), bool(found[2]))


Act = Say | Press | Type | Fill | Assess | Wait
