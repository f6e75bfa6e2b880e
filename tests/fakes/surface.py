"""A surface that keeps what it was given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.queue.envelope import Envelope, Outgoing

if TYPE_CHECKING:
    from actions.cases.digest import Digest
    from actions.reply import Reply


@dataclass
class RecordingSurface:
    """Draws a reply as its decision's name; raises `errors` first, in order, when it delivers."""

    errors: list[Exception] = field(default_factory=list)
    drawing_errors: list[Exception] = field(default_factory=list)
    delivered: list[tuple[Outgoing, bool]] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    async def outgoing(self, reply: Reply, envelope: Envelope) -> list[Outgoing]:
        """Draw `reply`."""
        if self.drawing_errors:
            raise self.drawing_errors.pop(0)
        self.replies.append(reply)
        return [Outgoing(envelope.reply_key, type(reply.decision).__name__)]

    async def digest(self, told: Digest) -> list[Outgoing]:
        """Draw a digest as its department."""
        return [Outgoing(f"digest:{told.department}:{told.day}", told.department)]

    async def deliver(self, outgoing: Outgoing, *, again: bool) -> None:
        """Keep `outgoing`, or fail as told."""
        if self.errors:
            raise self.errors.pop(0)
        self.delivered.append((outgoing, again))
