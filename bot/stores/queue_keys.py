"""The keys of the queue, and of what was sent; each has a time to live."""

from __future__ import annotations

from datetime import timedelta

from bot.stores.keys import CASE, PREFIX, Key


def act(key: str) -> Key:
    """Set to `done` once an act was answered."""
    return Key(f"{PREFIX}:act:{key}", timedelta(days=1))


def lane(queue: str, name: str) -> Key:
    """The lines that wait in a lane of a queue, in order."""
    return Key(f"{PREFIX}:{queue}:lane:{name}", timedelta(days=3))


def lanes(queue: str) -> Key:
    """The lanes of a queue that have lines."""
    return Key(f"{PREFIX}:{queue}:lanes", timedelta(days=3))


def lane_failures(queue: str, name: str) -> Key:
    """How many attempts at the first line of a lane failed: a hash of `delayed` and `broken`."""
    return Key(f"{PREFIX}:{queue}:failed:{name}", timedelta(days=3))


def call(key: str) -> Key:
    """Set once a call was made or given up."""
    return Key(f"{PREFIX}:call:{key}", timedelta(days=1))


def attempt(key: str) -> Key:
    """What is known of a post or an upload: a hash of `tried`, `file` and `done`."""
    return Key(f"{PREFIX}:attempt:{key}", timedelta(days=1))


def tried(key: str) -> Key:
    """Where version 0.2.0 noted that a call was tried."""
    return Key(f"{PREFIX}:tried:{key}", timedelta(days=1))


def lane_of(thread: str) -> Key:
    """The lane of a thread that a case has, which is its side's."""
    return Key(f"{PREFIX}:lane-of:{thread}", CASE)


def pace(channel: str) -> Key:
    """When the next message of a channel is on time."""
    return Key(f"{PREFIX}:pace:{channel}", timedelta(minutes=1))


def held(method: str, channel: str) -> Key:
    """Set while a surface asks to wait with a method for a channel; an hour at most."""
    return Key(f"{PREFIX}:held:{method}:{channel}", timedelta(hours=1))


def dead_letter(key: str) -> Key:
    """A call that was given up, by ids."""
    return Key(f"{PREFIX}:dead-letter:{key}", timedelta(days=30))


def dead_letters() -> Key:
    """The keys of calls that were given up, by time; expired ones are dropped when read."""
    return Key(f"{PREFIX}:dead-letters", timedelta(days=30))


def set_aside() -> Key:
    """Entries of the queue that could not be read; they may hold words, so they end in a week."""
    return Key(f"{PREFIX}:set-aside", timedelta(days=7))


def waiting() -> Key:
    """The acts that wait for a reply, by ids, by the time they were queued."""
    return Key(f"{PREFIX}:waiting", timedelta(days=1))


def heard(ref: str) -> Key:
    """Set for a message that was queued, so that an edit or a deletion of it is queued behind it."""
    return Key(f"{PREFIX}:heard:{ref}", timedelta(days=1))


def notice(reply: str) -> Key:
    """Set once a person was told that their reply takes a moment."""
    return Key(f"{PREFIX}:notice:{reply}", timedelta(hours=1))


def rate(person: str) -> Key:
    """The questions and commands of a person within a minute."""
    return Key(f"{PREFIX}:person:{person}:rate", timedelta(minutes=1))


# A button pressed again after this long is a new act, not a double click.
CLICK = timedelta(seconds=20)
