"""Calls on a surface, as a closed union of types; the queue stores them as JSON.

A call about a case names the case and the side; the thread and the state of the case are looked up when the
call is made (`bot.outgoing.delivery`). A `key` is the same at every attempt, so a retry finds the message
of an earlier attempt whose response was lost. A `kind` is stored in the queue and never changes. The calls
`then` are queued once the call was made, those `otherwise` where it was refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from actions.cases.case import Side
from actions.language import Language  # noqa: TC001  the queue reads the annotations when the program runs
from bot.outgoing.address import Destination, FileLink  # noqa: TC001  as above
from bot.pages.page import Page  # noqa: TC001  as above


class Sign(StrEnum):
    """The meaning of a mark (a reaction) on a message."""

    RECEIVED = "received"  # relayed to the department
    SENT = "sent"  # relayed to the requester


@dataclass(frozen=True, slots=True)
class Say:
    """Post a message in a channel, in a thread, or in the private conversation with a person.

    `replaces` is the key of a `SayWait` whose message this one is written over.
    """

    key: str
    to: Destination
    page: Page
    replaces: str = ""
    then: tuple[AnyCall, ...] = ()
    otherwise: tuple[AnyCall, ...] = ()
    kind: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class SayWait:
    """Say that a reply takes a moment, unless the reply of this key was posted meanwhile."""

    key: str
    to: Destination
    page: Page
    reply_key: str
    kind: Literal["say_wait"] = "say_wait"


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Delete the message of the `SayWait` of key `of`, whose reply is not written over it."""

    key: str
    to: Destination
    of: str
    kind: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True)
class Update:
    """Replace the content of a message."""

    key: str
    channel: str
    message: str
    page: Page
    kind: Literal["update"] = "update"


@dataclass(frozen=True, slots=True)
class Whisper:
    """Post a message in a channel that only `person` sees.

    Of an `optional` one, a refusal is expected: Relais may not be in the channel.
    """

    key: str
    to: Destination
    person: str
    page: Page
    optional: bool = False
    kind: Literal["whisper"] = "whisper"


@dataclass(frozen=True, slots=True)
class Mark:
    """Add a mark to the message `ref`."""

    key: str
    ref: str
    sign: Sign
    kind: Literal["mark"] = "mark"


@dataclass(frozen=True, slots=True)
class GiveFile:
    """Upload the file that `file_ref` names, which is drawn at that moment for `person`, in `language`."""

    key: str
    to: Destination
    file_ref: str
    person: str
    language: Language
    kind: Literal["give_file"] = "give_file"


@dataclass(frozen=True, slots=True)
class ShowHome:
    """Update a person's App Home."""

    key: str
    person: str
    kind: Literal["show_home"] = "show_home"


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Update a side's card to the present state of the case; `post` it where there is none yet.

    `where` is the requester's conversation; None for the department's channel, or direct messages.
    """

    key: str
    number: int
    side: Side
    post: bool = False
    where: Destination | None = None
    kind: Literal["show_card"] = "show_card"


@dataclass(frozen=True, slots=True)
class ShowMovedCard:
    """Replace the card `message` of the department `before` by a note that `to` has the case now."""

    key: str
    number: int
    channel: str
    message: str
    before: str
    to: str
    kind: Literal["show_moved_card"] = "show_moved_card"


@dataclass(frozen=True, slots=True)
class TellSide:
    """Post in a side's thread, with files; `ref` is set where the post relays the other side's message.

    `broadcast` shows it in the channel too.
    """

    key: str
    number: int
    side: Side
    page: Page
    ref: str = ""
    files: tuple[FileLink, ...] = ()
    broadcast: bool = False
    then: tuple[AnyCall, ...] = ()
    kind: Literal["tell_side"] = "tell_side"


@dataclass(frozen=True, slots=True)
class UpdateCopy:
    """Replace the content of the copy of the message `ref`, which was relayed to a side of a case."""

    key: str
    ref: str
    page: Page
    number: int = 0
    side: Side = Side.DEPARTMENT
    kind: Literal["update_copy"] = "update_copy"


@dataclass(frozen=True, slots=True)
class LinkCase:
    """Send a person a direct message about a case: `text`, then a link to the department's card."""

    key: str
    number: int
    person: str
    text: str
    label: str
    kind: Literal["link_case"] = "link_case"


@dataclass(frozen=True, slots=True)
class GiveDraft:
    """Upload the draft of a case's lesson to its department's thread, for review."""

    key: str
    number: int
    kind: Literal["give_draft"] = "give_draft"


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind people of a case, as its event of this `version` says; they are looked up when it is made."""

    key: str
    number: int
    version: int
    kind: Literal["remind"] = "remind"


@dataclass(frozen=True, slots=True)
class TellAgain:
    """Make the call of key `of` again, which told of a case's event of this `version` and was given up."""

    key: str
    number: int
    version: int
    of: str
    kind: Literal["tell_again"] = "tell_again"


Call = (
    Say
    | SayWait
    | Withdraw
    | Update
    | Whisper
    | Mark
    | GiveFile
    | ShowHome
    | ShowCard
    | ShowMovedCard
    | TellSide
    | UpdateCopy
    | LinkCase
    | GiveDraft
    | Remind
    | TellAgain
)
AnyCall = Annotated[Call, Field(discriminator="kind")]
CALL: TypeAdapter[Call] = TypeAdapter(AnyCall)
