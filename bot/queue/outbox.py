"""The outbox: queues calls in lanes, and tries each until the surface accepts it or a day is over."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from redis.exceptions import RedisError

from actions.language import Language
from bot.directory import DirectoryAwayError
from bot.outgoing.address import reply_to
from bot.outgoing.calls import CALL, Say, ShowCard, TellSide, Whisper, Withdraw
from bot.outgoing.lanes import lane_of, lane_to
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError
from bot.queue.lanes import Lanes, Wait
from bot.queue.queued_call import QueuedCall, is_ids_only
from bot.stores.dead_letters import DeadLetter
from bot.stores.errors import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from docket import Docket

    from actions.cases.digest import Digest
    from actions.model import Inbound
    from actions.reply import Reply
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.queue.envelope import Envelope
    from bot.queue.stores import OutboxStores
    from bot.stores.lanes import Failures


log = structlog.get_logger()

# How long a call is tried, by the clock: 1, 2, 4 … 300 seconds between attempts.
DELIVERY_PATIENCE = timedelta(days=1)
_LONGEST_PAUSE = 300
# A call that fails by an error of our own is given up after so many attempts.
_MOST_BROKEN = 5
_BROKEN_PAUSE = timedelta(seconds=5)
# How the key of a notice ends; where it is given up too, nobody is told of that.
_NOTICE = ":given-up"


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

    async def make(self, call: Call) -> tuple[Call, ...]:
        """Make the call once, and return those that follow from it.

        Raises:
            DeliveryRefusedError: it will never be accepted.
            DeliveryDelayedError: it may be accepted later.
        """
        ...

    def notices(self, call: Call, person: str, language: Language) -> tuple[Call, ...]:
        """Return the calls that tell somebody that `call`, of the act of `person`, was given up."""
        ...


class Outbox:
    """Queues calls and makes them; who got which topic is stored once they are queued."""

    def __init__(
        self,
        docket: Docket,
        stores: OutboxStores,
        delivery: Callable[[], CallDelivery],
        now: Callable[[], float] = time.time,
        broken_pause: timedelta = _BROKEN_PAUSE,
    ) -> None:
        """Register the task; `delivery` returns what makes calls at present.

        `broken_pause` is how long a call waits after an error of our own.
        """
        self._broken_pause = broken_pause
        self._stores = stores
        self._delivery = delivery
        self._now = now
        self.lanes = Lanes(docket, stores.lanes, stores.aside, self._work)

    async def put(
        self, reply: Reply, envelope: Envelope, planner: CallPlanner, *, replaces: str = ""
    ) -> None:
        """Plan the calls of `reply` and queue them; again within a day changes nothing.

        `replaces` is the key of the notice that the reply is written over.
        """
        inbound = envelope.inbound
        calls = await planner.calls(reply, inbound, envelope.address)
        if replaces:
            calls = _over_notice(calls, replaces, envelope.address)
        await self.send(*calls, person=inbound.person, language=reply.language)
        await self._stores.deliveries.record(reply, inbound, envelope.address.place)

    async def send(self, *calls: Call, person: str = "", language: Language = Language.FR) -> None:
        """Queue calls, each behind those of its lane; `person` is who is told where one is given up.

        Raises:
            StoreAwayError: Redis does not answer.
        """
        for call in calls:
            lane = await self._lane(call)
            queued = QueuedCall(call, lane, self._now(), person, language)
            await self.lanes.put(lane, queued.to_json())

    async def is_waiting(self, lane: str) -> bool:
        """Tell whether a call waits in a lane."""
        return await self._stores.lanes.is_busy(lane)

    async def _lane(self, call: Call) -> str:
        lane, threads = lane_of(call), self._stores.thread_lanes
        if isinstance(call, ShowCard) and call.where is not None:
            # From the first card on, this side is told in the lane of the conversation it shares.
            await threads.join(lane, await threads.lane(lane_to(call.where)))
        return await threads.lane(lane)

    async def _work(self, line: str, failures: Failures) -> Wait | None:
        """Make one call; return how it must wait, None where it is settled."""
        queued = QueuedCall.from_json(line)
        call = queued.call
        if await self._stores.calls.is_settled(call.key):
            return None
        further: tuple[Call, ...] = ()
        try:
            further = await self._delivery().make(call)
            if isinstance(call, Say | TellSide):
                further = (*further, *call.then)
        except DeliveryRefusedError as error:
            if not isinstance(call, Whisper) or not call.optional:
                return await self._give_up(queued, str(error))
            log.info("whisper_not_possible", out=call.key, error=str(error))
        except (DeliveryDelayedError, DirectoryAwayError) as error:
            return await self._delay(queued, error, failures.delayed)
        except (RedisError, StoreAwayError):
            raise
        except Exception as error:
            log.exception("delivery_broken", out=call.key, kind=call.kind, failed=failures.broken)
            if failures.broken + 1 < _MOST_BROKEN and not self._is_too_old(queued, timedelta(0)):
                return Wait(self._broken_pause, "broken")
            return await self._give_up(queued, type(error).__name__)
        await self.send(*further, person=queued.person, language=queued.language)
        await self._stores.calls.settle(call.key)
        return None

    async def _delay(
        self, queued: QueuedCall, error: DeliveryDelayedError | DirectoryAwayError, failed: int
    ) -> Wait | None:
        """Let a call wait as long as the surface asks, else longer at each attempt; give up one of a day."""
        asked = error.after if isinstance(error, DeliveryDelayedError) else None
        wait = Wait(timedelta(seconds=min(2**failed, _LONGEST_PAUSE)), "delayed")
        if asked is not None:
            wait = Wait(asked)
        if self._is_too_old(queued, wait.pause):
            return await self._give_up(queued, "too_old")
        log.info("delivery_delayed", out=queued.call.key, failed=failed, seconds=wait.pause.total_seconds())
        return wait

    def _is_too_old(self, queued: QueuedCall, pause: timedelta) -> bool:
        return self._now() + pause.total_seconds() > queued.first_at + DELIVERY_PATIENCE.total_seconds()

    async def _give_up(self, queued: QueuedCall, reason: str) -> Wait | None:
        """Tell somebody that a call was given up, once, then keep it as a dead letter, by ids.

        In this order: a process that ends in between tells it again, by calls that are made once.
        """
        call = queued.call
        log.warning("delivery_given_up", out=call.key, kind=call.kind, error=reason)
        told = call.key.endswith(_NOTICE) or await self._stores.dead_letters.has(call.key)
        further = call.otherwise if isinstance(call, Say) else ()
        if not further and not told:
            further = self._delivery().notices(call, queued.person, queued.language)
        await self.send(*further, person=queued.person, language=queued.language)
        await self._stores.dead_letters.add(dead_letter(queued, reason, self._now()))
        return None


def dead_letter(queued: QueuedCall, reason: str, now: float) -> DeadLetter:
    """Return the letter of a call: by ids, without a word of anybody."""
    call = queued.call
    number, version = getattr(call, "number", 0), 0
    parts = call.key.split(":")
    if number and len(parts) > 2 and parts[:2] == ["case", str(number)] and parts[2].isdecimal():  # noqa: PLR2004  `case:NUMBER:VERSION`
        version = int(parts[2])
    line = CALL.dump_json(call).decode() if is_ids_only(call) else ""
    return DeadLetter(
        call.key,
        call.kind,
        reason,
        queued.first_at,
        now,
        queued.team,
        queued.lane,
        queued.person,
        line,
        number if version else 0,
        version,
    )


def _over_notice(calls: list[Call], notice: str, address: Address) -> list[Call]:
    """Let the first message in the conversation be written over the notice, else withdraw the notice."""
    for place, call in enumerate(calls):
        if isinstance(call, Say) and call.to == reply_to(address):
            return [*calls[:place], replace(call, replaces=notice), *calls[place + 1 :]]
    return [*calls, withdraw(notice, address)]


def withdraw(notice: str, address: Address) -> Withdraw:
    """Return the call that takes the notice of this key back, where an act came from."""
    return Withdraw(f"{notice}:withdrawn", reply_to(address), notice)
