"""The inbox: acts are queued here before Slack is acknowledged, so that none is lost.

An act is handled at least once and answered exactly once: another worker takes over from one that dies, and
the idempotency store keeps it from replying twice.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from docket import ConcurrencyLimit, Docket, Retry

from actions.reply import Failed, Reply
from bot.queue.envelope import Envelope
from bot.stores import keys
from bot.stores.errors import reaching_redis
from bot.stores.idempotency import IdempotencyStore, Lease

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from actions.dialogue.converse import Advisor
    from bot.queue.outbox import DigestPlanner, Outbox

log = structlog.get_logger()

# Three attempts in about three seconds; then the person is told that it failed.
HANDLE_ATTEMPTS = 3
HANDLE_PAUSE = timedelta(seconds=1)


class ActServices(Protocol):
    """The services that handle an act: `advisor` decides on a reply, `planner` plans its calls."""

    @property
    def advisor(self) -> Advisor:
        """Decides on replies."""
        ...

    @property
    def planner(self) -> DigestPlanner:
        """Plans the calls of replies and digests."""
        ...


class Inbox:
    """Queues the acts that listeners receive."""

    def __init__(self, docket: Docket, handle: Callable[..., Awaitable[None]]) -> None:
        self._docket = docket
        self._handle = handle

    async def put(self, envelope: Envelope) -> None:
        """Queue `envelope`; a second one with the same key is a no-op while the first waits.

        Raises:
            StoreAwayError: it is not queued, so Slack must not be acknowledged.
        """
        add = self._docket.add(self._handle, key=f"act:{envelope.inbound.key}")
        with reaching_redis():
            await add(envelope.to_json(), conversation=envelope.inbound.conversation)


class Tasks:
    """The task of the inbox; `services` returns the present services, and is called once per act."""

    def __init__(
        self,
        docket: Docket,
        idempotency: IdempotencyStore,
        services: Callable[[], ActServices],
        outbox: Outbox,
    ) -> None:
        self._idempotency = idempotency
        self._services = services
        self._outbox = outbox
        docket.register(self.handle)
        self.inbox = Inbox(docket, self.handle)

    async def handle(
        self,
        line: str,
        *,
        conversation: str,
        retry: Retry = Retry(attempts=HANDLE_ATTEMPTS, delay=HANDLE_PAUSE),
        order: ConcurrencyLimit = ConcurrencyLimit("conversation", max_concurrent=1),
    ) -> None:
        """Answer one act; no two acts of one conversation are answered at once."""
        del conversation, order  # read by docket
        services, envelope = self._services(), Envelope.from_json(line)
        key = envelope.inbound.key
        lease = await self._idempotency.take(key)
        if lease is Lease.DONE:
            return
        if lease is Lease.BUSY:
            log.info("act_held_elsewhere", act=key)
            retry.after(keys.LEASE)
        try:
            exchange = await services.advisor.converse(envelope.inbound, envelope.act)
            log.info("act_decided", act=key, decision=type(exchange.reply.decision).__name__)
            await self._outbox.put(exchange.reply, envelope, services.planner)
            await services.advisor.remember(exchange)
        except Exception as error:
            await self._idempotency.give_back(key)
            if retry.attempt < HANDLE_ATTEMPTS:
                raise
            await self._report_failure(envelope, services, error)
        await self._idempotency.finish(key, remember_for=keys.CLICK if envelope.inbound.press else None)

    async def _report_failure(self, envelope: Envelope, services: ActServices, error: Exception) -> None:
        """Tell the person that it failed, with a code that finds the error in the log."""
        code = secrets.token_hex(4)
        log.error("act_failed", act=envelope.inbound.key, code=code, exc_info=error)
        try:
            language = await services.advisor.language(envelope.inbound, envelope.act)
        except Exception:  # noqa: BLE001  the person is told, whatever the error
            language = envelope.inbound.language or services.advisor.default_language
        await self._outbox.put(Reply(language, Failed(code)), envelope, services.planner)
