"""How large a run is, and when what breaks."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.slack_server.sockets import REASONS


@dataclass(frozen=True)
class Size:
    """How much is asked and broken; seconds where not said otherwise."""

    questions: int = 2000
    cases: int = 200
    rate: float = 4.0
    kills: int = 10
    long_away: float = 40.0
    redis: int = 3
    rasa: int = 2
    cuts: int = 20
    errors: float = 0.1
    garbage: bool = True
    redeliver_after: tuple[float, ...] = (0.0, 60.0, 300.0)
    patience: float = 300.0
    first_answer_hours: float = 0.05
    seed: int = 1

    @property
    def seconds(self) -> float:
        """How long questions are asked."""
        return self.questions / self.rate


SHORT = Size(
    questions=120, cases=6, rate=4.0, kills=2, long_away=8.0, redis=1, rasa=0, cuts=4,
    redeliver_after=(0.0, 10.0, 30.0), patience=30.0, first_answer_hours=0.01,
)  # fmt: skip


@dataclass(frozen=True)
class Break:
    """One thing that breaks."""

    after: float
    kind: str
    argument: str = ""
    away: float = 0.0


def breaks(size: Size) -> list[Break]:
    """Return what breaks, in order: each kind spread over the run, a little off the even."""
    dice = random.Random(size.seed)  # noqa: S311  a run that can be repeated
    found: list[Break] = []

    def spread(count: int) -> list[float]:
        step = size.seconds * 0.9 / max(1, count)
        return [size.seconds * 0.05 + step * (number + dice.random() * 0.6) for number in range(count)]

    for number, after in enumerate(spread(size.kills)):
        away = size.long_away if number % 3 == 1 else dice.uniform(0.5, 5.0)
        found.append(Break(after, "kill", away=away))
    found += [Break(after, "redis") for after in spread(size.redis)]
    found += [Break(after, "rasa") for after in spread(size.rasa)]
    found += [
        Break(after, "cut", REASONS[number % len(REASONS)]) for number, after in enumerate(spread(size.cuts))
    ]
    if size.garbage:
        found.append(Break(size.seconds * 0.6, "garbage"))
    return sorted(found, key=lambda each: each.after)


def questions(size: Size, rooms: list[tuple[str, list[str]]], texts: int) -> list[dict[str, object]]:
    """Return who asks what where and when: alone in channels, in direct messages, and three in one thread."""
    dice = random.Random(size.seed)  # noqa: S311  a run that can be repeated
    entries: list[dict[str, object]] = []
    number = 0
    while number < size.questions:
        channel, members = rooms[number % len(rooms)]
        user, after = members[(number // len(rooms)) % len(members)], number / size.rate
        several = 3 if number % 5 == 0 and number + 3 <= size.questions else 1
        for place, question in enumerate(dice.sample(range(texts), several)):
            entry = {
                "after": after + 1.5 * place,
                "user": user,
                "question": question,
                "group": number,
                "mention": True,
            }
            if several > 1 or number % 3:
                entry["channel"] = channel
            entries.append(entry)
        number += several
    return entries
