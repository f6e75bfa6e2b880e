"""Guesses which of the two languages a text is written in."""

from __future__ import annotations

import re
from functools import cache

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder

from actions.dialogue.ports import Guess
from actions.language import Language

_NAMES = {Lingua.FRENCH: Language.FR, Lingua.ENGLISH: Language.EN}
# By number of words, the probability from which 98 of 100 guesses on our training questions are right; with
# one or two words (« budget CM ? », "timing??") no guess is sure.
_SURE_FROM = {3: 0.9, 4: 0.75, 6: 0.6}
# English terms that are used in French, often misspelt: « combien gagne un community manager ? ».
_BORROWED = re.compile(r"\b(com+unit\w+ man[ae]g\w*|social media|bad buzz)\b", re.IGNORECASE)


class LinguaGuesser:
    """Lingua for French and English; its models are loaded at start, not at the first message."""

    def __init__(self) -> None:
        self._detector: LanguageDetector = (
            LanguageDetectorBuilder.from_languages(*_NAMES).with_preloaded_language_models().build()
        )

    def guess(self, text: str) -> Guess | None:
        """Return the likelier language of `text`, None without a sign of either (an emoji, a number)."""
        best, other = self._detector.compute_language_confidence_values(_BORROWED.sub("", text))
        if best.value == other.value:
            return None
        words = len(text.split())
        needed = [probability for least, probability in _SURE_FROM.items() if words >= least]
        return Guess(_NAMES[best.language], sure=bool(needed) and best.value >= needed[-1])


@cache
def guesser() -> LinguaGuesser:
    """Return the one guesser of this process: its models take a moment to load."""
    return LinguaGuesser()
