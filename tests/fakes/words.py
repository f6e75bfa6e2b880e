"""What the interface says, by the keys of its strings: a better sentence breaks no test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from actions.language import Language
from bot.strings import load_strings

STRINGS = load_strings()
# What Slack shows of a message, a modal or a home: each a tree of blocks.
Shown = str | Mapping[str, Any] | Iterable[Any]
# With fewer characters known of it, a string would be found in anything.
_LEAST_KNOWN = 6
_READ = {"text", "initial_value"}


@dataclass(frozen=True)
class Words:
    """The strings of a language."""

    language: Language

    def say(self, key: str, /, **values: object) -> str:
        """Return a string with its placeholders filled: with people and channels as Slack shows them."""
        return STRINGS[self.language](key, **values)

    def says(self, shown: Shown, key: str, /, **values: object) -> bool:
        """Tell whether what is shown holds a string; a placeholder without a value is any text of one line.

        Raises:
            ValueError: so little of the string is known that it would be found in anything, or it has no such
                placeholder.
        """
        return self.pattern(key, values).search(texts(shown)) is not None

    def pattern(self, key: str, values: Mapping[str, object], least: int = _LEAST_KNOWN) -> re.Pattern[str]:
        """Return what a string looks like; `least` is how many of its characters are to be known."""
        names = STRINGS[self.language].placeholders()[key]
        if unknown := values.keys() - names:
            raise ValueError(f"{key} has no {', '.join(unknown)}")
        # Fixed parts and names by turns.
        parts = self.say(key, **{name: f"\0{name}\0" for name in names}).split("\0")
        known = {place: part for place, part in enumerate(parts) if place % 2 == 0}
        known |= {
            place: str(values[part]) for place, part in enumerate(parts) if place % 2 and part in values
        }
        if sum(map(len, known.values())) < least:
            raise ValueError(f"{key} could be anything")
        drawn = (re.escape(known[place]) if place in known else "[^\n]*?" for place in range(len(parts)))
        return re.compile("".join(drawn))


FRENCH, ENGLISH = Words(Language.FR), Words(Language.EN)
say, says = FRENCH.say, FRENCH.says


def is_label(text: str, key: str) -> bool:
    """Tell whether a text is a string in any language, or, where no string is called so, this very text."""
    if key not in STRINGS[Language.FR].placeholders():
        return text == key
    return any(words.pattern(key, {}, least=1).fullmatch(text) for words in (FRENCH, ENGLISH))


def texts(shown: Shown) -> str:
    """Return everything a person reads, in order: a text a line."""
    if isinstance(shown, str):
        return shown
    return "\n".join(_texts(shown))


def _texts(shown: object) -> Iterable[str]:
    if isinstance(shown, Mapping):
        for name, part in shown.items():
            if name in _READ and isinstance(part, str):
                yield part
            else:
                yield from _texts(part)
    elif isinstance(shown, list | tuple):
        for part in shown:
            yield from _texts(part)


def buttons(shown: object) -> list[tuple[str, str]]:
    """Return the label and the value of every button, in order."""
    if isinstance(shown, Mapping):
        if shown.get("type") == "button":
            return [(str(shown["text"]["text"]), str(shown["value"]))]
        return buttons(list(shown.values()))
    return [each for part in shown for each in buttons(part)] if isinstance(shown, list | tuple) else []
