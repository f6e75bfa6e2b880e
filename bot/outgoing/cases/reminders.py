"""Reminders and digests as calls: who is told, and where, when a case waits too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.cases.events import ReminderStep
from bot.outgoing.calls import DM, POST
from bot.pages.page import note
from bot.queue.envelope import Outgoing
from bot.slack.blocks.render import render
from bot.slack.workspace.people import mention, user_of
from bot.stores.case_threads import DEPARTMENT

if TYPE_CHECKING:
    from datetime import datetime

    from actions.cases.case import Case
    from actions.knowledge.department import Department
    from bot.pages.cases.cards import CasePages
    from bot.slack.workspace.directory import Directory


@dataclass(frozen=True, slots=True)
class CaseReminders:
    """Finds who is to be reminded with `directory`; where nobody is there, the next of the ladder is told."""

    pages: CasePages
    directory: Directory

    async def calls(self, case: Case, step: ReminderStep, now: datetime) -> list[Outgoing]:
        """Return the calls that remind of `case` at `step`."""
        if step in {ReminderStep.FIRST, ReminderStep.SETTLE} and case.holder:
            return [self._direct(case, step, user_of(case.holder), now)]
        if step in {ReminderStep.FIRST, ReminderStep.SETTLE}:
            return [self._in_channel(case, step, now)]
        people = await self.people(case, step)
        direct = [self._direct(case, step, user, now) for user in people]
        if step is ReminderStep.DAILY or not direct:
            return [self._in_channel(case, step, now), *direct]
        return direct

    def given(self, case: Case, by: str, person: str) -> list[Outgoing]:
        """Return the call that tells somebody they were given a case; nobody tells oneself."""
        if person == by:
            return []
        language = self.pages.language_of(case)
        say, department = self.pages.strings[language], self.pages.name(case.department, language)
        told = say("told_yours", person=mention(by), number=case.number, department=department, link="{link}")
        call = {"user": user_of(person), "text": told, "number": case.number, "open": say("nudge_open")}
        return [Outgoing(f"case:{case.number}:{case.version}:yours", DM, call)]

    async def people(self, case: Case, step: ReminderStep) -> tuple[str, ...]:
        """Return the user ids to remind at `step`; those after them where they are not there any more."""
        library = self.pages.library
        department, last = library.department(case.department), library.department(library.default_department)
        ladder = {
            ReminderStep.OWNER: (department.owner, department.backup, last.owner, last.backup),
            ReminderStep.BACKUP: (department.backup, last.owner, last.backup, department.owner),
        }
        for reference in ladder.get(step, (last.owner, last.backup, department.owner, department.backup)):
            found = await self.directory.people(reference) if reference else ()
            if found:
                return found
        return ()

    def _direct(self, case: Case, step: ReminderStep, user: str, now: datetime) -> Outgoing:
        say = self.pages.strings[self.pages.language_of(case)]
        late = self.pages.is_late(case, now)
        key = {
            ReminderStep.FIRST: "nudge_holder_late" if late else "nudge_holder",
            ReminderStep.SETTLE: "nudge_settle",
            ReminderStep.OWNER: "nudge_owner",
        }.get(step, "nudge_last")
        call = {"user": user, "text": self._text(case, key, now), "number": case.number}
        name = f"case:{case.number}:{case.version}:nudge:{user}"
        return Outgoing(name, DM, {**call, "open": say("nudge_open")})

    def _in_channel(self, case: Case, step: ReminderStep, now: datetime) -> Outgoing:
        late = self.pages.is_late(case, now)
        key = "nudge_channel_late" if late else "nudge_channel"
        key = "nudge_settle" if step is ReminderStep.SETTLE else key
        message = render(note(self._text(case, key, now).replace("{link}", "").rstrip()))
        call = {"number": case.number, "side": DEPARTMENT, "text": message.text, "blocks": message.blocks}
        return Outgoing(f"case:{case.number}:{case.version}:nudge", POST, {**call, "broadcast": True})

    def _text(self, case: Case, key: str, now: datetime) -> str:
        language = self.pages.language_of(case)
        return self.pages.strings[language](
            key,
            number=case.number,
            department=self.pages.name(case.department, language),
            due=self.pages.due(case, now, language),
            link="{link}",
        )

    def owners(self, department: Department) -> tuple[str, ...]:
        """Return the references to write to where a department's channel cannot be reached."""
        last = self.pages.library.department(self.pages.library.default_department)
        return tuple(each for each in (department.owner, department.backup, last.owner, last.backup) if each)
