"""The calls that remind people of a case that has waited too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.cases.case import Side
from actions.cases.events import ReminderStep
from bot.outgoing.calls import LinkCase, TellSide
from bot.pages.page import mention, note

if TYPE_CHECKING:
    from datetime import datetime

    from actions.cases.case import Case
    from actions.knowledge.department import Department
    from bot.directory import Directory
    from bot.outgoing.calls import Call
    from bot.pages.cases.cards import CasePages


@dataclass(frozen=True, slots=True)
class CaseReminders:
    """Finds the people to remind in `directory`; where one cannot be reached, the next of the ladder."""

    pages: CasePages
    directory: Directory

    async def calls(self, case: Case, step: ReminderStep, now: datetime) -> list[Call]:
        """Return the calls that remind of `case` at `step`."""
        if step in {ReminderStep.FIRST, ReminderStep.SETTLE} and case.holder:
            return [self._direct(case, step, case.holder, now)]
        if step in {ReminderStep.FIRST, ReminderStep.SETTLE}:
            return [self._in_channel(case, step, now)]
        direct: list[Call] = [
            self._direct(case, step, person, now) for person in await self.people(case, step)
        ]
        if step is ReminderStep.DAILY or not direct:
            return [self._in_channel(case, step, now), *direct]
        return direct

    def assigned(self, case: Case, by: str, person: str) -> list[Call]:
        """Return the call that tells a person they were given a case; none where they took it themselves."""
        if person == by:
            return []
        language = self.pages.language_of(case)
        department = self.pages.name(case.department, language)
        say = self.pages.strings[language]
        text = say("told_yours", person=mention(by), number=case.number, department=department)
        key = f"case:{case.number}:{case.version}:yours"
        return [LinkCase(key, case.number, person, text, say("nudge_open"))]

    async def people(self, case: Case, step: ReminderStep) -> tuple[str, ...]:
        """Return the people to remind at `step`; where they have left, those after them on the ladder."""
        library = self.pages.library
        department = library.department(case.department)
        last = library.department(library.default_department)
        ladder = {
            ReminderStep.OWNER: (department.owner, department.backup, last.owner, last.backup),
            ReminderStep.BACKUP: (department.backup, last.owner, last.backup, department.owner),
        }
        last_resort = (last.owner, last.backup, department.owner, department.backup)
        for reference in ladder.get(step, last_resort):
            found = await self.directory.people(reference, near=case.requester) if reference else ()
            if found:
                return found
        return ()

    def _direct(self, case: Case, step: ReminderStep, person: str, now: datetime) -> LinkCase:
        late = self.pages.is_late(case, now)
        text_key = {
            ReminderStep.FIRST: "nudge_holder_late" if late else "nudge_holder",
            ReminderStep.SETTLE: "nudge_settle",
            ReminderStep.OWNER: "nudge_owner",
        }.get(step, "nudge_last")
        key = f"case:{case.number}:{case.version}:nudge:{person}"
        label = self.pages.strings[self.pages.language_of(case)]("nudge_open")
        return LinkCase(key, case.number, person, self._text(case, text_key, now), label)

    def _in_channel(self, case: Case, step: ReminderStep, now: datetime) -> TellSide:
        late = self.pages.is_late(case, now)
        text_key = "nudge_channel_late" if late else "nudge_channel"
        text_key = "nudge_settle" if step is ReminderStep.SETTLE else text_key
        page = note(self._text(case, text_key, now))
        key = f"case:{case.number}:{case.version}:nudge"
        return TellSide(key, case.number, Side.DEPARTMENT, page, broadcast=True)

    def _text(self, case: Case, key: str, now: datetime) -> str:
        language = self.pages.language_of(case)
        return self.pages.strings[language](
            key,
            number=case.number,
            department=self.pages.name(case.department, language),
            due=self.pages.due(case, now, language),
        )

    def owners(self, department: Department) -> tuple[str, ...]:
        """Return the owners to write to where a department's channel cannot be reached."""
        last = self.pages.library.department(self.pages.library.default_department)
        return tuple(each for each in (department.owner, department.backup, last.owner, last.backup) if each)
