"""Where an act came from, and where something goes: ids of the surface, opaque here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that a message carries: its name, where it can be fetched, and its size in bytes."""

    name: str
    url: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    """Where an act came from: a channel and a thread, or nowhere but a person.

    `message` is what was pressed. In a `private` channel nobody but the person and Relais reads. Where there
    is no channel, replies go to the private conversation with the person, and `invoked_in` is the channel
    that a command was typed in.
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
        """The part that is enough to write there again."""
        return {"channel": self.channel, "thread": self.thread} if self.channel else {}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something goes: a channel, or a thread of it; else the private conversation with `person`."""

    channel: str = ""
    thread: str = ""
    person: str = ""


def reply_to(address: Address) -> Destination:
    """Return where an act is answered."""
    if address.channel:
        return Destination(address.channel, address.thread)
    return Destination(person=address.person)
