"""A directory of channels and people that a test holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.directory import DirectoryAwayError, Standing


@dataclass
class KnownDirectory:
    """`Directory` of `channels`, by name the persons in them, and of persons, or away."""

    channels: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    away: bool = False
    standings: dict[str, Standing] = field(default_factory=dict)

    def _answer(self) -> None:
        if self.away:
            raise DirectoryAwayError

    async def channel(self, name: str) -> str | None:
        """Return the id of a channel."""
        self._answer()
        return name if name in self.channels else None

    async def is_member(self, channel: str) -> bool:
        """Tell whether Relais can post in a channel."""
        self._answer()
        return channel in self.channels

    async def joined(self, person: str) -> dict[str, str]:
        """Return the names, by id, of the channels that the person is in."""
        self._answer()
        return {name: name for name, people in self.channels.items() if person in people}

    async def sees(self, channel: str, person: str) -> bool:
        """Tell whether the person is in a channel."""
        return channel in await self.joined(person)

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether the person is in a channel."""
        self._answer()
        return person in self.channels.get(name, ())

    async def people(self, reference: str, *, near: str = "") -> tuple[str, ...]:
        """Return the person who is called so."""
        del near
        self._answer()
        return tuple(person for person, name in self.names.items() if f"@{name}" == reference)

    async def is_among(self, reference: str, person: str) -> bool:
        """Tell whether the person is called so."""
        return person in await self.people(reference)

    async def members(self, name: str, *, near: str) -> list[tuple[str, str]]:
        """Return the persons in a channel with their names, in names' order."""
        del near
        self._answer()
        found = [(person, self.names[person]) for person in self.channels.get(name, ())]
        return sorted(found, key=lambda each: each[1])

    async def name(self, person: str) -> str:
        """Return how a person is called."""
        self._answer()
        return self.names.get(person, "")

    async def standing(self, person: str) -> Standing:
        """Return what a person is: an employee, unless a test says otherwise."""
        self._answer()
        return self.standings.get(person, Standing.EMPLOYEE)

    async def forget(self, channel: str = "") -> None:
        """Know the same as before."""
