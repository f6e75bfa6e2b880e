"""The inbox and the outbox: docket tasks on Redis Streams, handled at least once, seen exactly once.

`put` is called before Slack is acknowledged; from then on an act cannot be lost. A worker that dies
loses its task to another one after `REDELIVERY`; the ledger keeps the second attempt from replying twice.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from docket import ConcurrencyLimit, Docket, Retry, Worker

from actions.reply import Failed, Reply
from bot.queue.envelope import Envelope, Outgoing
from bot.stores import keys
from bot.stores.errors import reaching_redis
from bot.stores.idempotency import IdempotencyStore, Lease

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from actions.cases.digest import Digest
    from actions.dialogue.converse import Advisor
    from bot.stores.deliveries import RedisDeliveries

log = structlog.get_logger()

REDELIVERY = timedelta(seconds=15)
# Three attempts in about three seconds, then a person hears that it failed, with a code.
HANDLE_ATTEMPTS = 3
HANDLE_PAUSE = timedelta(seconds=1)
# A reply waits for Slack up to a day: 2, 4, 8 … 300 seconds between attempts.
DELIVERY_PATIENCE = timedelta(days=1)
_LONGEST_PAUSE = 300
# Between attempts after an error nobody foresaw (Redis gone in the middle of one): the reply waits for the
# mend rather than being lost.
UNEXPECTED_PAUSE = timedelta(seconds=5)


class DeliveryRefusedError(Exception):
    """The surface will never accept this call; repeating it is useless."""


class DeliveryDelayedError(Exception):
    """The surface is away or busy; `after` is how long it asked to wait, if it said."""

    def __init__(self, after: timedelta | None = None) -> None:
        super().__init__("delivery delayed")
        self.after = after


class Surface(Protocol):
    """Turns replies into calls, and makes them."""

    async def outgoing(self, reply: Reply, envelope: Envelope) -> list[Outgoing]:
        """Draw `reply` for the address of `envelope`."""
        ...

    async def digest(self, told: Digest) -> list[Outgoing]:
        """Draw a department's morning digest."""
        ...

    async def deliver(self, outgoing: Outgoing, *, again: bool) -> None:
        """Make the call; `again` tells that an earlier attempt may have succeeded unheard.

        Raises:
            DeliveryRefusedError: it will never be accepted.
            DeliveryDelayedError: it may be accepted later.
        """
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Who answers with one knowledge: `advisor` decides, `surface` draws."""

    advisor: Advisor
    surface: Surface


class Inbox:
    """Where listeners put what happened."""

    def __init__(self, docket: Docket, handle: Callable[..., Awaitable[None]]) -> None:
        self._docket = docket
        self._handle = handle

    async def put(self, envelope: Envelope) -> None:
        """Queue `envelope`; a second one with the same key is a no-op while the first waits.

        Raises:
            StoreAwayError: it is not queued, so Slack must not be told that it was.
        """
        add = self._docket.add(self._handle, key=f"act:{envelope.inbound.key}")
        with reaching_redis():
            await add(envelope.to_json(), conversation=envelope.inbound.conversation)


class Tasks:
    """The task of the inbox; `desk` gives who answers now, and is asked once for each act."""

    def __init__(
        self, docket: Docket, idempotency: IdempotencyStore, desk: Callable[[], Services], outbox: Outbox
    ) -> None:
        self._idempotency = idempotency
        self._desk = desk
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
        desk, envelope = self._desk(), Envelope.from_json(line)
        key = envelope.inbound.key
        claim = await self._idempotency.take(key)
        if claim is Lease.DONE:
            return
        if claim is Lease.BUSY:
            log.info("act_held_elsewhere", act=key)
            retry.after(keys.LEASE)
        try:
            exchange = await desk.advisor.converse(envelope.inbound)
            log.info("act_decided", act=key, decision=type(exchange.reply.decision).__name__)
            await self._outbox.put(exchange.reply, envelope, desk.surface)
            await desk.advisor.remember(exchange)
        except Exception as error:
            await self._idempotency.give_back(key)
            if retry.attempt < HANDLE_ATTEMPTS:
                raise
            await self._apologise(envelope, desk, error)
        await self._idempotency.finish(key, remember_for=keys.CLICK if envelope.inbound.press else None)

    async def _apologise(self, envelope: Envelope, desk: Services, error: Exception) -> None:
        """Tell the person that it failed, with a code that finds the trace in the log."""
        code = secrets.token_hex(4)
        log.error("act_failed", act=envelope.inbound.key, code=code, exc_info=error)
        try:
            language = await desk.advisor.language(envelope.inbound)
        except Exception:  # noqa: BLE001  whatever is broken, the person is told
            language = envelope.inbound.language or desk.advisor.default_language
        await self._outbox.put(Reply(language, Failed(code)), envelope, desk.surface)


class Outbox:
    """Where replies wait until the surface has taken them; who got what is noted once they are queued."""

    def __init__(
        self, docket: Docket, idempotency: IdempotencyStore, surface: Surface, deliveries: RedisDeliveries
    ) -> None:
        self._docket = docket
        self._idempotency = idempotency
        self._surface = surface
        self._deliveries = deliveries
        docket.register(self.deliver)

    async def put(self, reply: Reply, envelope: Envelope, drawn_by: Surface | None = None) -> None:
        """Draw `reply` and queue it; putting it again while it waits, or a day after, changes nothing."""
        for outgoing in await (drawn_by or self._surface).outgoing(reply, envelope):
            await self.send(outgoing)
        await self._deliveries.record(reply, envelope)

    async def send(self, outgoing: Outgoing) -> None:
        """Queue one call that is drawn already."""
        await self._docket.add(self.deliver, key=f"out:{outgoing.key}")(outgoing.to_json())

    async def deliver(
        self,
        line: str,
        *,
        retry: Retry = Retry(attempts=None, delay=UNEXPECTED_PAUSE),
    ) -> None:
        """Make one call to the surface, for as long as it takes (`DELIVERY_PATIENCE`)."""
        outgoing = Outgoing.from_json(line)
        claim = await self._idempotency.take(outgoing.key)
        if claim is Lease.DONE:
            return
        if claim is Lease.BUSY and retry.attempt == 1:
            retry.after(keys.LEASE)
        try:
            await self._surface.deliver(outgoing, again=claim is Lease.BUSY or retry.attempt > 1)
        except DeliveryRefusedError as error:
            log.warning("delivery_refused", out=outgoing.key, method=outgoing.method, error=str(error))
        except DeliveryDelayedError as error:
            await self._postpone(outgoing, retry, error.after)
        await self._idempotency.finish(outgoing.key)

    async def _postpone(self, outgoing: Outgoing, retry: Retry, after: timedelta | None) -> None:
        """Try again later, until patience ends; raises docket's request for a retry."""
        pause = after or timedelta(seconds=min(2**retry.attempt, _LONGEST_PAUSE))
        if pause * retry.attempt > DELIVERY_PATIENCE:
            log.error("delivery_given_up", out=outgoing.key, attempt=retry.attempt)
            return
        log.warning("delivery_delayed", out=outgoing.key, attempt=retry.attempt, seconds=pause.seconds)
        await self._idempotency.give_back(outgoing.key)
        retry.after(pause)


def open_docket(url: str, name: str = "relais-queue") -> Docket:
    """Return the queue; finished tasks leave nothing behind, since they carry employees' words."""
    return Docket(name=name, url=url, execution_ttl=timedelta(0))


def open_worker(docket: Docket, concurrency: int) -> Worker:
    """Return a worker that handles `concurrency` tasks at once."""
    return Worker(
        docket,
        concurrency=concurrency,
        redelivery_timeout=REDELIVERY,
        reconnection_delay=timedelta(seconds=1),
        scheduling_resolution=timedelta(milliseconds=250),
    )
