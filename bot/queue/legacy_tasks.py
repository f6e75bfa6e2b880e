"""The tasks of versions 0.1.0 and 0.2.0, which had no lanes: what they left is put into lanes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.outgoing.calls import CALL
from bot.queue.envelope import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from docket import Docket

    from bot.outgoing.calls import Call
    from bot.queue.inbox import Inbox
    from bot.queue.outbox import Outbox


class LegacyTasks:
    """`handle` took an envelope, `deliver` a call; `read_call` reads a call of 0.1.0, which has no `kind`."""

    def __init__(
        self, docket: Docket, inbox: Inbox, outbox: Outbox, read_call: Callable[[dict[str, Any]], Call]
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._read_call = read_call
        docket.register(self.handle)
        docket.register(self.deliver)

    async def handle(self, line: str, *, conversation: str) -> None:
        """Put an act into its lane."""
        del conversation  # the envelope has it too
        await self._inbox.put(Envelope.from_json(line))

    async def deliver(self, line: str) -> None:
        """Put a call into its lane."""
        document = json.loads(line)
        call = CALL.validate_python(document) if "kind" in document else self._read_call(document)
        await self._outbox.send(call)
