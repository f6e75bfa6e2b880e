"""Questions at an open loop: a new one each time it is due, whether or not the last one was answered."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.judge import QUESTION, Account, judge, percentile
from benchmarks.questions import varied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.people import Json, People

GOAL_SECONDS = 1.0
_PART = 0.95
_WAIT = 10.0


@dataclass(frozen=True)
class Step:
    """One rate: what was asked and answered, and how long answers took."""

    rate: float
    asked: int
    answered: int
    median: float
    tail: float

    @property
    def holds(self) -> bool:
        """Tell whether all was answered and 95 of 100 within a second."""
        return self.answered >= self.asked and self.tail < GOAL_SECONDS


class Crowd:
    """Many people in many channels, each in turn: half in direct messages, half in channels."""

    def __init__(self, known: Json) -> None:
        rooms = [i for name, i in known["channels"].items() if name.startswith("room-")]
        self._people = sorted(i for name, i in known["people"].items() if name.startswith("person"))
        self._rooms: Sequence[str] = rooms
        self._number = 0

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self._people)

    def plan(self, rate: float, count: int, text: str = "") -> Iterator[Json]:
        """Yield what the next people ask."""
        for place in range(count):
            self._number += 1
            number = self._number % len(varied())
            user = self._people[self._number % len(self._people)]
            entry: Json = {"after": place / rate, "user": user, "kind": QUESTION,
                           "text": text or varied()[number], "id": str(number)}  # fmt: skip
            if self._number % 2:
                room = self._rooms[self._number // 2 % len(self._rooms)]
                entry |= {"channel": room, "mention": True}
            yield entry


async def ask(people: People, crowd: Crowd, rate: float, seconds: float, text: str = "") -> Step:
    """Ask at `rate` for `seconds`, wait for the last answers, and return how it went."""
    since = (await people.status())["entries"]
    entries = list(crowd.plan(rate, int(rate * seconds), text))
    await people.do("plan", entries=entries)
    await asyncio.sleep(seconds)
    deadline = time.monotonic() + _WAIT
    while True:
        account = Account((await people.do("account", since=since))["entries"])
        verdict = judge(account, {})
        if verdict.answered >= len(entries) or time.monotonic() > deadline:
            break
        await asyncio.sleep(0.5)
    median, tail = percentile(verdict.seconds, 0.5), percentile(verdict.seconds, _PART)
    return Step(rate, len(entries), verdict.answered, median, tail)
