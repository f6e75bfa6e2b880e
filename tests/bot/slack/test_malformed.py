"""What is told of a payload that cannot be read: the error's class and its place in our files."""

from __future__ import annotations

import pytest

from bot.forms.cases.layout import read_case_form
from bot.forms.form import Submitted
from bot.slack.malformed import MalformedPayloadError, reading


def test_the_place_is_ours_also_where_a_library_raised() -> None:
    """The line that asked is what can be mended; nothing of the payload is told."""
    carried = {"form": "escalate", "language": "a secret", "topic": "", "origin": {}}
    with pytest.raises(MalformedPayloadError, match=r"^ValidationError at layout\.py:\d+$"), reading():
        read_case_form(Submitted(carried, {}))


def test_a_fault_of_ours_is_not_taken_for_one_of_the_payload() -> None:
    """What reads knows of what kind everything is."""
    with pytest.raises(AttributeError), reading():
        raise AttributeError("ours")
