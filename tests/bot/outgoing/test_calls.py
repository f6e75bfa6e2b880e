"""Calls travel through the queue as JSON."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outgoing.calls import CALL, Call
from tests.bot.anything import any_of

# A worker of another version reads what is queued by these names.
KINDS = {
    *("say", "update", "whisper", "mark", "give_file", "show_home"),
    *("show_card", "show_moved_card", "tell_side", "update_copy", "link_case", "give_draft"),
    *("say_wait", "withdraw", "remind", "tell_again"),
}


@pytest.mark.parametrize("kind", get_args(Call), ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_call_survives_the_queue(kind: Any, data: st.DataObject) -> None:  # noqa: ANN401  a class
    """Each call, with the page it bears, is read as it was written."""
    call = data.draw(any_of(kind))
    assert CALL.validate_json(CALL.dump_json(call)) == call


def test_every_call_has_a_kind_of_its_own_that_never_changes() -> None:
    """A kind that two calls shared or that changed could not be read from the queue."""
    kinds = [kind.__dataclass_fields__["kind"].default for kind in get_args(Call)]
    assert len(kinds) == len(KINDS)
    assert set(kinds) == KINDS
