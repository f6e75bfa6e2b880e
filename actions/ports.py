"""What the conversation needs from outside, as Protocols; `bot/` provides them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from actions.model import Language, Understanding


class UnderstandingAwayError(Exception):
    """The understanding does not answer; it may again at the next message."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The last turn of a conversation: what was answered, to which (redacted) words, in which language."""

    language: Language
    topic: str = ""
    question: str = ""


class Understander(Protocol):
    """Makes an `Understanding` of a message."""

    async def understand(self, text: str) -> Understanding:
        """Interpret `text`.

        Raises:
            UnderstandingAwayError: nobody answers.
        """
        ...


class LanguageGuesser(Protocol):
    """Tells French from English."""

    def guess(self, text: str) -> Language | None:
        """Return the language of `text`, or None where it is too short to be sure."""
        ...


class People(Protocol):
    """What is kept of a person: the language they set, and that they were told who speaks."""

    async def language(self, person: str) -> Language | None:
        """Return the language the person set, if they set one."""
        ...

    async def set_language(self, person: str, language: Language) -> None:
        """Speak `language` with the person from now on."""
        ...

    async def is_introduced(self, person: str) -> bool:
        """Tell whether the person was told that an automatic advisor speaks."""
        ...

    async def mark_introduced(self, person: str) -> None:
        """Note that the person was told."""
        ...


class Conversations(Protocol):
    """The last turn of each conversation, for as long as a follow-up is likely."""

    async def recall(self, conversation: str) -> Turn | None:
        """Return the last turn, if it is recent enough."""
        ...

    async def remember(self, conversation: str, turn: Turn) -> None:
        """Keep `turn` as the last one."""
        ...


class Opinions(Protocol):
    """Who found which answer helpful; one opinion a person and a conversation, the last one counts."""

    async def rate(self, topic: str, rater: str, *, helpful: bool) -> None:
        """Take note of an opinion; `rater` is an opaque id."""
        ...
