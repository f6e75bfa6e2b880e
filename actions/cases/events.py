"""The events of a case. A case is the list of its events, in order; events are only ever added.

Persons are opaque ids of the surface, and texts are redacted. `ref` is the id of a message on the surface, by
which a later edit finds its relayed copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  pydantic reads the annotation when the program runs
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from actions.language import Language  # noqa: TC001  as above

# The author of an event that no person caused: a timer, or the removal of a department.
RELAIS = "relais"
# The surface of such an event.
TIMER = "timer"


class Urgency(StrEnum):
    """How much of the department's usual time the requester can leave."""

    LOW = "low"
    NORMAL = "normal"
    URGENT = "urgent"


class Audience(StrEnum):
    """Who sees the messages on the requester's side: the original conversation, or the requester alone."""

    HERE = "here"
    PRIVATE = "private"


class ReminderStep(StrEnum):
    """Who is reminded, from the first to the last resort."""

    FIRST = "first"  # the channel, or whoever has taken it
    OWNER = "owner"
    BACKUP = "backup"
    DEFAULT = "default"  # the owner of the default department
    DAILY = "daily"  # the default department's owner again, each working day
    SETTLE = "settle"  # whoever has a case that was answered long ago and is still open


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
    """The requester added a message."""

    text: str
    ref: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["added"] = "added"


@dataclass(frozen=True, slots=True)
class Answered:
    """The department answered the requester; only such messages of its own are relayed."""

    text: str
    ref: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Amended:
    """The relayed message `ref` was edited to `text`."""

    ref: str
    text: str
    kind: Literal["amended"] = "amended"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The relayed message `ref` was deleted."""

    ref: str
    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class Taken:
    """The author of the event has the case now."""

    kind: Literal["taken"] = "taken"


@dataclass(frozen=True, slots=True)
class Reassigned:
    """`person` has the case now."""

    person: str
    kind: Literal["reassigned"] = "reassigned"


@dataclass(frozen=True, slots=True)
class Moved:
    """`department` has the case now; the promise still counts. `reason` is set where it `bounced`."""

    department: str
    reason: str = ""
    bounced: bool = False
    kind: Literal["moved"] = "moved"


@dataclass(frozen=True, slots=True)
class Released:
    """The holder has left the workspace: nobody has the case now."""

    kind: Literal["released"] = "released"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The case was settled; the requester got `line`."""

    line: str
    kind: Literal["resolved"] = "resolved"


@dataclass(frozen=True, slots=True)
class Reopened:
    """The case was opened again."""

    words: str = ""
    kind: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The requester no longer needs an answer."""

    kind: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True)
class Rated:
    """The requester rated the outcome; a second event may add a remark in `words`."""

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
    """The author of an act: its key, the person, and the name of the surface it came from."""

    key: str
    person: str
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, when (UTC), from which surface; `key` is the act's, so that a retry adds no event.

    Stored documents call the payload `what`, the name it always had there.
    """

    key: str
    at: datetime
    by: str
    payload: Annotated[EventPayload, Field(alias="what")]
    surface: str = ""
