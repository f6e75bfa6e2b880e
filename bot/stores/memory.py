"""The ports of the dialogue in memory, for `bot ask` and `bot chat`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.calculators.scenarios import Scenario
    from actions.dialogue.ports import Turn
    from actions.language import Language


@dataclass(slots=True)
class Memory:
    """Stores people, conversations, ratings, scenarios and the journal for one process."""

    languages: dict[str, Language] = field(default_factory=dict)
    introduced: set[str] = field(default_factory=set)
    turns: dict[str, Turn] = field(default_factory=dict)
    opinions: dict[tuple[str, str], bool] = field(default_factory=dict)
    scenarios: dict[tuple[str, str], Scenario] = field(default_factory=dict)
    notes: list[tuple[str, Language, str, str]] = field(default_factory=list)

    async def language(self, person: str) -> Language | None:
        """Return the language the person set, if they set one."""
        return self.languages.get(person)

    async def set_language(self, person: str, language: Language) -> None:
        """Speak `language` with the person from now on."""
        self.languages[person] = language

    async def is_introduced(self, person: str) -> bool:
        """Tell whether the person knows that an automatic advisor speaks."""
        return person in self.introduced

    async def mark_introduced(self, person: str) -> None:
        """Store that the person was told that an automatic advisor speaks."""
        self.introduced.add(person)

    async def recall(self, conversation: str) -> Turn | None:
        """Return the last turn of the conversation."""
        return self.turns.get(conversation)

    async def remember(self, conversation: str, turn: Turn) -> None:
        """Keep `turn` as the last one."""
        self.turns[conversation] = turn

    async def spoke(self, conversation: str, person: str, at: str, *, to_relais: bool) -> None:
        """Note nothing, since everything in a terminal is said to Relais."""

    async def rate(self, topic: str, rater: str, *, helpful: bool) -> None:
        """Store a rating."""
        self.opinions[topic, rater] = helpful

    async def keep(self, person: str, scenario: Scenario) -> None:
        """Keep a scenario."""
        self.scenarios[person, scenario.id] = scenario

    async def find(self, person: str, identifier: str) -> Scenario | None:
        """Return a scenario of this person."""
        return self.scenarios.get((person, identifier))

    async def latest(self, person: str) -> list[Scenario]:
        """Return the person's scenarios, the latest first."""
        return [kept for (whose, _), kept in reversed(self.scenarios.items()) if whose == person]

    async def locale(self, person: str) -> None:
        """Return None, since the terminal has no locales."""
        del person

    async def note(self, question: str, language: Language, reason: str, intent: str) -> None:
        """Keep a question that was not answered well."""
        self.notes.append((question, language, reason, intent))
