"""Decides whether a person may do an act: the one place, asked when the act is done.

A button or a form carries no authority: whatever a person sends is checked against the case, the survey and
the people as they are now. Opening a form that shows something is an act too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.cases.acts import Reassign, SendEdit
from actions.cases.case import replay
from actions.cases.events import Moved, Opened, ReminderStep
from actions.permissions.denial import Denial, NotAllowed
from actions.permissions.organisation import CannotTellError, Relation
from actions.permissions.rules import Rule, rule_for, shared_in
from actions.readiness.acts import (
    AnswerDrill,
    FinishAssessment,
    OpenReadinessForm,
    PassDrill,
    TakeDrill,
)
from actions.readiness.scopes import survey_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actions.acts import Act
    from actions.cases.case import Case
    from actions.cases.events import Event
    from actions.cases.service import CaseService
    from actions.knowledge.department import Department
    from actions.knowledge.library import Library
    from actions.permissions.organisation import ManagerDirectory, Organisation
    from actions.readiness.service import ReadinessService

# The reminders that only concern the department itself.
_INSIDE = frozenset({ReminderStep.FIRST, ReminderStep.SETTLE})
_ON_CASES = frozenset({Rule.REQUESTER, Rule.DEPARTMENT, Rule.PARTY})
# The rules that cannot be checked without the surface.
_NEED_THE_SURFACE = frozenset({Rule.DEPARTMENT, Rule.MANAGER, Rule.REHEARSING})


@dataclass(frozen=True, slots=True)
class Permissions:
    """Asks `organisation` and `managers` about people; `advises_outsiders` where they get advice."""

    organisation: Organisation
    managers: ManagerDirectory
    cases: CaseService
    readiness: ReadinessService
    advises_outsiders: bool = False

    @property
    def _library(self) -> Library:
        return self.cases.library

    async def refusal(self, person: str, act: Act, key: str = "") -> NotAllowed | None:
        """Return why this person may not do `act`; None where they may.

        Where the surface does not answer, advice and the requester's own acts are allowed, and acts of a
        department or of managers are not. An act on a case whose `key` is among its events was allowed when
        it was done, so that a second attempt gives the same outcome.
        """
        rule = rule_for(act)
        relation = await self.organisation.relation(person)
        events = await self._events_of(act) if rule in _ON_CASES else []
        if key and any((event.key, event.by) == (key, person) for event in events):
            return None
        if relation in {Relation.OUTSIDER, Relation.GONE}:
            return self._refusal_outside(rule, relation)
        if relation is Relation.UNKNOWN and (rule in _NEED_THE_SURFACE or shared_in(act)):
            return NotAllowed(Denial.CANNOT_CHECK)
        try:
            known = relation is not Relation.UNKNOWN
            refused = await self._refusal_inside(rule, person, act, events, known=known)
        except CannotTellError:
            return NotAllowed(Denial.CANNOT_CHECK)
        return refused

    def _refusal_outside(self, rule: Rule, relation: Relation) -> NotAllowed | None:
        """Return the refusal to somebody who is no employee; an edit of theirs gets no reply at all."""
        if rule is Rule.AUTHOR:
            return None
        if relation is Relation.GONE or not self.advises_outsiders:
            return NotAllowed(Denial.OUTSIDER)
        return None if rule is Rule.ADVISED else NotAllowed(Denial.ADVICE_ONLY)

    async def _refusal_inside(
        self, rule: Rule, person: str, act: Act, events: Sequence[Event], *, known: bool
    ) -> NotAllowed | None:
        """Return the refusal to an employee, or to somebody who is not `known` to be one."""
        if (channel := shared_in(act)) and not await self.organisation.may_post(channel, person):
            return NotAllowed(Denial.NOT_IN_CHANNEL)
        match rule:
            case Rule.ADVISED | Rule.EMPLOYEE | Rule.AUTHOR:
                return None
            case Rule.REQUESTER | Rule.DEPARTMENT | Rule.PARTY:
                return await self._refusal_on_case(rule, person, act, events, known=known)
            case Rule.MANAGER:
                return await self._refusal_to_manage(person)
            case Rule.INVITED:
                return await self._refusal_to_answer(person, act, known=known)
            case Rule.REHEARSING:
                return await self._refusal_to_rehearse(person, act)
            case _:
                assert_never(rule)

    async def _refusal_on_case(
        self, rule: Rule, person: str, act: Act, events: Sequence[Event], *, known: bool
    ) -> NotAllowed | None:
        """Return the refusal of an act on a case; one that has ended is the service's to refuse."""
        if not events:
            return None
        case = replay(events)
        if case.requester == person and rule is not Rule.DEPARTMENT:
            return None
        if rule is Rule.REQUESTER:
            return NotAllowed(Denial.NOT_YOURS)
        if not known:
            return NotAllowed(Denial.CANNOT_CHECK)
        if await self._answers(person, case):
            return await self._refusal_to_assign(act, case) if isinstance(act, Reassign) else None
        earlier = {each.payload.department for each in events if isinstance(each.payload, Opened | Moved)}
        for name in earlier & set(self._library.departments):
            if await self._is_member(person, self._library.departments[name]):
                return NotAllowed(Denial.MOVED, case.department)
        return NotAllowed(Denial.NOT_DEPARTMENT, case.department)

    async def _events_of(self, act: Act) -> list[Event]:
        if isinstance(act, SendEdit):
            return await self.cases.store.events(await self.cases.store.relayed(act.ref))
        return await self.cases.store.events(getattr(act, "number", 0))

    async def _refusal_to_assign(self, act: Reassign, case: Case) -> NotAllowed | None:
        """Return the refusal to give a case to somebody outside the department; none for who has left.

        Nobody gives the exchange of a case to a person who could not read it themselves.
        """
        if not act.person:
            return None
        relation = await self.organisation.relation(act.person)
        if relation is Relation.GONE or (
            relation is not Relation.OUTSIDER and await self._answers(act.person, case)
        ):
            return None
        return NotAllowed(Denial.NOT_COLLEAGUE, case.department)

    async def _answers(self, person: str, case: Case) -> bool:
        """Tell whether the person may answer the case, as a member of its department or its last resort.

        Where the department's channel cannot be reached, its cards go to the default department. The owner
        and the backup of that one are reminded last; they may act on a case from then on.
        """
        department = self._library.department(case.department)
        if await self._is_member(person, department):
            return True
        default = self._library.department(self._library.default_department)
        if not await self.organisation.has_channel(department.channel):
            return await self._is_member(person, default)
        escalated = case.holder == person or not set(case.steps) <= _INSIDE
        return escalated and await self._is_named(person, default)

    async def _is_member(self, person: str, department: Department) -> bool:
        """Tell whether the person is in the department's channel, or named as its owner or backup."""
        return await self.organisation.is_in(department.channel, person) or await self._is_named(
            person, department
        )

    async def _is_named(self, person: str, department: Department) -> bool:
        for reference in filter(None, (department.owner, department.backup)):
            if await self.organisation.is_among(reference, person):
                return True
        return False

    async def departments(self, person: str) -> tuple[Department, ...]:
        """Return the departments whose cases the person may read; none where nobody can tell."""
        if await self.organisation.relation(person) is not Relation.EMPLOYEE:
            return ()
        found = []
        for department in self._library.departments.values():
            try:
                if await self._is_member(person, department):
                    found.append(department)
            except CannotTellError:
                continue
        return tuple(found)

    async def manages(self, person: str) -> bool:
        """Tell whether the person is a manager; no where nobody can tell."""
        if await self.organisation.relation(person) is not Relation.EMPLOYEE:
            return False
        try:
            return await self.managers.manages(person)
        except CannotTellError:
            return False

    async def _refusal_to_manage(self, person: str) -> NotAllowed | None:
        if await self.managers.manages(person):
            return None
        return NotAllowed(Denial.MANAGERS, people=await self.managers.managers())

    async def _refusal_to_answer(self, person: str, act: Act, *, known: bool) -> NotAllowed | None:
        """Return the refusal to answer a survey; one that has ended is the service's to refuse."""
        number = survey_number(act.scope) if isinstance(act, FinishAssessment) else getattr(act, "number", 0)
        survey = await self.readiness.store.surveys.get(number)
        if survey is None or person in survey.people or person == survey.by:
            return None  # who asks is told that their own answers count already
        if not known:
            return NotAllowed(Denial.CANNOT_CHECK)
        for name in survey.departments:
            department = self._library.departments.get(name)
            if department is not None and await self._is_member(person, department):
                return None
        return NotAllowed(Denial.NOT_INVITED)

    async def _refusal_to_rehearse(self, person: str, act: Act) -> NotAllowed | None:
        name = ""
        if isinstance(act, TakeDrill | PassDrill | AnswerDrill):
            name = act.department
        elif isinstance(act, OpenReadinessForm):
            name = act.subject
        department = self._library.departments.get(name)
        if department is None or await self._is_member(person, department):
            return None  # an unknown department takes no part, which the rehearsal says
        return NotAllowed(Denial.NOT_DEPARTMENT, department.id)
