"""An organisation whose people, channels and answers a test holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from actions.permissions.organisation import CannotTellError, Relation


@dataclass
class KnownOrganisation:
    """`Organisation` of `channels`, the persons in them by name, and of `references`; or away."""

    channels: dict[str, list[str]] = field(default_factory=dict)
    references: dict[str, list[str]] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    away: bool = False

    def _answer(self) -> None:
        if self.away:
            raise CannotTellError

    async def relation(self, person: str) -> Relation:
        """Return what a person is: an employee, unless a test says otherwise."""
        return Relation.UNKNOWN if self.away else self.relations.get(person, Relation.EMPLOYEE)

    async def has_channel(self, name: str) -> bool:
        """Tell whether there is such a channel."""
        self._answer()
        return name in self.channels

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether the person is in a channel."""
        self._answer()
        return person in self.channels.get(name, ())

    async def is_among(self, reference: str, person: str) -> bool:
        """Tell whether a reference leads to the person."""
        self._answer()
        return person in self.references.get(reference, ())

    async def may_post(self, channel: str, person: str) -> bool:
        """Tell whether the person is in a channel, or there is none."""
        self._answer()
        return person in self.channels.get(channel, [person])
