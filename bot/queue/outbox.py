"""The outbox: queues calls, and retries each until the surface accepts it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from docket import Docket, Retry

from bot.outgoing.calls import CALL
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError
from bot.stores import keys
from bot.stores.idempotency import IdempotencyStore, Lease

if TYPE_CHECKING:
    from collections.abc import Callable

    from actions.cases.digest import Digest
    from actions.model import Inbound
    from actions.reply import Reply
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.queue.envelope import Envelope
    from bot.stores.deliveries import RedisDeliveries

log = structlog.get_logger()

# A call is retried for up to a day: 2, 4, 8 … 300 seconds between attempts.
DELIVERY_PATIENCE = timedelta(days=1)
_LONGEST_PAUSE = 300
# Between attempts after an unexpected error (Redis lost in the middle of one), so that no call is lost.
UNEXPECTED_PAUSE = timedelta(seconds=5)


class CallPlanner(Protocol):
    """Plans the calls of a reply."""

    async def calls(self, reply: Reply, inbound: Inbound, address: Address) -> list[Call]:
        """Return the calls of `reply` to the act of `inbound`, which came from `address`."""
        ...


class DigestPlanner(CallPlanner, Protocol):
    """Plans the calls of a reply, and of a digest."""

    async def digest(self, digest: Digest) -> list[Call]:
        """Return the calls of a department's morning digest."""
        ...


class CallDelivery(Protocol):
    """Makes calls."""

    async def make(self, call: Call, *, again: bool) -> None:
        """Make the call; `again` where an earlier attempt may have succeeded without our knowing.

        Raises:
            DeliveryRefusedError: it will never be accepted.
            DeliveryDelayedError: it may be accepted later.
        """
        ...


class Outbox:
    """Queues calls and makes them; who got which topic is stored once they are queued."""

    def __init__(
        self,
        docket: Docket,
        idempotency: IdempotencyStore,
        delivery: Callable[[], CallDelivery],
        deliveries: RedisDeliveries,
        read_legacy: Callable[[dict[str, Any]], Call] | None = None,
    ) -> None:
        """Register the task; `delivery` returns what makes calls at present.

        `read_legacy` reads the calls that version 0.1.0 left, which have no `kind`.
        """
        self._docket = docket
        self._idempotency = idempotency
        self._delivery = delivery
        self._deliveries = deliveries
        self._read_legacy = read_legacy
        docket.register(self.deliver)

    async def put(self, reply: Reply, envelope: Envelope, planner: CallPlanner) -> None:
        """Plan the calls of `reply` and queue them; putting it again within a day changes nothing."""
        for call in await planner.calls(reply, envelope.inbound, envelope.address):
            await self.send(call)
        await self._deliveries.record(reply, envelope.inbound, envelope.address.place)

    async def send(self, call: Call) -> None:
        """Queue one call."""
        line = CALL.dump_json(call).decode()
        await self._docket.add(self.deliver, key=f"out:{call.key}")(line)

    async def deliver(
        self,
        line: str,
        *,
        retry: Retry = Retry(attempts=None, delay=UNEXPECTED_PAUSE),
    ) -> None:
        """Make one call; it is retried for up to `DELIVERY_PATIENCE`."""
        call = self._read(line)
        lease = await self._idempotency.take(call.key)
        if lease is Lease.DONE:
            return
        if lease is Lease.BUSY and retry.attempt == 1:
            retry.after(keys.LEASE)
        first = await self._idempotency.try_first(call.key)
        # Version 0.1.0 did not note what it tried.
        again = not first or lease is Lease.BUSY or retry.attempt > 1
        try:
            await self._delivery().make(call, again=again)
        except DeliveryRefusedError as error:
            log.warning("delivery_refused", out=call.key, kind=call.kind, error=str(error))
        except DeliveryDelayedError as error:
            await self._postpone(call, retry, error.after)
        await self._idempotency.finish(call.key)

    def _read(self, line: str) -> Call:
        document = json.loads(line)
        if "kind" not in document and self._read_legacy is not None:
            return self._read_legacy(document)
        return CALL.validate_python(document)

    async def _postpone(self, call: Call, retry: Retry, after: timedelta | None) -> None:
        """Raise docket's request for a retry, unless `DELIVERY_PATIENCE` is over."""
        pause = after or timedelta(seconds=min(2**retry.attempt, _LONGEST_PAUSE))
        if pause * retry.attempt > DELIVERY_PATIENCE:
            log.error("delivery_given_up", out=call.key, attempt=retry.attempt)
            return
        log.warning("delivery_delayed", out=call.key, attempt=retry.attempt, seconds=pause.seconds)
        await self._idempotency.give_back(call.key)
        retry.after(pause)
