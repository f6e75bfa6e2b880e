"""Addresses: where an act came from, and where a message goes, by the opaque ids of the surface."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file of a message: its name, the URL to fetch it from, and its size in bytes."""

    name: str
    url: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    """Where an act came from: a channel and a thread, or just a person.

    `message` is the message whose button was pressed. A `private` channel is a direct message with Relais.
    Without a channel, replies go to the direct messages of the person, and `invoked_in` is the channel that a
    command was typed in.
    """

    person: str = ""
    channel: str = ""
    thread: str = ""
    message: str = ""
    private: bool = False
    invoked_in: str = ""
    files: tuple[FileLink, ...] = ()

    @property
    def place(self) -> dict[str, str]:
        """The channel and thread as a dictionary, empty without a channel."""
        return {"channel": self.channel, "thread": self.thread} if self.channel else {}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes: a channel, a thread of it, or the direct messages of `person`.

    Of a `department` the channel is looked up when the message is posted.
    """

    channel: str = ""
    thread: str = ""
    person: str = ""
    department: str = ""


def reply_to(address: Address) -> Destination:
    """Return the destination of the reply to an act."""
    if address.channel:
        return Destination(address.channel, address.thread)
    return Destination(person=address.person)
