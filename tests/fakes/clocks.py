"""Clocks that are told the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


@dataclass
class TestClock:
    """A calendar's clock, which stands still until it is moved."""

    __test__ = False
    at: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in Paris

    def now(self) -> datetime:
        """Return the present."""
        return self.at

    def pass_(self, time: timedelta) -> None:
        """Let `time` pass."""
        self.at += time


@dataclass
class Seconds:
    """A clock that counts seconds, as `time.monotonic` does, when a test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds
