"""The ports of assessments in memory, for one process."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from actions.readiness.ports import ReadinessStore
from actions.readiness.records import ActionItem, Assessment, Draft, Drill, Survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

T = TypeVar("T", Assessment, Survey, ActionItem, Drill)


@dataclass(slots=True)
class MemoryRepository(Generic[T]):
    """`Repository` of `actions.readiness.ports`: values by number, and the number each act gave."""

    values: dict[int, T] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)

    async def find(self, key: str) -> T | None:
        """Return the value that was added under `key`."""
        return self.values.get(self.added.get(key, 0))

    async def add(self, key: str, value: T) -> T:
        """Store a new value; a second attempt with the same `key` returns the first one's."""
        if (known := await self.find(key)) is not None:
            return known
        number = len(self.values) + 1
        self.values[number], self.added[key] = replace(value, number=number), number
        return self.values[number]

    async def get(self, number: int) -> T | None:
        """Return a value; None where it does not exist."""
        return self.values.get(number)

    async def all(self) -> list[T]:
        """Return every value, the earliest first."""
        return list(self.values.values())

    async def change(self, number: int, update: Callable[[T], T | None]) -> T | None:
        """Put `update(value)` in a value's place; None from `update` changes nothing."""
        value = self.values.get(number)
        if value is None:
            return None
        self.values[number] = update(value) or value
        return self.values[number]


@dataclass(slots=True)
class MemoryDrafts:
    """`Drafts` by person and scope."""

    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)

    async def draft(self, person: str, scope: str) -> Draft | None:
        """Return what `person` has begun under `scope`."""
        return self.drafts.get((person, scope))

    async def keep_draft(self, person: str, scope: str, draft: Draft) -> None:
        """Keep it."""
        self.drafts[person, scope] = draft

    async def drop_draft(self, person: str, scope: str) -> None:
        """Forget it."""
        self.drafts.pop((person, scope), None)


@dataclass(slots=True)
class MemoryAnswerCounts:
    """`AnswerCounts`, from the times at which answers were noted."""

    times: dict[str, list[datetime]] = field(default_factory=dict)

    def note(self, topic: str, at: datetime) -> None:
        """Note that an answer on `topic` was given."""
        self.times.setdefault(topic, []).append(at)

    async def count(self, topic: str, since: datetime) -> int:
        """Return how many answers on `topic` were given since."""
        return sum(at >= since for at in self.times.get(topic, ()))


def memory_readiness_store() -> ReadinessStore:
    """Return an empty store in memory."""
    return ReadinessStore(
        MemoryRepository[Assessment](),
        MemoryRepository[Survey](),
        MemoryRepository[ActionItem](),
        MemoryRepository[Drill](),
        MemoryDrafts(),
        MemoryAnswerCounts(),
    )
