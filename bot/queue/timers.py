"""Timers on docket: one per open case, which survives restarts, and checks that repeat each minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from docket import ConcurrencyLimit, ExponentialRetry, Perpetual, Retry

from actions.acts import ListTopics
from actions.cases.case import replay
from actions.cases.digest import digest, morning
from actions.cases.events import RELAIS
from actions.cases.timers import told_before
from actions.model import Inbound
from actions.readiness.action_items import mark_reminded, reminders
from actions.readiness.drills import end_overdue, mark_told
from actions.readiness.outcome import DrillEnded, ReadinessOutcome
from actions.reply import Reply
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from docket import Docket

    from bot.queue.inbox import ActServices
    from bot.queue.outbox import Outbox
    from bot.stores.cases import RedisCases

log = structlog.get_logger()

# The stored name of the task; it never changes, since timers outlive a version.
_WAKE = "wake_case"
_SWEEP = timedelta(minutes=1)
# Between attempts at waking a case: Redis was away in the middle, or the case itself cannot be woken.
_AGAIN, _LONGEST = timedelta(seconds=5), timedelta(minutes=10)


class DocketScheduler:
    """`Scheduler` on docket: setting a timer again at the same time is a no-op while it waits."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket

    async def set(self, number: int, at: datetime) -> None:
        """Wake the case at `at`."""
        key = f"wake:{number}:{int(at.timestamp() * 1000)}"
        await self._docket.add(_WAKE, when=at, key=key)(number)


class CaseTasks:
    """Wakes cases whose time has come, also those without a timer, and sends morning digests."""

    def __init__(
        self, docket: Docket, services: Callable[[], ActServices], outbox: Outbox, cases: RedisCases
    ) -> None:
        self._docket = docket
        self._services = services
        self._outbox = outbox
        self._cases = cases
        docket.register(self.wake, names=[_WAKE])
        docket.register(self.sweep)

    async def wake(
        self,
        number: int,
        *,
        order: ConcurrencyLimit = ConcurrencyLimit("number", max_concurrent=1),
        retry: Retry = ExponentialRetry(attempts=None, minimum_delay=_AGAIN, maximum_delay=_LONGEST),
    ) -> None:
        """Wake a case, and queue the replies to its outcomes; again until that worked."""
        del order, retry  # read by docket
        await wake_case(number, self._services(), self._outbox, self._cases)

    async def sweep(self, *, again: Perpetual = Perpetual(every=_SWEEP, automatic=True)) -> None:
        """Wake the open cases that are overdue, then send digests."""
        del again  # read by docket
        services = self._services()
        now = services.advisor.cases.clock.now()
        for number in await services.advisor.cases.sweep():
            log.info("case_swept", case=number)
            # One task a case: where it cannot be woken, no second one tries beside it.
            await self._docket.add(_WAKE, key=f"sweep:{number}")(number)
        await self._send_digests(services, now)

    async def _send_digests(self, services: ActServices, now: datetime) -> None:
        """Send the digest of each department whose working day has just begun, once."""
        cases, library = None, services.advisor.library
        for department in library.departments.values():
            opening = morning(department, library, now)
            if opening is None or await self._cases.digest_sent(department.id, opening):
                continue
            if cases is None:
                histories = [await self._cases.events(number) for number in await self._cases.all_numbers()]
                cases = [replay(events) for events in histories if events]
            due = digest(department, cases, library, opening)
            for call in await services.planner.digest(due) if due is not None else ():
                await self._outbox.send(call)
            await self._cases.mark_digest_sent(department.id, opening)


async def wake_case(number: int, services: ActServices, outbox: Outbox, cases: RedisCases) -> None:
    """Wake a case, queue the replies to its outcomes, and note up to where it was told."""
    told = await cases.told(number)
    if told is None:
        # Noted before anything happens, so that what is recorded now is told, if only after a stop.
        told = told_before(await cases.events(number), services.advisor.cases.clock.now())
        await cases.note_told(number, told)
    for outcome in await services.advisor.cases.wake(number, told):
        inbound = Inbound(f"wake:{number}", RELAIS, f"case:{number}")
        reply = Reply(services.advisor.default_language, outcome)
        await outbox.put(reply, Envelope(inbound, ListTopics()), services.planner)
    events = await cases.events(number)
    await cases.note_told(number, len(events))


class ReadinessTasks:
    """Reminds of actions and ends overdue rehearsals, once a minute."""

    def __init__(self, services: Callable[[], ActServices], outbox: Outbox) -> None:
        self._services = services
        self._outbox = outbox

    def register(self, docket: Docket) -> None:
        """Register the task, which docket then runs each minute."""
        docket.register(self.look_for_assessments)

    async def look_for_assessments(
        self, *, again: Perpetual = Perpetual(every=_SWEEP, automatic=True)
    ) -> None:
        """Run `look`, as docket's task."""
        del again  # read by docket
        await self.look()

    async def look(self) -> None:
        """Queue the replies that are due; a reminder counts as given once it is queued."""
        history = self._services().advisor.readiness.history
        for due in await reminders(history):
            await self._reply(due, due.action.by, f"step:{due.action.number}")
            await mark_reminded(history, due.action, due.reminder)
        for ended in await end_overdue(history):
            if isinstance(ended, DrillEnded):
                await self._reply(ended, ended.drill.by, f"drill:{ended.drill.number}:ended")
                await mark_told(history, ended.drill.number)

    async def _reply(self, outcome: ReadinessOutcome, person: str, key: str) -> None:
        services = self._services()
        inbound = Inbound(key, person, f"{person}:commands")
        language = await services.advisor.language(inbound)
        envelope = Envelope(inbound, ListTopics(), Address(person))
        await self._outbox.put(Reply(language, outcome), envelope, services.planner)
