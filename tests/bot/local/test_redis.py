"""A configured Redis is waited for at the start, within a bound."""

from __future__ import annotations

from dataclasses import dataclass, field

from structlog.testing import capture_logs

from bot.local.redis import wait_for_redis
from tests.fakes.clocks import Seconds


@dataclass
class Redis:
    """A Redis that comes back after so many seconds, and what was said meanwhile."""

    back_after: float
    clock: Seconds = field(default_factory=lambda: Seconds(1000.0))
    said: list[str] = field(default_factory=list)

    async def answers(self, _: str) -> bool:
        """Tell whether it is back."""
        return self.clock() - 1000.0 >= self.back_after

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.clock.seconds += seconds

    async def awaited(self) -> bool:
        """Wait for it."""
        return await wait_for_redis(
            "redis://r", self.said.append, check=self.answers, now=self.clock, sleep=self.sleep
        )


async def test_a_redis_that_answers_is_not_waited_for() -> None:
    """Nothing is said."""
    redis = Redis(0.0)
    assert await redis.awaited()
    assert redis.said == []


async def test_a_redis_that_comes_back_is_waited_for() -> None:
    """A restart of Redis is no reason to end: both moments are in the log, and the wait on the console."""
    redis = Redis(30.0)
    with capture_logs() as logs:
        assert await redis.awaited()
    assert [line["event"] for line in logs] == ["redis_awaited", "redis_answers"]
    assert len(redis.said) == 1


async def test_a_redis_that_stays_away_is_given_up_after_a_minute() -> None:
    """Without it nothing can be queued, so that a supervisor must know."""
    redis = Redis(1e9)
    assert not await redis.awaited()
    assert 60.0 <= redis.clock() - 1000.0 <= 61.0
