"""The inbox: acts are queued here before Slack is acknowledged, so that none is lost.

The acts of one conversation are a lane: they are handled in order, one at a time. An act is handled at least
once and answered exactly once: another worker takes over from one that dies, and what was sent is known by
its keys. The one exception is a person who asks more than ten times a minute.
"""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from redis.exceptions import RedisError

from actions.acts import AskRoles, Said
from actions.cases.acts import AnswerCase
from actions.cases.case import Side
from actions.model import Inbound
from actions.permissions.denial import Denial, NotAllowed
from actions.reply import Failed, OneMoment, Reply, TooManyQuestions
from bot.outgoing.address import Address
from bot.outgoing.calls import Say, SayWait
from bot.queue.envelope import Envelope, queued_at
from bot.queue.lanes import Lanes, Wait
from bot.queue.outbox import withdraw
from bot.queue.versions import reading
from bot.stores import queue_keys as keys
from bot.stores.errors import StoreAwayError
from bot.stores.thread_lanes import lane_of_side
from bot.stores.waiting import WaitingAct

if TYPE_CHECKING:
    from collections.abc import Callable

    from docket import Docket

    from actions.dialogue.converse import Advisor
    from actions.dialogue.turn import Exchange
    from bot.queue.outbox import DigestPlanner, Outbox
    from bot.queue.stores import InboxStores
    from bot.stores.lanes import Failures

log = structlog.get_logger()

# Three attempts in about three seconds; then the person is told that it failed.
HANDLE_ATTEMPTS = 3
HANDLE_PAUSE = timedelta(seconds=1)
# So often, a second apart, words wait for the card that they are written under.
_MOST_WAITS = 30
# Questions and commands a minute and person; the next one gets a line, those after it none.
MOST_A_MINUTE = 10
# After so long without a reply, a person is told that it takes a moment.
NOTICE_AFTER = timedelta(seconds=10)


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
    """Queues the acts that listeners receive, and handles them."""

    def __init__(
        self,
        docket: Docket,
        stores: InboxStores,
        services: Callable[[], ActServices],
        outbox: Outbox,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Register the task; `services` returns the present services, and is called once per act."""
        self._stores = stores
        self._services = services
        self._outbox = outbox
        self._now = now
        self.lanes = Lanes(docket, stores.lanes, stores.aside, self._work)

    async def put(self, envelope: Envelope) -> None:
        """Queue `envelope` behind the other acts of its conversation; a second delivery changes nothing.

        Raises:
            StoreAwayError: it may not be queued, so Slack must not be acknowledged.
        """
        waiting = _waiting(envelope)
        try:
            # Noted before, so that a worker which is quick finds the wait that it ends.
            await self._stores.waiting.add(waiting, self._now(), _message(envelope))
            await self.lanes.put(envelope.inbound.conversation, envelope.to_json(self._now()))
        except (RedisError, OSError, StoreAwayError) as error:
            with suppress(RedisError, OSError):
                await self._stores.waiting.end(waiting)
            raise StoreAwayError from error

    async def oldest(self) -> float:
        """Return the age in seconds of the act that waits longest, 0 where none waits."""
        since = await self._stores.waiting.oldest()
        return max(0.0, self._now() - since) if since is not None else 0.0

    async def give_notices(self) -> None:
        """Tell those who wait for ten seconds that their reply takes a moment."""
        services = self._services()
        for act in await self._stores.waiting.due(self._now() - NOTICE_AFTER.total_seconds()):
            if await self._stores.idempotency.is_done(act.reply_key.removesuffix(":reply:")):
                continue  # delivered again after its answer
            inbound = Inbound(act.reply_key, act.person, act.conversation)
            address = Address(act.person, act.channel, act.thread)
            language = await services.advisor.language(inbound)
            planned = await services.planner.calls(Reply(language, OneMoment()), inbound, address)
            for call in planned:
                if isinstance(call, Say):
                    wait = SayWait(_notice(act.reply_key), call.to, call.page, act.reply_key)
                    await self._outbox.send(wait, person=act.person, language=language)

    async def _work(self, line: str, failures: Failures) -> Wait | None:
        """Answer one act; return how it must wait, None where it is answered."""
        with reading(line) as document:
            envelope, at = Envelope.from_document(document), queued_at(document)
        key, services = envelope.inbound.key, self._services()
        if await self._stores.idempotency.is_done(key):
            # A second delivery, which waited too.
            await self._stores.waiting.end(_waiting(envelope))
            return None
        if failures.delayed < _MOST_WAITS and await self._waits_for_card(envelope, services):
            return Wait(HANDLE_PAUSE, "delayed")
        try:
            if not await self._is_too_much(envelope, services, at or self._now()):
                exchange = await services.advisor.converse(envelope.inbound, envelope.act)
                if _cannot_check(exchange.reply) and failures.broken + 1 < HANDLE_ATTEMPTS:
                    return Wait(HANDLE_PAUSE, "broken")
                await self._answer(exchange, envelope, services)
        except (RedisError, StoreAwayError):
            raise
        except Exception as error:  # noqa: BLE001  the person is told, whatever the error
            if failures.broken + 1 < HANDLE_ATTEMPTS:
                log.warning("act_tried_again", act=key, error=type(error).__name__)
                return Wait(HANDLE_PAUSE, "broken")
            await self._report_failure(envelope, services, error)
        await self._stores.idempotency.finish(
            key, remember_for=keys.CLICK if envelope.inbound.press else None
        )
        return None

    async def _waits_for_card(self, envelope: Envelope, services: ActServices) -> bool:
        """Tell whether words in a private thread are for a case whose card is not known to be there yet.

        Slack may have posted the card, and its answer been lost: the requester writes under it before the
        next attempt finds it.
        """
        inbound, cases = envelope.inbound, services.advisor.cases
        if not isinstance(envelope.act, Said) or inbound.addressed or not envelope.address.private:
            return False
        if await cases.store.in_conversation(inbound.conversation):
            return False
        for case in (await cases.list_of(inbound.person)).cases:
            lane = lane_of_side(case.number, Side.REQUESTER)
            if case.is_open and await self._outbox.is_waiting(lane):
                return True
        return False

    async def _answer(self, exchange: Exchange, envelope: Envelope, services: ActServices) -> None:
        log.info("act_decided", act=envelope.inbound.key, decision=type(exchange.reply.decision).__name__)
        await self._reply(exchange.reply, envelope, services)
        await services.advisor.remember(exchange)

    async def _reply(self, reply: Reply, envelope: Envelope, services: ActServices) -> None:
        """Queue a reply, over the notice of a long wait where one was given."""
        given = await self._stores.waiting.end(_waiting(envelope))
        notice = _notice(envelope.inbound.reply_key) if given else ""
        await self._outbox.put(reply, envelope, services.planner, replaces=notice)

    async def _is_too_much(self, envelope: Envelope, services: ActServices, at: float) -> bool:
        """Answer the eleventh question or command of a minute with one line, and later ones not at all.

        The minute is that in which they were queued `at`: after an outage many are handled at once.
        """
        inbound, act = envelope.inbound, envelope.act
        if not isinstance(act, Said | AskRoles):
            return False
        place = await self._stores.rate.place(inbound.person, inbound.key, at)
        if place <= MOST_A_MINUTE:
            return False
        cases = services.advisor.cases
        if isinstance(act, Said) and await cases.open_in(inbound.conversation, inbound.person) is not None:
            return False  # words for a department, which are never dropped
        log.info("act_over_limit", act=inbound.key, place=place)
        if place == MOST_A_MINUTE + 1:
            language = await services.advisor.language(inbound, act)
            await self._reply(Reply(language, TooManyQuestions()), envelope, services)
        elif await self._stores.waiting.end(_waiting(envelope)):
            gone = withdraw(_notice(inbound.reply_key), envelope.address)
            await self._outbox.send(gone, person=inbound.person)
        return True

    async def _report_failure(self, envelope: Envelope, services: ActServices, error: Exception) -> None:
        """Tell the person that it failed, with a code that finds the error in the log."""
        code = secrets.token_hex(4)
        log.error("act_failed", act=envelope.inbound.key, code=code, exc_info=error)
        try:
            language = await services.advisor.language(envelope.inbound, envelope.act)
        except Exception:  # noqa: BLE001  the person is told, whatever the error
            language = envelope.inbound.language or services.advisor.default_language
        await self._reply(Reply(language, Failed(code)), envelope, services)


def _cannot_check(reply: Reply) -> bool:
    """Tell whether an act was refused only because the surface did not say who the person is."""
    return isinstance(reply.decision, NotAllowed) and reply.decision.why is Denial.CANNOT_CHECK


def _notice(reply_key: str) -> str:
    return f"{reply_key}:notice"


def _message(envelope: Envelope) -> str:
    """Return the message that an act may relay, empty where it relays none."""
    return envelope.act.ref if isinstance(envelope.act, AnswerCase) else envelope.inbound.ref


def _waiting(envelope: Envelope) -> WaitingAct:
    inbound, address = envelope.inbound, envelope.address
    return WaitingAct(
        inbound.reply_key,
        inbound.person,
        inbound.conversation,
        address.channel,
        address.thread,
        isinstance(envelope.act, Said | AskRoles) and inbound.addressed,
    )
