"""A planner and a delivery that keep what they were given, and an inbox that does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.outgoing.address import reply_to
from bot.outgoing.calls import Say
from bot.pages.page import note
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from actions.acts import Act
    from actions.cases.digest import Digest
    from actions.dialogue.converse import Advisor
    from actions.model import Inbound
    from actions.reply import Reply
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.queue.envelope import Envelope


@dataclass
class RecordingPlanner:
    """Plans one message a reply, which says its decision's name; raises `errors` first, in order."""

    errors: list[Exception] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    async def calls(self, reply: Reply, inbound: Inbound, address: Address) -> list[Call]:
        """Plan `reply`."""
        if self.errors:
            raise self.errors.pop(0)
        self.replies.append(reply)
        return [Say(inbound.reply_key, reply_to(address), note(type(reply.decision).__name__))]

    async def digest(self, digest: Digest) -> list[Call]:
        """Plan nothing."""
        del digest
        return []


@dataclass
class RecordingDelivery:
    """Keeps the calls it makes, with whether an attempt was made before; raises `errors` first, in order."""

    errors: list[Exception] = field(default_factory=list)
    made: list[tuple[Call, bool]] = field(default_factory=list)

    async def make(self, call: Call, *, again: bool) -> None:
        """Keep `call`, or fail as told."""
        if self.errors:
            raise self.errors.pop(0)
        self.made.append((call, again))

    @property
    def said(self) -> list[str]:
        """What the messages say."""
        return [call.page.summary for call, _ in self.made if isinstance(call, Say)]


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
