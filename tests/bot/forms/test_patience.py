"""One deadline for all that is looked up before a form opens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.forms.patience import PATIENCE, Deadline, language_of
from tests.fakes.services import advisor

if TYPE_CHECKING:
    import pytest

    from actions.language import Language

# Slack's trigger, in seconds; and what a call to open a form may take.
TRIGGER, CALL = 3.0, 0.5


class Loop:
    """The clock of an event loop, moved by a test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = 0.0
        loop = asyncio.get_running_loop()
        real = loop.time
        monkeypatch.setattr(loop, "time", lambda: real() + self.passed)


def test_the_deadline_leaves_time_to_open_the_form() -> None:
    """The trigger lives for the call too."""
    assert PATIENCE + CALL < TRIGGER


async def test_what_one_step_took_the_next_one_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Language and proposals share one deadline; a share is of what is left."""
    loop = Loop(monkeypatch)
    deadline, start = Deadline.of_press(), asyncio.get_running_loop().time()
    assert abs(deadline.at - start - PATIENCE) < CALL
    loop.passed = 2.0
    async with deadline.timeout(0.5) as half, deadline.timeout() as whole:
        now = asyncio.get_running_loop().time()
        first, last = (float(each.when() or 0) for each in (half, whole))
    assert now < first < last < deadline.at + CALL, "the last ends with the deadline"


async def test_a_language_that_takes_too_long_is_the_default_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for once the time is over."""
    asked = advisor()

    async def never(*_: object) -> Language:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(type(asked), "language", never)
    assert await language_of(asked, "T1:U1", deadline=Deadline(0.0)) is asked.default_language
