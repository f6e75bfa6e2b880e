"""How a message is compared with the lexicon: folded words with their places in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A word is letters and digits; & and + stay inside it (R&D, Nike+), an apostrophe or a hyphen parts it.
_WORD = re.compile(r"[^\W_]+(?:[&+][^\W_]*)*", re.UNICODE)

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "–": "-", "—": "-", "…": "..."}
)


@dataclass(frozen=True)
class Word:
    """A word as written, its folded form, and where it stands in the message."""

    written: str
    folded: str
    start: int
    end: int


def plain(text: str) -> str:
    """Undo what phones and editors do to punctuation: curly quotes, no-break spaces, long dashes."""
    return text.translate(_PLAIN)


def fold(text: str) -> str:
    """Lower-case without accents: ``"Clientèle"`` becomes ``"clientele"``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words(text: str) -> list[Word]:
    """Split a message into words, in order."""
    return [Word(m.group(), fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def within_one_edit(left: str, right: str) -> bool:
    """Tell whether one insertion, deletion, substitution or swap of neighbours turns one into the other."""
    if left == right:
        return True
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    if len(left) < len(right):
        return left[first:] == right[first + 1 :]
    swapped = left[first + 1 : first + 2] + left[first : first + 1] == right[first : first + 2]
    return left[first + 1 :] == right[first + 1 :] or (swapped and left[first + 2 :] == right[first + 2 :])
