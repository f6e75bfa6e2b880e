"""What assessments need from outside, as Protocols that `bot/` implements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from actions.readiness.records import ActionItem, Assessment, Draft, Drill, Survey

T = TypeVar("T")


class Repository(Protocol[T]):
    """Stores values of one kind, each under a number of its own."""

    async def add(self, key: str, value: T) -> T:
        """Keep a new value under a number of its own, and return it with that number.

        Adding again under the same `key` within a day returns the first value, and keeps nothing.
        """
        ...

    async def find(self, key: str) -> T | None:
        """Return the value that was added under `key` within the last day."""
        ...

    async def get(self, number: int) -> T | None:
        """Return a value; None where it has expired or never existed."""
        ...

    async def all(self) -> Sequence[T]:
        """Return every value, the earliest first."""
        ...

    async def change(self, number: int, update: Callable[[T], T | None]) -> T | None:
        """Put `update(value)` in a value's place, in one transaction; None from `update` changes nothing.

        `update` may be called several times. Returns the value as it is afterwards; None where there is none.
        """
        ...


class Drafts(Protocol):
    """Stores what people have begun; each draft expires a week after it was last kept."""

    async def draft(self, person: str, scope: str) -> Draft | None:
        """Return what `person` has begun under `scope`."""
        ...

    async def keep_draft(self, person: str, scope: str, draft: Draft) -> None:
        """Keep it for another week."""
        ...

    async def drop_draft(self, person: str, scope: str) -> None:
        """Forget it."""
        ...


class AnswerCounts(Protocol):
    """How often a topic was answered."""

    async def count(self, topic: str, since: datetime) -> int:
        """Return how many answers on `topic` were given since, whoever asked."""
        ...


@dataclass(frozen=True, slots=True)
class ReadinessStore:
    """Everything that is kept of assessments."""

    assessments: Repository[Assessment]
    surveys: Repository[Survey]
    actions: Repository[ActionItem]
    drills: Repository[Drill]
    drafts: Drafts
    answer_counts: AnswerCounts
