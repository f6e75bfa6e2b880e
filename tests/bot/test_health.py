"""Live, ready and whole: what each says, and that asking costs no part anything."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.health import LATE_SECONDS, STUCK_SECONDS, Health
from tests.fakes.clocks import Seconds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping


PARTS = ("redis", "rasa", "slack")


@dataclass
class Bot:
    """Parts and workers that are as a test says."""

    clock: Seconds = field(default_factory=lambda: Seconds(1000.0))
    away: set[str] = field(default_factory=set)
    turned: float = 1000.0
    waits: float = 0.0
    numbers: dict[str, int] = field(default_factory=dict)
    broken: bool = False
    asked: list[str] = field(default_factory=list)
    all_asked: asyncio.Event = field(default_factory=asyncio.Event)

    def heartbeat(self) -> float:
        """Return when a worker last turned."""
        return self.clock() - self.turned

    async def oldest(self) -> float:
        """Return how long an act has waited."""
        if self.broken:
            raise ConnectionError
        return self.waits

    async def counted(self) -> Mapping[str, int]:
        """Return what went wrong."""
        return self.numbers

    def check(self, name: str) -> Callable[[], Awaitable[bool]]:
        """Return the check of a part."""

        async def asked() -> bool:
            self.asked.append(name)
            if len(self.asked) == len(PARTS):
                self.all_asked.set()
            if name in self.away and name == "rasa":
                raise ConnectionError
            return name not in self.away

        return asked


@pytest.fixture
def bot() -> Bot:
    """A bot whose every part answers."""
    return Bot()


@pytest.fixture
async def health(bot: Bot) -> Health:
    """Its health, just asked for."""
    opened = Health({name: bot.check(name) for name in PARTS}, bot, now=bot.clock)
    await opened.refresh()
    return opened


async def test_all_is_well(health: Health) -> None:
    """Each report says so, with its facts."""
    assert health.live().ok
    assert (health.ready().ok, health.ready().facts["rasa"]) == (True, True)
    assert (health.whole().ok, health.whole().facts) == (True, {"redis": True, "rasa": True, "slack": True})


async def test_a_report_asks_nobody(bot: Bot, health: Health) -> None:
    """However often it is asked for; its age tells how old it is."""
    bot.asked.clear()
    bot.clock.seconds += 3
    for _ in range(100):
        assert (health.live().ok, health.ready().ok, health.whole().ok) == (True, True, True)
    assert bot.asked == []
    assert health.whole().age == 3


async def test_nothing_is_ready_before_it_was_asked(bot: Bot) -> None:
    """A bot that has just started does not claim what it does not know."""
    health = Health({name: bot.check(name) for name in PARTS}, bot, now=bot.clock)
    assert not health.ready().ok
    assert health.live().ok


async def test_without_rasa_it_is_ready_and_says_so(bot: Bot, health: Health) -> None:
    """It answers with topics; a person is told that a part is away."""
    bot.away = {"rasa"}
    await health.refresh()
    assert health.live().ok
    assert (health.ready().ok, health.ready().facts["rasa"]) == (True, False)
    assert not health.whole().ok


@pytest.mark.parametrize("part", ["redis", "slack"])
async def test_without_redis_or_slack_it_is_not_ready_but_live(bot: Bot, health: Health, part: str) -> None:
    """Starting it anew would bring neither back."""
    bot.away = {part}
    await health.refresh()
    assert (health.ready().ok, health.ready().facts[part]) == (False, False)
    assert health.live().ok
    assert not health.whole().ok


async def test_a_worker_that_does_not_turn_is_not_live(bot: Bot, health: Health) -> None:
    """After half a minute, with a Redis that answers."""
    bot.clock.seconds += STUCK_SECONDS
    assert health.live().ok
    bot.clock.seconds += 1
    assert not health.live().ok
    bot.turned = bot.clock()
    assert health.live().ok


async def test_a_worker_that_waits_for_redis_is_live(bot: Bot, health: Health) -> None:
    """While Redis is away, and for a moment after it came back."""
    bot.away = {"redis"}
    bot.clock.seconds += 10 * STUCK_SECONDS
    await health.refresh()
    assert health.live().ok
    bot.away = set()
    bot.clock.seconds += STUCK_SECONDS
    await health.refresh()
    assert health.live().ok
    bot.clock.seconds += 1
    assert not health.live().ok


async def test_a_queue_that_does_not_move_is_not_ready(bot: Bot, health: Health) -> None:
    """An act that waits longer than a minute is for another process, or for somebody to look at."""
    bot.waits = LATE_SECONDS
    await health.refresh()
    assert (health.ready().ok, health.ready().facts["oldest_act_seconds"]) == (True, 60.0)
    bot.waits = LATE_SECONDS + 1
    await health.refresh()
    assert not health.ready().ok
    assert health.live().ok


async def test_a_queue_that_cannot_be_asked_is_asked_again(bot: Bot, health: Health) -> None:
    """What was known of it stays, and the parts are told all the same."""
    bot.waits = 7.0
    await health.refresh()
    bot.broken, bot.away = True, {"rasa"}
    await health.refresh()
    assert health.ready().facts["oldest_act_seconds"] == 7.0
    assert health.ready().facts["rasa"] is False


async def test_old_news_are_not_ready(bot: Bot, health: Health) -> None:
    """Where the parts have not been asked for long, nothing is claimed."""
    bot.clock.seconds += 21
    assert not health.ready().ok


async def test_a_bot_that_stops_is_not_ready(health: Health) -> None:
    """So that nothing is sent to it any more; it is still live."""
    health.stop()
    assert (health.ready().ok, health.ready().facts["stopping"]) == (False, True)
    assert health.live().ok


async def test_what_went_wrong_is_counted_for_people(bot: Bot, health: Health) -> None:
    """Only where anything did; it does not make a part ill."""
    bot.numbers = {"acts_set_aside": 2, "dead_letters": 0}
    await health.refresh()
    assert health.whole().ok
    assert health.whole().facts == {"redis": True, "rasa": True, "slack": True, "acts_set_aside": 2}


async def test_it_is_asked_again_in_the_background(bot: Bot, health: Health) -> None:
    """`watch` goes on until it is cancelled."""
    bot.asked.clear()
    bot.all_asked.clear()
    watching = asyncio.create_task(health.watch())
    async with asyncio.timeout(5):
        await bot.all_asked.wait()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert sorted(bot.asked) == ["rasa", "redis", "slack"]
