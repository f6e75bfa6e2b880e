"""What the dialogue needs from outside, as Protocols that `bot/` implements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from actions.cases.events import HistoryItem  # noqa: TC001  as below
from actions.language import Language  # noqa: TC001  stores read the fields of `Turn` at run time
from actions.model import Entity  # noqa: TC001  stores read the fields of `Turn` at run time

if TYPE_CHECKING:
    from actions.model import Understanding


class UnderstandingAwayError(Exception):
    """The model does not answer for now."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The last turn of a conversation, which a follow-up refers to.

    `topic` was the answer to the redacted `question`, which named the `entities`. `alternatives` are the
    next likely topics. `offered` are the encoded choices of the reply, which a bare yes or no answers.
    `misses` counts the replies in a row that did not help. `past` is the conversation so far, for a
    department that takes it over.
    """

    language: Language
    topic: str = ""
    question: str = ""
    entities: tuple[Entity, ...] = ()
    alternatives: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    misses: int = 0
    past: tuple[HistoryItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """The language a text seems to be in; `sure` where the text is long enough to tell."""

    language: Language
    sure: bool


class Understander(Protocol):
    """Finds the intents and entities of a message."""

    async def understand(self, text: str) -> Understanding:
        """Interpret `text`.

        Raises:
            UnderstandingAwayError: the model does not answer.
        """
        ...


class LanguageGuesser(Protocol):
    """Guesses whether a text is French or English."""

    def guess(self, text: str) -> Guess | None:
        """Return the likelier language of `text`, None where there is no sign of either."""
        ...


class Locales(Protocol):
    """The languages of people's accounts on the surface (Slack locales)."""

    async def locale(self, person: str) -> Language | None:
        """Return the language of the person's account, None where Relais does not speak it."""
        ...


class Journal(Protocol):
    """Stores questions that were not answered well, for people to review."""

    async def note(self, question: str, language: Language, reason: str, intent: str) -> None:
        """Keep a (redacted) question: `reason` is refused, asked_back or not_helpful; `intent` a guess."""
        ...


class People(Protocol):
    """Stores the language a person set, and whether they were told that an automatic advisor speaks."""

    async def language(self, person: str) -> Language | None:
        """Return the language the person set, if they set one."""
        ...

    async def set_language(self, person: str, language: Language) -> None:
        """Speak `language` with the person from now on."""
        ...

    async def is_introduced(self, person: str) -> bool:
        """Tell whether the person knows that an automatic advisor speaks."""
        ...

    async def mark_introduced(self, person: str) -> None:
        """Store that the person was told that an automatic advisor speaks."""
        ...


class Conversations(Protocol):
    """Stores the last turn of each conversation, for as long as a follow-up is likely."""

    async def recall(self, conversation: str) -> Turn | None:
        """Return the last turn, if it is recent enough."""
        ...

    async def remember(self, conversation: str, turn: Turn) -> None:
        """Keep `turn` as the last one."""
        ...

    async def spoke(self, conversation: str, person: str, at: str, *, to_relais: bool) -> None:
        """Note that a person spoke at the time `at` of the surface, so that they may follow up."""
        ...


class Opinions(Protocol):
    """Stores ratings of answers; of one rater and topic the last one counts."""

    async def rate(self, topic: str, rater: str, *, helpful: bool) -> None:
        """Store a rating; `rater` is an opaque id."""
        ...
