"""Who may do what, when it is done: numbers, departments, channels and people may all be forged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import AskCaseReport, AskTopic, ListTopics, Said, TalkToHuman
from actions.calculators.acts import Calculate, Use, UseScenario
from actions.cases.acts import (
    Add,
    AnswerCase,
    Cancel,
    CaseAct,
    CaseForm,
    DeleteMessage,
    EditMessage,
    FillCase,
    NotOurs,
    OpenCase,
    RateCase,
    Reassign,
    Reopen,
    Resolve,
    SendEdit,
    SuggestLesson,
)
from actions.cases.events import Lesson
from actions.cases.outcome import CaseChanged
from actions.cases.reminders import wake_at
from actions.language import Language
from actions.permissions.denial import Denial, NotAllowed
from actions.permissions.organisation import Relation
from actions.permissions.permissions import Permissions
from actions.readiness.acts import (
    FinishAssessment,
    InviteToSurvey,
    OpenReadinessForm,
    ReadinessForm,
    ShareAssessment,
    ShowAssessment,
    TakeDrill,
)
from tests.fakes.case_world import ANNE, ANSWER, BRUNO, REQUESTER, RESOLVE, TAKE, CaseWorld
from tests.fakes.organisation import KnownOrganisation
from tests.fakes.readiness import MANAGER, NamedManagers, ReadinessWorld

if TYPE_CHECKING:
    from actions.acts import Act
    from actions.knowledge.library import Library

CLARA, OTTO, LAST = "clara", "otto", "last"  # of communication; legal's owner; the default one's owner
_CHANNELS = {"dept-legal": [ANNE, BRUNO], "dept-communication": [CLARA], "dept-hr": ["hugo"]}
_BY_LEGAL: tuple[CaseAct, ...] = (
    TAKE,
    ANSWER,
    Reassign(1, "legal", BRUNO),
    Reassign(1, "legal", department="hr"),
    NotOurs(1, "legal", "hr", "theirs"),
    RESOLVE,
    Reopen(1, "legal"),
    SuggestLesson(1, "legal", Lesson.TOPIC),
    SendEdit("m1"),
)
_FORMS = tuple(FillCase(form, 1, "legal") for form in CaseForm if form not in {CaseForm.ADD, CaseForm.REMARK})


@dataclass
class Gate:
    """Asks who may do what about a case of legal, and about a survey."""

    world: CaseWorld
    board: ReadinessWorld
    organisation: KnownOrganisation
    advises: bool = field(default=False)

    @property
    def permissions(self) -> Permissions:
        """The permissions, over the stores as they are now."""
        return Permissions(
            self.organisation, NamedManagers(), self.world.cases, self.board.service, self.advises
        )

    async def why(self, person: str, act: Act, key: str = "") -> Denial | None:
        """Return why a person may not do an act; None where they may."""
        refused = await self.permissions.refusal(person, act, key)
        return refused.why if refused else None


@pytest.fixture
def gate(library: Library) -> Gate:
    """Legal has an owner who is not in its channel; the default department has one too."""
    named = {"legal": {"owner": "@otto", "backup": ""}, library.default_department: {"owner": "@last"}}
    departments = {
        name: each.model_copy(update=named.get(name, {"owner": "", "backup": ""}))
        for name, each in library.departments.items()
    }
    library = replace(library, departments=departments)
    organisation = KnownOrganisation(dict(_CHANNELS), {"@otto": [OTTO], "@last": [LAST]})
    return Gate(CaseWorld(library), ReadinessWorld(library), organisation)


async def opened(gate: Gate, *acts: tuple[str, CaseAct]) -> None:
    """Open a case of legal whose answer `m1` was relayed, and do more."""
    await gate.world.open()
    await gate.world.do(ANNE, ANSWER)
    for person, act in acts:
        assert isinstance(await gate.world.do(person, act), CaseChanged)


@pytest.mark.parametrize("person", [CLARA, MANAGER, "nobody", LAST])
async def test_a_department_s_acts_are_no_use_to_anybody_else(gate: Gate, person: str) -> None:
    """Not to another department, nor to a manager, nor to the last resort before its turn."""
    await opened(gate)
    for act in (*_BY_LEGAL, *_FORMS):
        refused = await gate.permissions.refusal(person, act)
        assert refused == NotAllowed(Denial.NOT_DEPARTMENT, "legal"), act


@pytest.mark.parametrize("person", [ANNE, OTTO])
async def test_members_and_owners_do_their_department_s_acts(gate: Gate, person: str) -> None:
    """In the channel, or named in the departments' file."""
    await opened(gate)
    for act in (*_BY_LEGAL, *_FORMS):
        assert await gate.why(person, act) is None, act


@pytest.mark.parametrize("form", list(CaseForm))
async def test_a_form_without_a_department_is_not_opened_to_strangers(gate: Gate, form: CaseForm) -> None:
    """A forged button names no department, or another one: neither shows the exchange."""
    await opened(gate)
    for seen in ("", "communication", "nowhere"):
        assert await gate.why("nobody", FillCase(form, 1, seen)) in {Denial.NOT_DEPARTMENT, Denial.NOT_YOURS}


async def test_the_requester_s_acts_are_for_the_requester(gate: Gate) -> None:
    """They read their own exchange too; nobody of the department adds, rates or cancels for them."""
    await opened(gate)
    theirs: tuple[Act, ...] = (Add(1, "more"), Cancel(1), RateCase(1, helpful=True), Reopen(1))
    for act in (*theirs, FillCase(CaseForm.ADD, 1), FillCase(CaseForm.REMARK, 1)):
        assert await gate.why(REQUESTER, act) is None
        assert await gate.why(ANNE, act) is Denial.NOT_YOURS
    assert await gate.why(REQUESTER, FillCase(CaseForm.EXCHANGE, 1, "legal")) is None
    assert await gate.why(REQUESTER, TAKE) is Denial.NOT_DEPARTMENT


async def test_who_sent_a_case_on_reads_who_has_it_now_and_nothing_of_it(gate: Gate) -> None:
    """The old card's buttons say that it has moved; a retry of the move itself is no refusal."""
    await gate.world.open()
    move = NotOurs(1, "legal", "communication", "theirs")
    await gate.world.do(ANNE, move, key="k")
    key = gate.world.store.kept[1][-1].key
    assert await gate.permissions.refusal(ANNE, TAKE) == NotAllowed(Denial.MOVED, "communication")
    exchange = FillCase(CaseForm.EXCHANGE, 1, "legal")
    assert await gate.why(ANNE, exchange) is Denial.MOVED
    assert await gate.why(ANNE, move, key) is None
    assert await gate.why(BRUNO, move, key) is Denial.MOVED, "it is not the act of another"
    gate.organisation.away = True
    assert await gate.why(ANNE, move, key) is None, "it was allowed when it was done"
    gate.organisation.away = False
    assert await gate.why(CLARA, replace(TAKE, seen="communication")) is None


async def test_a_case_is_given_to_colleagues_alone(gate: Gate) -> None:
    """A forged person gets nothing to read; who has left is the service's to name."""
    await opened(gate)
    stranger = await gate.permissions.refusal(ANNE, Reassign(1, "legal", CLARA))
    assert stranger == NotAllowed(Denial.NOT_COLLEAGUE, "legal")
    gate.organisation.relations["gone"] = Relation.GONE
    assert await gate.why(ANNE, Reassign(1, "legal", "gone")) is None


async def test_the_last_resort_acts_once_a_case_has_come_to_them(gate: Gate) -> None:
    """Whom Relais reminds can do what it reminds them of, and goes on once they have it."""
    await gate.world.open()
    assert await gate.why(LAST, TAKE) is Denial.NOT_DEPARTMENT
    for _ in range(6):
        at = wake_at(gate.world.case(), gate.world.library, gate.world.clock.now())
        assert at is not None
        await gate.world.wake(at + timedelta(seconds=1))
    assert await gate.why(LAST, TAKE) is None
    assert await gate.why(CLARA, TAKE) is Denial.NOT_DEPARTMENT
    await gate.world.do(LAST, TAKE)
    assert await gate.why(LAST, ANSWER) is None


async def test_where_a_channel_is_gone_the_default_department_acts(gate: Gate) -> None:
    """Its cards are posted there then, and would be of no use to those who read them."""
    await gate.world.open()
    default = gate.world.library.departments[gate.world.library.default_department]
    gate.organisation.channels[default.channel] = ["dora"]
    assert await gate.why("dora", TAKE) is Denial.NOT_DEPARTMENT
    del gate.organisation.channels["dept-legal"]
    assert await gate.why("dora", TAKE) is None
    assert await gate.why("nobody", TAKE) is Denial.NOT_DEPARTMENT


async def test_a_case_that_never_was_is_the_service_s_to_refuse(gate: Gate) -> None:
    """Numbers can be guessed: there is nothing to read behind one that names no case."""
    for act in (replace(TAKE, number=99), FillCase(CaseForm.EXCHANGE, 99), SendEdit("C9:9.9")):
        assert await gate.why("nobody", act) is None


async def test_managers_see_counts_and_no_exchange(gate: Gate) -> None:
    """The report and the assessments are theirs; what was said between two sides is not."""
    await opened(gate)
    assert await gate.why(MANAGER, AskCaseReport()) is None
    assert await gate.why(MANAGER, ShowAssessment(1)) is None
    assert await gate.why(MANAGER, FillCase(CaseForm.EXCHANGE, 1, "legal")) is Denial.NOT_DEPARTMENT
    refused = await gate.permissions.refusal(ANNE, AskCaseReport())
    assert refused == NotAllowed(Denial.MANAGERS, people=(MANAGER,))


async def test_a_survey_is_answered_by_who_was_asked(gate: Gate) -> None:
    """By name or in a department's channel; neither a form nor its answer is for anybody else."""
    await gate.board.assess()
    await gate.board.do(MANAGER, InviteToSurvey(1, ("legal",), ("invited",)))
    for act in (FinishAssessment("1"), OpenReadinessForm(ReadinessForm.ANSWER, 1, "legal")):
        assert await gate.why("nobody", act) is Denial.NOT_INVITED
        assert await gate.why(CLARA, act) is Denial.NOT_INVITED
        assert await gate.why("invited", act) is None
        assert await gate.why(BRUNO, act) is None
    assert await gate.why("nobody", FinishAssessment("9")) is None, "the service says that it is gone"


async def test_a_rehearsal_is_played_for_one_s_own_department(gate: Gate) -> None:
    """Whoever presses another department's button moves nothing."""
    assert await gate.why(ANNE, TakeDrill(1, "legal")) is None
    assert await gate.why(CLARA, TakeDrill(1, "legal")) is Denial.NOT_DEPARTMENT
    form = OpenReadinessForm(ReadinessForm.REPLY, 1, "legal")
    assert await gate.why(CLARA, form) is Denial.NOT_DEPARTMENT


async def test_a_result_is_shared_where_its_owner_is(gate: Gate) -> None:
    """A forged channel gets nothing."""
    assert await gate.why(ANNE, UseScenario(Use.SHARE, "a", "dept-legal")) is None
    assert await gate.why(ANNE, UseScenario(Use.SHARE, "a", "dept-hr")) is Denial.NOT_IN_CHANNEL
    assert await gate.why(MANAGER, ShareAssessment(1, "dept-hr")) is Denial.NOT_IN_CHANNEL


_ADVICE: tuple[Act, ...] = (Said("hello"), AskTopic("moderation"), ListTopics())
_MORE: tuple[Act, ...] = (
    TalkToHuman(),
    OpenCase("legal", "May we?", Language.EN),
    Calculate("staffing", "", ()),
    TAKE,
    AnswerCase(1, "legal", "Yes."),
    FillCase(CaseForm.EXCHANGE, 1, "legal"),
    AskCaseReport(),
    Add(1, "more"),
    Resolve(1, "legal", "Done."),
)


async def test_outsiders_get_advice_where_it_is_set_and_nothing_else_ever(gate: Gate) -> None:
    """A guest in a department's channel reads no exchange and takes no case."""
    await opened(gate)
    guest = ANNE
    gate.organisation.relations[guest] = Relation.OUTSIDER
    for act in (*_ADVICE, *_MORE):
        assert await gate.why(guest, act) is Denial.OUTSIDER
    gate.advises = True
    for act in _ADVICE:
        assert await gate.why(guest, act) is None
    for act in _MORE:
        assert await gate.why(guest, act) is Denial.ADVICE_ONLY
    assert await gate.permissions.departments(guest) == ()


async def test_an_outsider_s_edit_gets_no_line(gate: Gate) -> None:
    """They did not address Relais, and the surface lets nobody edit another's message."""
    gate.organisation.relations["guest"] = Relation.OUTSIDER
    assert await gate.why("guest", EditMessage("C1:1.0", "new")) is None
    assert await gate.why("guest", DeleteMessage("C1:1.0")) is None


async def test_an_account_that_has_ended_does_nothing(gate: Gate) -> None:
    """Not even where guests get advice."""
    gate.advises, gate.organisation.relations["gone"] = True, Relation.GONE
    assert await gate.why("gone", Said("hello")) is Denial.OUTSIDER


async def test_while_nobody_can_tell_advice_goes_on_and_a_department_waits(gate: Gate) -> None:
    """What would show or change a case is refused; a requester's own acts need nobody's word."""
    await opened(gate)
    await gate.board.assess()
    await gate.board.do(MANAGER, InviteToSurvey(1, ("legal",), ("invited",)))
    gate.organisation.away = True
    own: tuple[Act, ...] = (Add(1, "more"), OpenCase("legal", "May we?", Language.EN), TalkToHuman())
    for act in (*_ADVICE, *own):
        assert await gate.why(REQUESTER, act) is None
    assert await gate.why("invited", FinishAssessment("1")) is None
    checked: tuple[Act, ...] = (*_BY_LEGAL, *_FORMS, ShowAssessment(1), TakeDrill(1, "legal"))
    for act in (*checked, FinishAssessment("1"), UseScenario(Use.SHARE, "a", "dept-legal")):
        assert await gate.why(ANNE, act) is Denial.CANNOT_CHECK, act
    assert await gate.why("nobody", Cancel(1)) is Denial.NOT_YOURS


async def test_the_departments_of_a_person_are_those_they_are_members_of(gate: Gate) -> None:
    """App Home shows the queues of these, and of no other; of none where nobody can tell."""
    assert [each.id for each in await gate.permissions.departments(OTTO)] == ["legal"]
    assert [each.id for each in await gate.permissions.departments(CLARA)] == ["communication"]
    gate.organisation.away = True
    assert await gate.permissions.departments(OTTO) == ()
