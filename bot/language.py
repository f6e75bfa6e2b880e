"""Which of the two languages a text is written in, where it is long enough to be sure."""

from __future__ import annotations

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder

from actions.model import Language

_NAMES = {Lingua.FRENCH: Language.FR, Lingua.ENGLISH: Language.EN}
# Below this probability the person's other messages and their locale know better than the text.
_SURE = 0.75


class LinguaGuesser:
    """Lingua restricted to French and English, its models loaded at once rather than at first use."""

    def __init__(self) -> None:
        self._detector: LanguageDetector = (
            LanguageDetectorBuilder.from_languages(*_NAMES).with_preloaded_language_models().build()
        )

    def guess(self, text: str) -> Language | None:
        """Return the language of `text`, or None where it could be either."""
        values = self._detector.compute_language_confidence_values(text)
        if not values or values[0].value < _SURE:
            return None
        return _NAMES[values[0].language]
