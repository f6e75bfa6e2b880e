"""What lists of cases say: a department's queue tells how many more it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.language import Language
from bot.pages.cases.cards import CasePages
from bot.pages.cases.lists import queue
from bot.pages.page import Buttons, Paragraph
from bot.strings import load_strings
from tests.fakes.case_world import QUESTION, CaseWorld

if TYPE_CHECKING:
    from actions.knowledge.library import Library

# As many as a home shows of one department.
SHOWN = 12


@pytest.mark.parametrize("more", [0, 3])
async def test_a_queue_counts_what_it_does_not_show(library: Library, more: int) -> None:
    """A department with more open cases than a home holds learns how many there are beyond."""
    world, pages = CaseWorld(library), CasePages(library, load_strings())
    cases = [await world.open(QUESTION, f"thread {n}") for n in range(SHOWN + more)]
    pieces = list(queue(library.departments["legal"], cases, pages, world.clock.now(), Language.EN))
    assert len([piece for piece in pieces if isinstance(piece, Buttons)]) == SHOWN
    told = [piece.text for piece in pieces if isinstance(piece, Paragraph)]
    count = pages.strings[Language.EN]("home_queue_more", count=more)
    assert (count in told) == (more > 0)
