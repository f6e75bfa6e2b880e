"""The alarms of cases: scheduled docket tasks, which survive restarts, and a sweep that finds lost ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from docket import ConcurrencyLimit, Perpetual

from actions.cases.acts import ListCases
from actions.cases.case import replay
from actions.cases.digest import Digest, digest, morning
from actions.cases.events import RELAIS
from actions.model import Inbound
from actions.readiness.action_items import mark_reminded, reminders
from actions.readiness.acts import ListActions
from actions.readiness.drills import end_overdue
from actions.readiness.outcome import DrillEnded, ReadinessOutcome
from actions.reply import Reply
from bot.queue.envelope import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from docket import Docket

    from actions.cases.service import CaseService
    from bot.queue.worker import Outbox, Services
    from bot.stores.cases import RedisCases

log = structlog.get_logger()

_WAKE = "wake_case"
_SWEEP = timedelta(minutes=1)


class DocketScheduler:
    """`Scheduler` on docket: setting one again at the same time is a no-op while it waits."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket

    async def set(self, number: int, at: datetime) -> None:
        """Wake the case at `at`."""
        key = f"wake:{number}:{int(at.timestamp() * 1000)}"
        await self._docket.add(_WAKE, when=at, key=key)(number)


class CaseTasks:
    """What rings: wakes cases whose time has come, sweeps for those nobody woke, says good morning."""

    def __init__(
        self, docket: Docket, desk: Callable[[], Services], outbox: Outbox, cases: RedisCases
    ) -> None:
        self._docket = docket
        self._desk = desk
        self._outbox = outbox
        self._cases = cases
        docket.register(self.wake, names=[_WAKE])
        docket.register(self.sweep)

    async def wake(
        self, number: int, *, order: ConcurrencyLimit = ConcurrencyLimit("number", max_concurrent=1)
    ) -> None:
        """Look at a case, and tell what comes of it."""
        del order  # read by docket
        desk = self._desk()
        office = desk.advisor.cases
        if office is None:
            return
        for outcome in await office.wake(number):
            inbound = Inbound(f"wake:{number}", RELAIS, f"case:{number}", ListCases())
            reply = Reply(desk.advisor.default_language, outcome)
            await self._outbox.put(reply, Envelope(inbound, {}), desk.surface)

    async def sweep(self, *, again: Perpetual = Perpetual(every=_SWEEP, automatic=True)) -> None:
        """Wake open cases that should have been woken; then the departments whose morning has begun."""
        del again  # read by docket
        office = self._desk().advisor.cases
        if office is None:
            return
        now = office.clock.now()
        for number in await office.sweep():
            log.info("case_swept", case=number)
            key = f"sweep:{number}:{int(now.timestamp() // _SWEEP.total_seconds())}"
            await self._docket.add(_WAKE, key=key)(number)
        await self._greet(office, now)

    async def _greet(self, office: CaseService, now: datetime) -> None:
        cases = None
        for department in office.library.departments.values():
            opening = morning(department, office.library, now)
            if opening is None or await self._cases.greeted(department.id, opening):
                continue
            if cases is None:
                histories = [await self._cases.events(number) for number in await self._cases.all_numbers()]
                cases = [replay(events) for events in histories if events]
            told = digest(department, cases, office.library, opening)
            if told is not None:
                await self._say(told)
            await self._cases.greet(department.id, opening)

    async def _say(self, told: Digest) -> None:
        for outgoing in await self._desk().surface.digest(told):
            await self._outbox.send(outgoing)


class ReadinessTasks:
    """Reminds of actions and ends rehearsals that nobody ended; it looks for both once a minute."""

    def __init__(self, desk: Callable[[], Services], outbox: Outbox) -> None:
        self._desk = desk
        self._outbox = outbox

    def register(self, docket: Docket) -> None:
        """Look each minute from now on."""
        docket.register(self.look_for_assessments)

    async def look_for_assessments(
        self, *, again: Perpetual = Perpetual(every=_SWEEP, automatic=True)
    ) -> None:
        """Look, as docket calls it."""
        del again  # read by docket
        await self.look()

    async def look(self) -> None:
        """Tell what is due; a reminder counts as given once it is queued."""
        readiness = self._desk().advisor.readiness
        if readiness is None:
            return
        for reminded in await reminders(readiness.history):
            action = reminded.action
            await self._tell(reminded, action.by, f"step:{action.number}")
            await mark_reminded(readiness.history, action, reminded.reminder)
        for ended in await end_overdue(readiness.history):
            if isinstance(ended, DrillEnded):
                await self._tell(ended, ended.drill.by, f"drill:{ended.drill.number}:ended")

    async def _tell(self, outcome: ReadinessOutcome, person: str, key: str) -> None:
        desk = self._desk()
        inbound = Inbound(key, person, f"{person}:commands", ListActions())
        language = await desk.advisor.language(inbound)
        address = {"user": person.rpartition(":")[2], "private": True}
        await self._outbox.put(Reply(language, outcome), Envelope(inbound, address), desk.surface)
