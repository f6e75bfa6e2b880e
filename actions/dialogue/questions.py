"""Splits a message into its questions, and recognises follow-ups."""

from __future__ import annotations

import re

# A sentence ends at its punctuation or at a line's end; « etc. » and figures like 1.5 do not end one.
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\n|$)|[^\n]+?[?!]+")
# The words that join a second question to the first within a sentence.
_JOINT = re.compile(
    r"\s*(?:,|;)?\s+(?:et\s+aussi|et\s+sinon|et\s+puis|sinon|autre\s+question|and\s+also|also|plus|another\s+question)\s*[:,]?\s+"
    r"|\s*;\s+",
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


def questions_in(text: str) -> tuple[str, ...]:
    """Return the questions of `text` in order, at most three; none where it has no clear question.

    Sentences that only tell the story are left out.
    """
    sentences = [found.strip() for found in _SENTENCE.findall(text) if found.strip()]
    parts = [part.strip() for sentence in sentences for part in _JOINT.split(sentence) if part.strip()]
    questions = [part for part in parts if len(part.split()) >= _LEAST_WORDS and _ASKS.search(part)]
    return tuple(questions[:MOST_QUESTIONS])


def is_follow_up(text: str) -> bool:
    """Tell whether `text` needs the turn before to make sense: « et la modération ? », "how much?"."""
    words = len(text.split())
    return words <= _ELLIPSIS_WORDS or (words <= _FOLLOW_UP_WORDS and bool(_FOLLOW_UP.search(text)))
