"""`/roles`: the words after the command choose rows and columns of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.acts import AskRoles
from actions.dialogue.buttons import roles
from tests.actions.dialogue.talk import begin
from tests.fakes.understander import understood

if TYPE_CHECKING:
    from actions.knowledge.library import Library

SCRIPT = {
    "la modération": understood("outsource_scope", activity="moderation"),
    "et l'agence ?": understood("agency_role", actor="agency"),
}


@pytest.mark.parametrize(
    ("text", "activity", "actor"),
    [("la modération", "moderation", ""), ("et l'agence ?", "", "agency"), ("", "", ""), ("bla bla", "", "")],
)
async def test_words_choose_rows_and_columns(library: Library, text: str, activity: str, actor: str) -> None:
    """What is named in the words is shown; no words, or unknown ones, give the whole table."""
    reply = (await begin(library, SCRIPT)(AskRoles(text))).reply
    assert reply.decision == roles(activity, actor, library)


async def test_without_understanding_the_whole_table_is_shown(library: Library) -> None:
    """An understanding that is away costs the choice, not the table."""
    talk = begin(library, SCRIPT)
    talk.understander.away = True
    assert (await talk(AskRoles("la modération"))).reply.decision == roles("", "", library)
