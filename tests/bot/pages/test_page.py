"""Pages travel through the queue as JSON."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from actions.acts import Choice
from bot.pages.page import Button, Buttons, Page, Piece, as_written, words_apart
from tests.bot.anything import any_of

PAGE = TypeAdapter(Page)


def survives(page: Page) -> bool:
    """Tell whether a page is read as it was written."""
    return PAGE.validate_json(PAGE.dump_json(page)) == page


@pytest.mark.parametrize("kind", get_args(Piece), ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_piece_survives_the_queue(kind: Any, data: st.DataObject) -> None:  # noqa: ANN401  a class
    """What one process lays out another one draws."""
    assert survives(Page("", (data.draw(any_of(kind)),)))


@pytest.mark.parametrize("kind", get_args(Choice), ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_button_survives_the_queue(kind: Any, data: st.DataObject) -> None:  # noqa: ANN401  a class
    """Whatever its choice, a button stands for the same when it is drawn."""
    button = Button("label", data.draw(any_of(kind)), data.draw(st.booleans()), data.draw(st.text()))
    assert survives(Page("", (Buttons((button,)),)))


@given(any_of(Page))
def test_a_page_survives_the_queue(page: Page) -> None:
    """Several pieces keep their order."""
    assert survives(page)


@pytest.mark.parametrize("sign", [chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))])
def test_a_person_s_words_turn_no_other_words_round(sign: str) -> None:
    """A sign of direction that is not ended would show what Relais says after it backwards."""
    page = f"{as_written(f'avant {sign}après')} (ouverte)"
    assert "".join(part for part, _ in words_apart(page)) == "avant après (ouverte)"
