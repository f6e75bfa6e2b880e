"""The table of who does what, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.dialogue.buttons import roles
from actions.language import Language
from actions.reply import Reply
from bot.pages.compose import Composer
from bot.strings import load_strings
from bot.terminal import plain_text

if TYPE_CHECKING:
    from actions.knowledge.library import Library


@pytest.mark.parametrize("language", list(Language))
def test_the_table_reads_in_words(library: Library, language: Language) -> None:
    """The whole names every activity, a column groups each once, a row says why."""
    composer = Composer(library, load_strings())
    page = composer.page(Reply(language, roles("", "", library)))
    text = plain_text(page)
    assert all(activity.name.in_(language) in text for activity in library.responsibilities.values())
    assert len(page.pieces) < 10
    column = plain_text(composer.page(Reply(language, roles("", "agency", library))))
    assert column.count(library.responsibilities["moderation"].name.in_(language)) == 1
    row = plain_text(composer.page(Reply(language, roles("crisis_management", "", library))))
    assert library.responsibilities["crisis_management"].agency.in_(language) in row
