"""A planner and a delivery that keep what they were given, and an inbox that does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.outgoing.address import Destination, reply_to
from bot.outgoing.calls import Say, SayWait
from bot.pages.page import note
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from actions.acts import Act
    from actions.cases.digest import Digest
    from actions.dialogue.converse import Advisor
    from actions.language import Language
    from actions.model import Inbound
    from actions.reply import Reply
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.queue.envelope import Envelope


@dataclass
class RecordingPlanner:
    """Plans one message a reply, which says its decision's name.

    Raises `errors` first, in order, and `errors_of` acts by their key.
    """

    errors: list[Exception] = field(default_factory=list)
    errors_of: dict[str, list[Exception]] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)

    async def calls(self, reply: Reply, inbound: Inbound, address: Address) -> list[Call]:
        """Plan `reply`."""
        if self.errors:
            raise self.errors.pop(0)
        if errors := self.errors_of.get(inbound.key):
            raise errors.pop(0)
        self.replies.append(reply)
        return [Say(inbound.reply_key, reply_to(address), note(type(reply.decision).__name__))]

    async def digest(self, digest: Digest) -> list[Call]:
        """Plan nothing."""
        del digest
        return []


@dataclass
class RecordingDelivery:
    """Keeps the calls it makes; raises `errors` in order, and `errors_of` keys that begin so."""

    errors: list[Exception] = field(default_factory=list)
    errors_of: dict[str, list[Exception]] = field(default_factory=dict)
    made: list[Call] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)

    async def make(self, call: Call) -> tuple[Call, ...]:
        """Keep `call`, or fail as told."""
        if self.errors:
            raise self.errors.pop(0)
        for start, errors in self.errors_of.items():
            if call.key.startswith(start) and errors:
                raise errors.pop(0)
        self.made.append(call)
        return ()

    def notices(self, call: Call, person: str, language: Language) -> tuple[Call, ...]:
        """Keep whose end is told, and tell it in one message."""
        del language
        self.noticed.append(call.key)
        return (Say(f"{call.key}:given-up", Destination(person=person), note("given up")),)

    @property
    def said(self) -> list[str]:
        """What the messages say."""
        return [call.page.summary for call in self.made if isinstance(call, Say | SayWait)]


@dataclass
class RecordingServices:
    """`Answering` with a recording planner."""

    advisor: Advisor
    planner: RecordingPlanner


@dataclass
class RecordingInbox:
    """An inbox that keeps what is put, or is away."""

    envelopes: list[Envelope] = field(default_factory=list)
    away: bool = False

    async def put(self, envelope: Envelope) -> None:
        """Keep `envelope`.

        Raises:
            StoreAwayError: it is away.
        """
        if self.away:
            raise StoreAwayError
        self.envelopes.append(envelope)

    @property
    def acts(self) -> list[Act]:
        """What people did."""
        return [envelope.act for envelope in self.envelopes]
