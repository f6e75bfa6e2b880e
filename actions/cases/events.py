"""What can happen to a case. A case is the list of its events, in their order; nothing is ever changed in it.

Persons are opaque ids of the surface; texts are redacted already. `ref` names a message of the surface, so
that a later edit of it finds what it became.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  pydantic reads the annotation when the program runs
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from actions.language import Language  # noqa: TC001  as above

# Who an event is by when nobody did it: a timer, or a department that is no more.
RELAIS = "relais"
# The surface of such an event.
TIMER = "timer"


class Urgency(StrEnum):
    """How much of the department's usual time the requester can leave."""

    LOW = "low"
    NORMAL = "normal"
    URGENT = "urgent"


class Audience(StrEnum):
    """Who sees the exchange on the requester's side: the conversation it came from, or they alone."""

    HERE = "here"
    PRIVATE = "private"


class ReminderStep(StrEnum):
    """Who is reminded, from the first to the last resort."""

    FIRST = "first"  # the channel, or whoever has taken it
    OWNER = "owner"
    BACKUP = "backup"
    DEFAULT = "default"  # the owner of the department for what belongs to nobody
    DAILY = "daily"  # the last resort again, each working day
    SETTLE = "settle"  # answered long ago and still open


class Lesson(StrEnum):
    """What Relais should have known: an answer, or where such a request belongs."""

    TOPIC = "topic"
    ROUTING = "routing"


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One exchange with the advisor before the case: what was said, and the topic it was answered from."""

    said: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody asks a department; `history` is the conversation so far, `topic` what it is about."""

    number: int
    department: str
    question: str
    language: Language
    urgency: Urgency = Urgency.NORMAL
    audience: Audience = Audience.HERE
    topic: str = ""
    history: tuple[HistoryItem, ...] = ()
    conversation: str = ""
    kind: Literal["opened"] = "opened"


@dataclass(frozen=True, slots=True)
class Added:
    """The requester says more."""

    text: str
    ref: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["added"] = "added"


@dataclass(frozen=True, slots=True)
class Answered:
    """The department answers the requester; the only words of its own that ever cross."""

    text: str
    ref: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Amended:
    """The message `ref`, which had crossed, says something else now."""

    ref: str
    text: str
    kind: Literal["amended"] = "amended"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The message `ref`, which had crossed, was deleted."""

    ref: str
    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class Taken:
    """Whoever did this has it now."""

    kind: Literal["taken"] = "taken"


@dataclass(frozen=True, slots=True)
class Reassigned:
    """`person` has it now."""

    person: str
    kind: Literal["reassigned"] = "reassigned"


@dataclass(frozen=True, slots=True)
class Moved:
    """`department` has it now; the clock goes on. `reason` is why, where it was sent back as not ours."""

    department: str
    reason: str = ""
    bounced: bool = False
    kind: Literal["moved"] = "moved"


@dataclass(frozen=True, slots=True)
class Released:
    """Whoever had it has left: nobody has it now."""

    kind: Literal["released"] = "released"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settled; `line` is what the requester is told."""

    line: str
    kind: Literal["resolved"] = "resolved"


@dataclass(frozen=True, slots=True)
class Reopened:
    """It was not settled after all."""

    words: str = ""
    kind: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The requester no longer needs it."""

    kind: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True)
class Rated:
    """The requester found it helpful, or not; a word of theirs may come after."""

    helpful: bool
    words: str = ""
    kind: Literal["rated"] = "rated"


@dataclass(frozen=True, slots=True)
class Reminded:
    """Somebody was reminded."""

    step: ReminderStep
    kind: Literal["nudged"] = "nudged"


@dataclass(frozen=True, slots=True)
class Taught:
    """The department says what Relais should have known; drafted as a file for review."""

    lesson: Lesson
    words: str = ""
    department: str = ""
    kind: Literal["taught"] = "taught"


EventPayload = Annotated[
    Opened
    | Added
    | Answered
    | Amended
    | Withdrawn
    | Taken
    | Reassigned
    | Moved
    | Released
    | Resolved
    | Reopened
    | Cancelled
    | Rated
    | Reminded
    | Taught,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class Doer:
    """Whose act it is: its key, the person, and the name of the surface it came from."""

    key: str
    person: str
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, when (UTC), from which surface; `key` is the act's: a second attempt adds nothing.

    Stored documents call the payload `what`, the name it always had there.
    """

    key: str
    at: datetime
    by: str
    payload: Annotated[EventPayload, Field(alias="what")]
    surface: str = ""
