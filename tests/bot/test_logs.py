"""Logs hold what somebody has to look at."""

from __future__ import annotations

import logging

import pytest
from docket.dependencies import Retry
from docket.dependencies._retry import ForcedRetry

from bot.logs import is_no_wait


def record(error: Exception | None) -> logging.LogRecord:
    """Return what docket logs of a task that is run again."""
    about = (type(error), error, None) if error else None
    return logging.LogRecord("docket.dependencies", logging.ERROR, "", 1, "deliver", (), about)


def test_a_wait_that_was_asked_for_is_no_error() -> None:
    """A call that waits for its card asks docket to run it again, which is no fault of anybody's."""
    with pytest.raises(ForcedRetry) as raised:
        Retry().after(Retry().delay)
    assert not is_no_wait(record(raised.value))


@pytest.mark.parametrize("error", [ValueError("wrong"), None])
def test_everything_else_is_logged(error: Exception | None) -> None:
    """An error that nobody expected keeps its traceback."""
    assert is_no_wait(record(error))
