"""A surface, its channels and its people in memory: Relais whole, without Slack and without a server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.directory import Standing
from bot.outgoing.surface import Posted
from bot.slack.blocks.render import render
from tests.dialogues.shown import NAMES, PERSONS, PLACES, How, Shown, of_blocks
from tests.fakes.slack import BOT_USER, TEAM
from tests.fakes.world import CHANNELS, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.cases.case import Side
    from bot.files.file import File
    from bot.outgoing.address import Destination, FileLink
    from bot.outgoing.calls import Sign
    from bot.pages.page import Page
    from bot.stores.case_threads import CaseThread

_PRIVATE = "D"


def private_channel(person: str) -> str:
    """Return the id of the private conversation with a person."""
    return _PRIVATE + person


def is_private(channel: str) -> bool:
    """Tell a private conversation."""
    return channel.startswith(_PRIVATE)


@dataclass
class MemorySurface:
    """`Surface` that keeps what can be read; `actor` is whose messages are marked."""

    shown: list[Shown] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    actor: str = ""

    def show(self, how: How, to: Destination, page: Page, message: str, person: str = "") -> None:
        """Let a page be read."""
        channel = to.channel or private_channel(to.person)
        if is_private(channel):
            person, channel = NAMES[channel.removeprefix(_PRIVATE)], ""
        thread = "" if to.thread == message else to.thread
        texts, buttons = of_blocks(render(page).blocks)
        self.shown.append(Shown(how, person, CHANNELS.get(channel, ""), thread, message, texts, buttons))

    async def post(
        self, to: Destination, page: Page, key: str, *, broadcast: bool = False, replaces: str = ""
    ) -> Posted:
        """Post a message."""
        del key, broadcast, replaces
        message = f"m{len(self.shown)}"
        self.show(How.POSTED, to, page, message)
        return Posted(to.channel or private_channel(to.person), message)

    async def update(self, channel: str, message: str, page: Page, further: Sequence[str] = ()) -> None:
        """Write a message over, where it is."""
        before = next(each for each in self.shown if each.message == message)
        texts, buttons = of_blocks(render(page).blocks)
        del channel, further
        self.shown.append(
            Shown(How.REDRAWN, before.person, before.channel, before.thread, message, texts, buttons)
        )

    async def is_posted(self, key: str) -> bool:
        """Tell that a reply is there: here nobody waits for one."""
        del key
        return True

    async def withdraw(self, key: str) -> None:
        """Delete a notice, which nobody gets here."""

    async def whisper(self, to: Destination, person: str, page: Page, key: str) -> None:
        """Say something in a channel that one person alone sees."""
        del key
        self.show(How.WHISPERED, to, page, f"w{len(self.shown)}", NAMES[person])

    async def mark(self, ref: str, sign: Sign) -> None:
        """Put a mark on a message of whoever acts."""
        self.shown.append(Shown(How.MARKED, self.actor, message=ref, texts=(sign,)))

    async def upload(self, to: Destination, file: File, key: str, comment: str = "") -> None:
        """Take note of a file."""
        del to, key, comment
        self.files.append(file.name)

    async def copy_files(self, files: Sequence[FileLink], to: Destination, key: str) -> list[str]:
        """Bring every file over."""
        del files, to, key
        return []

    async def show_home(self, person: str, page: Page) -> None:
        """Show a home, which nobody looks at here."""

    async def link(self, channel: str, message: str) -> str:
        """Return the address of a message."""
        return f"https://example.org/{channel}/{message}"

    def is_private(self, channel: str) -> bool:
        """Tell a private conversation."""
        return is_private(channel)

    def conversation(self, person: str, channel: str, thread: str) -> str:
        """Return the id of the conversation in a thread."""
        del person
        return f"{TEAM}:{channel}:{thread}"


class MemoryThreads:
    """Where the sides of cases are, as `RedisCaseThreads` keeps it."""

    def __init__(self) -> None:
        self._sides: dict[tuple[int, Side], CaseThread] = {}
        self._copies: dict[str, tuple[str, ...]] = {}

    async def get(self, number: int, side: Side) -> CaseThread | None:
        """Return where a side of a case is."""
        return self._sides.get((number, side))

    async def put(self, number: int, side: Side, thread: CaseThread, conversation: str) -> None:
        """Note where a side is."""
        del conversation
        self._sides[number, side] = thread

    async def drop(self, number: int, side: Side) -> None:
        """Forget where a side is."""
        self._sides.pop((number, side), None)

    async def note_copy(self, ref: str, channel: str, *messages: str) -> None:
        """Note what a message became on the other side."""
        self._copies[ref] = (channel, *messages)

    async def copy(self, ref: str) -> tuple[str, ...] | None:
        """Return what a message became."""
        return self._copies.get(ref)


class MemoryDirectory:
    """`Directory` of the people and channels of the tests' workspace."""

    async def channel(self, name: str) -> str | None:
        """Return the id of a channel."""
        return PLACES.get(name)

    async def is_member(self, channel: str) -> bool:
        """Tell whether Relais is in a channel."""
        return BOT_USER in MEMBERS.get(channel, ())

    async def joined(self, person: str) -> dict[str, str]:
        """Return the channels that a person and Relais are in."""
        return {channel: name for channel, name in CHANNELS.items() if await self.is_in(name, person)}

    async def sees(self, channel: str, person: str) -> bool:
        """Tell whether the person is in a channel."""
        return channel in await self.joined(person)

    async def is_in(self, name: str, person: str) -> bool:
        """Tell whether a person is in a channel."""
        return person in {f"{TEAM}:{user}" for user in MEMBERS.get(PLACES.get(name, ""), ())}

    async def people(self, reference: str, *, near: str = "") -> tuple[str, ...]:
        """Return the person behind a reference."""
        del near
        found = PERSONS.get(reference.removeprefix("@"))
        return (found,) if found else ()

    async def is_among(self, reference: str, person: str) -> bool:
        """Tell whether a reference leads to the person."""
        return person in await self.people(reference)

    async def members(self, name: str, *, near: str) -> list[tuple[str, str]]:
        """Return who is in a channel, in names' order."""
        del near
        return sorted(
            [(person, each.title()) for each, person in PERSONS.items() if await self.is_in(name, person)],
            key=lambda each: each[1],
        )

    async def name(self, person: str) -> str:
        """Return how a person is called."""
        return NAMES.get(person, "").title()

    async def standing(self, person: str) -> Standing:
        """Return that everybody is an employee."""
        del person
        return Standing.EMPLOYEE

    async def forget(self, channel: str = "") -> None:
        """Know everything still."""
