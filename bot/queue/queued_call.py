"""The form in which the queue stores a call, as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from actions.language import Language
from bot.outgoing.calls import AnyCall  # noqa: TC001  as above
from bot.queue.versions import VERSION, reading

if TYPE_CHECKING:
    from bot.outgoing.calls import Call


@dataclass(frozen=True, slots=True)
class QueuedCall:
    """A call, its lane, the time of its first attempt in seconds since 1970, and who is told of its end.

    `person` is who acted, empty where nobody did; `language` is theirs.
    """

    call: AnyCall
    lane: str
    first_at: float
    person: str = ""
    language: Language = Language.FR
    version: int = VERSION

    @property
    def team(self) -> str:
        """The workspace of the person."""
        return self.person.partition(":")[0]

    def to_json(self) -> str:
        """Write the call for the queue."""
        return json.dumps({**_QUEUED.dump_python(self, mode="json"), "team": self.team})

    @classmethod
    def from_json(cls, line: str) -> QueuedCall:
        """Read a call.

        Raises:
            FutureVersionError: a later version wrote it.
            UnreadableError: it is no call.
        """
        with reading(line) as document:
            return _QUEUED.validate_python(document)


_QUEUED: TypeAdapter[QueuedCall] = TypeAdapter(QueuedCall)


# The calls that hold ids alone.
_OF_IDS = {
    "show_card",
    "show_moved_card",
    "give_file",
    "show_home",
    "give_draft",
    "mark",
    "remind",
    "tell_again",
}


def is_ids_only(call: Call) -> bool:
    """Tell whether a call holds ids alone, so that it may be kept for thirty days."""
    return call.kind in _OF_IDS
