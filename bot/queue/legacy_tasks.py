"""The tasks of versions 0.1.0 and 0.2.0, which had no lanes: what they left is put into lanes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from docket import Retry

from bot.outgoing.calls import CALL
from bot.queue.envelope import Envelope
from bot.queue.versions import UnreadableError, reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from docket import Docket

    from bot.outgoing.calls import Call
    from bot.queue.inbox import Inbox
    from bot.queue.outbox import Outbox


# Between attempts, where Redis was away in the middle.
_AGAIN = timedelta(seconds=2)
# The lane of what cannot be read, which sets it aside.
_UNREADABLE = "unreadable"


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

    async def handle(
        self, line: str, *, conversation: str, retry: Retry = Retry(attempts=None, delay=_AGAIN)
    ) -> None:
        """Put an act into its lane."""
        del conversation, retry  # the envelope has the one, docket reads the other
        try:
            envelope = Envelope.from_json(line)
        except UnreadableError:
            await self._inbox.lanes.put(_UNREADABLE, line)
        else:
            await self._inbox.put(envelope)

    async def deliver(self, line: str, *, retry: Retry = Retry(attempts=None, delay=_AGAIN)) -> None:
        """Put a call into its lane."""
        del retry  # read by docket
        try:
            with reading(line) as document:
                call = CALL.validate_python(document) if "kind" in document else self._read_call(document)
        except UnreadableError:
            await self._outbox.lanes.put(_UNREADABLE, line)
        else:
            await self._outbox.send(call)
