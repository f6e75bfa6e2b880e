"""The values every feature shares: who did something where, and what was understood of a message."""

from __future__ import annotations

from dataclasses import dataclass

from actions.language import Language  # noqa: TC001  the queue reads the annotations when the program runs


@dataclass(frozen=True, slots=True)
class Inbound:
    """Who did one thing and where, on any surface; the act itself goes beside it.

    `key` is the same for every delivery of the same act, so that two events get one reply. `person` and
    `conversation` are opaque ids of the surface. `language` is the surface's guess for the person (a Slack
    locale), or None. `press` identifies one press of a button, since the same button may be pressed again on
    purpose; empty for other acts. Of a message, `ref` is its id, `files` its attachments, and `addressed` is
    True where it is written to Relais rather than to the people in the conversation.
    `surface` is the name of the surface, kept with what happens to a case.
    """

    key: str
    person: str
    conversation: str
    language: Language | None = None
    press: str = ""
    ref: str = ""
    files: tuple[str, ...] = ()
    addressed: bool = True
    surface: str = ""

    @property
    def once(self) -> str:
        """The key of this act alone; a later press of the same button has another."""
        return f"{self.key}:{self.press}"

    @property
    def reply_key(self) -> str:
        """The key of the reply: the same at every attempt, another at the next press."""
        return f"{self.key}:reply:{self.press}"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing named in a message: `name` and canonical `value` as in the taxonomy, `text` as written."""

    name: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """An intent and its calibrated confidence, 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the model made of a message; `ranking` is best first and never empty."""

    ranking: tuple[Ranked, ...]
    entities: tuple[Entity, ...] = ()

    @property
    def best(self) -> Ranked:
        """The most likely intent."""
        return self.ranking[0]

    def value(self, name: str) -> str | None:
        """Return the value of the first entity called `name`, if one was named."""
        return next((entity.value for entity in self.entities if entity.name == name), None)
