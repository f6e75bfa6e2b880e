"""Who is told what, as typed calls: a closed union, which travels through the queue as JSON.

A call about a case names the case and the side; where that is, and how the case stands, is looked up when the
call is made (`bot.outgoing.delivery`). A `key` is the same at every attempt: it finds what an earlier attempt
posted unheard. A `kind` is a name on the wire and never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from actions.cases.case import Side  # noqa: TC001  the queue reads the annotations when the program runs
from actions.language import Language  # noqa: TC001  as above
from bot.outgoing.address import Destination, FileLink  # noqa: TC001  as above
from bot.pages.page import Page  # noqa: TC001  as above


class Sign(StrEnum):
    """What a mark on a message says."""

    RECEIVED = "received"  # it went on to the department
    SENT = "sent"  # it went on to the requester


@dataclass(frozen=True, slots=True)
class Say:
    """Post a message in a channel, in a thread, or in the private conversation with a person."""

    key: str
    to: Destination
    page: Page
    kind: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class Update:
    """Write a message over."""

    key: str
    channel: str
    message: str
    page: Page
    kind: Literal["update"] = "update"


@dataclass(frozen=True, slots=True)
class Whisper:
    """Say something in a channel that one person alone sees."""

    key: str
    to: Destination
    person: str
    page: Page
    kind: Literal["whisper"] = "whisper"


@dataclass(frozen=True, slots=True)
class Mark:
    """Put a mark on the message `ref`."""

    key: str
    ref: str
    sign: Sign
    kind: Literal["mark"] = "mark"


@dataclass(frozen=True, slots=True)
class GiveFile:
    """Send the file that `file_ref` names: it is drawn when it is sent, for `person`, in `language`."""

    key: str
    to: Destination
    file_ref: str
    person: str
    language: Language
    kind: Literal["give_file"] = "give_file"


@dataclass(frozen=True, slots=True)
class ShowHome:
    """Draw a person's home as it is now."""

    key: str
    person: str
    kind: Literal["show_home"] = "show_home"


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Draw a side's card as the case is now; `post` where there is none yet.

    `where` is the requester's conversation; None for the department's channel, or a private conversation.
    """

    key: str
    number: int
    side: Side
    post: bool = False
    where: Destination | None = None
    kind: Literal["show_card"] = "show_card"


@dataclass(frozen=True, slots=True)
class ShowMovedCard:
    """Say on the card `message` of the department `before` that `to` has the case now."""

    key: str
    number: int
    channel: str
    message: str
    before: str
    to: str
    kind: Literal["show_moved_card"] = "show_moved_card"


@dataclass(frozen=True, slots=True)
class TellSide:
    """Say something in a side's thread, with files; it may be a copy of the message `ref` of the other side.

    `broadcast` shows it in the channel too.
    """

    key: str
    number: int
    side: Side
    page: Page
    ref: str = ""
    files: tuple[FileLink, ...] = ()
    broadcast: bool = False
    kind: Literal["tell_side"] = "tell_side"


@dataclass(frozen=True, slots=True)
class UpdateCopy:
    """Write over what the message `ref` became on the other side."""

    key: str
    ref: str
    page: Page
    kind: Literal["update_copy"] = "update_copy"


@dataclass(frozen=True, slots=True)
class LinkCase:
    """Write to a person in private about a case: `text`, then a link to the department's card."""

    key: str
    number: int
    person: str
    text: str
    label: str
    kind: Literal["link_case"] = "link_case"


@dataclass(frozen=True, slots=True)
class GiveDraft:
    """Put the file that a case teaches in its department's thread, for people to review."""

    key: str
    number: int
    kind: Literal["give_draft"] = "give_draft"


Call = (
    Say
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
)
CALL: TypeAdapter[Call] = TypeAdapter(Annotated[Call, Field(discriminator="kind")])
