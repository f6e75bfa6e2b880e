"""The interface says the same things in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from actions.language import Language
from actions.reply import Courtesy
from bot.strings import HERE, StringsError, load_strings

if TYPE_CHECKING:
    from pathlib import Path


def test_both_languages_hold_the_same_keys_and_placeholders() -> None:
    """Loading compares them."""
    strings = load_strings()
    assert strings[Language.FR].placeholders() == strings[Language.EN].placeholders()


@pytest.mark.parametrize(
    ("french", "english"),
    [("a: x\nb: y\n", "a: x\n"), ("a: '{n}'\n", "a: '{m}'\n")],
    ids=["key", "placeholder"],
)
def test_a_difference_is_refused(tmp_path: Path, french: str, english: str) -> None:
    """A key or a placeholder in one language only is an error that names it."""
    (tmp_path / "fr.yml").write_text(french, "utf-8")
    (tmp_path / "en.yml").write_text(english, "utf-8")
    with pytest.raises(StringsError, match=r"differ in: [ab]"):
        load_strings(tmp_path)


@pytest.mark.parametrize("courtesy", list(Courtesy))
def test_every_courtesy_has_its_words(courtesy: Courtesy) -> None:
    """Each service intent can be answered."""
    for say in load_strings().values():
        assert say(courtesy.value)


@pytest.mark.parametrize("path", sorted(HERE.glob("*fr.yml")), ids=lambda path: path.name)
def test_french_is_typed_as_french_is(path: Path) -> None:
    """No-break spaces before high punctuation, typographic apostrophes, in every file of the interface."""
    texts: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    for text in texts.values():
        assert "'" not in text, text
        assert not re.search(r"[^\u00a0][;?!»]|«[^\u00a0]| :", text), text
