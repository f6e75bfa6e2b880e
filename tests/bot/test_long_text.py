"""Twice the text is about twice the work, from Slack's payload to the act, and from the act to blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.privacy import redact_name
from benchmarks.long_message import STAGES, TEXTS, drawn, laid_out, message, queued, read, seconds
from bot.pages.page import note
from bot.terminal import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT, LONG = 10_000, 40_000
# Four times the text may be up to eight times the work; work that grows with the square is sixteen times.
MOST = 8
# In seconds; below, the clock is too coarse.
LEAST = 0.0015


def in_terminal(text: str) -> str:
    """Return what the terminal shows of our own words."""
    return plain_text(note(text))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "stage", [*STAGES.values(), laid_out, in_terminal, redact_name], ids=lambda stage: stage.__name__
)
def test_the_work_grows_with_the_text(stage: Callable[[str], object], name: str) -> None:
    """Whatever a text is made of, no pattern looks at it again from each of its characters."""
    stage(message(name, 100))
    before = max(seconds(stage, message(name, SHORT)), LEAST)
    assert seconds(stage, message(name, LONG)) <= MOST * before


def test_every_stage_is_measured_on_what_it_is_given() -> None:
    """The benchmark would show nothing if a stage read a text of another length."""
    text = message("an ordinary text")
    assert len(queued(text)) > len(text)
    assert read(text) == read(text[:4000])
    assert len(drawn(text)) > len(text)
