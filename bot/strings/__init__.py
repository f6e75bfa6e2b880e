"""The short texts of the interface, in both languages: `strings[language]("key", name=value)`."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import yaml

from actions.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).resolve().parent


class StringsError(Exception):
    """The two languages differ in their keys or placeholders; the message names the keys."""


class Strings:
    """The texts of one language."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __call__(self, key: str, **values: object) -> str:
        """Return the text under `key` with its placeholders filled.

        Raises:
            KeyError: no such text, or a placeholder without a value.
        """
        return self._texts[key].format_map(values)

    def placeholders(self) -> dict[str, set[str]]:
        """Return the placeholders of each text, by key."""
        return {
            key: {name for _, name, _, _ in Formatter().parse(text) if name}
            for key, text in self._texts.items()
        }


def _read(folder: Path, language: Language) -> dict[str, str]:
    """Return the texts of a language, from ``fr.yml`` and every other ``….fr.yml``."""
    texts: dict[str, str] = {}
    for path in sorted(folder.glob(f"*{language}.yml")):
        texts |= yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return texts


def load_strings(folder: Path = HERE) -> dict[Language, Strings]:
    """Read both languages.

    Raises:
        StringsError: a key or a placeholder is in one language only.
    """
    strings = {language: Strings(_read(folder, language)) for language in Language}
    wanted = {language: texts.placeholders() for language, texts in strings.items()}
    if wanted[Language.FR] != wanted[Language.EN]:
        keys = {key for texts in wanted.values() for key in texts}
        unlike = sorted(key for key in keys if wanted[Language.FR].get(key) != wanted[Language.EN].get(key))
        raise StringsError("fr.yml and en.yml differ in: " + ", ".join(unlike))
    return strings
