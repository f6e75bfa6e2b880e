"""Splits a message into its questions, and recognises follow-ups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A sentence ends at its punctuation before a space, or at a line's end; figures like 1.5 do not end one.
_PUNCTUATION = re.compile(r"[.!?]++")
_ASKING = re.compile(r"[?!]++")
# The words that join a second question to the first within a sentence, between single spaces.
_JOINT = re.compile(
    r"[ ,;]? (?:et aussi|et sinon|et puis|sinon|autre question|and also|also|plus|another question) ?[:,]? "
    r"| ?; ",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:est-ce|qu[ei]\w*|quoi|comment|combien|pourquoi|où|quand|faut-il|peut-on|doit-on|on\s+(?:peut|doit)"
    r"|how|what|who|whom|whose|which|why|when|where|should|can|could|do|does|did|is|are|must|may|will|would)\b",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"^\W*(?:(?:ok|d'accord|right|oui|yes)\W+)?(?:et|mais|and|but|quid|what\s+about|how\s+about|same\s+for|pareil\s+pour"
    r"|idem\s+pour)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 3
_FOLLOW_UP_WORDS = 8
_ELLIPSIS_WORDS = 3
MOST_QUESTIONS = 3
# Of a question, so many characters are read; a longer message is told so.
READ_CHARACTERS = 4000


def beginning(text: str) -> str:
    """Return what is read of a question."""
    return text[:READ_CHARACTERS]


def questions_in(text: str) -> tuple[str, ...]:
    """Return the questions of `text` in order, at most three; none where it has no clear question.

    Sentences that only tell the story are left out.
    """
    lines = (line for line in text.split("\n") if line)
    sentences = (" ".join(sentence.split()) for line in lines for sentence in _sentences(line))
    parts = [part.strip() for sentence in sentences for part in _JOINT.split(sentence) if part.strip()]
    questions = [part for part in parts if len(part.split()) >= _LEAST_WORDS and _ASKS.search(part)]
    return tuple(questions[:MOST_QUESTIONS])


def _sentences(line: str) -> Iterator[str]:
    """Yield the sentences of a line; each of its characters is looked at a bounded number of times.

    Where punctuation stands within a word (« 1.5 »), the sentence goes on to the next question, and is left
    out where there is none.
    """
    asking = [found.end() for found in _ASKING.finditer(line)]
    asking.reverse()
    start = 0
    for found in _PUNCTUATION.finditer(line):
        if found.end() <= start:
            continue
        while asking and asking[-1] <= start + 1:
            asking.pop()
        if start < found.start() and not line[found.end() : found.end() + 1].strip():
            end = found.end()
        else:
            end = asking[-1] if asking else 0
        yield line[start:end]
        start = end or found.end()
    yield line[start:]


def is_follow_up(text: str) -> bool:
    """Tell whether `text` needs the turn before to make sense: « et la modération ? », "how much?"."""
    words = len(text.split())
    return words <= _ELLIPSIS_WORDS or (words <= _FOLLOW_UP_WORDS and bool(_FOLLOW_UP.search(text)))
