"""People who act on cases in any order, as rules that hypothesis draws from; each act is done twice."""

from __future__ import annotations

import asyncio
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from actions.cases.acts import (
    Add,
    AnswerCase,
    Cancel,
    CaseAct,
    DeleteMessage,
    EditMessage,
    NotOurs,
    OpenCase,
    RateCase,
    Reassign,
    Reopen,
    Resolve,
    SendEdit,
    SuggestLesson,
    Take,
)
from actions.cases.case import Case, State, replay
from actions.cases.events import (
    Event,
    EventPayload,
    Lesson,
    Moved,
    Reassigned,
    Reminded,
    Resolved,
    Taken,
    Urgency,
)
from actions.cases.outcome import CaseChanged, CaseOpened, CaseRefused
from actions.cases.reminders import promise
from actions.knowledge.library import load
from actions.language import Language
from tests.fakes.case_world import ANNE, BRUNO, REQUESTER, CaseWorld

LIBRARY = load()
SECRET = "s3cret"  # what is said inside a department and must stay there
CARLA = "carla"
PEOPLE = (REQUESTER, ANNE, BRUNO, CARLA)

anybody = st.sampled_from(PEOPLE)
departments = st.sampled_from(tuple(LIBRARY.departments))
pick = st.integers(0, 5)
words = st.sampled_from(["", " ", "some words", "other words"])
RIVALS: tuple[EventPayload, ...] = (Taken(), Reassigned(BRUNO), Resolved("A rival's line."), Moved("it"))


class PeopleActing(RuleBasedStateMachine):
    """Cases of several people, and all that people do with them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.world = CaseWorld(LIBRARY)
        self.woken: set[int] = set()
        self.refs: list[str] = []

    def teardown(self) -> None:
        """Close the loop."""
        self.runner.close()

    def do(self, person: str, act: CaseAct, conversation: str = "c0") -> None:
        """Do it, check what it changed, and do it again: that changes nothing and tells the same."""
        inbound = self.world.inbound(person, conversation)
        before = self.kept()
        first = self.runner.run(self.world.cases.do(inbound, act))
        after = self.kept()
        if isinstance(first, CaseRefused):
            assert self.without_rivals(after) == self.without_rivals(before)
        if isinstance(first, CaseChanged):
            number = first.case.number
            assert first.case == replay(after[number])
            self.woken.discard(number)
            self.does_not_put_off(after[number])
        if isinstance(first, CaseOpened):
            assert first.case == replay(after[first.case.number])
        again = self.runner.run(self.world.cases.do(inbound, act))
        assert self.kept() == after
        if not isinstance(first, CaseRefused):
            assert again == first

    def kept(self) -> dict[int, list[Event]]:
        """Return all that is kept."""
        return {number: list(events) for number, events in self.world.store.kept.items()}

    @staticmethod
    def without_rivals(kept: dict[int, list[Event]]) -> dict[int, list[Event]]:
        """Leave out what somebody else did meanwhile."""
        return {n: [e for e in events if not e.key.startswith("rival")] for n, events in kept.items()}

    def does_not_put_off(self, events: list[Event]) -> None:
        """Check that the last event did not put the promise off where only the holder changed by it."""
        case, before = replay(events), replay(events[:-1])
        if isinstance(events[-1].payload, Taken | Reassigned | Moved | Reminded) and before.state in {
            State.WAITING,
            State.TAKEN,
        }:
            now = self.world.clock.at
            library = self.world.library
            assert promise(case, library, now).due <= promise(before, library, now).due

    def a_case(self, number: int) -> Case:
        """Return one of the cases."""
        numbers = sorted(self.world.store.kept)
        return replay(self.world.store.kept[numbers[number % len(numbers)]])

    def ref(self) -> str:
        """Return the name of a new message."""
        self.refs.append(f"m{len(self.refs)}")
        return self.refs[-1]

    @initialize(department=departments, urgency=st.sampled_from(Urgency))
    def begin(self, department: str, urgency: Urgency) -> None:
        """Open a case, since most acts need one."""
        self.do(REQUESTER, OpenCase(department, "A question.", Language.FR, urgency))

    @rule(who=anybody, department=departments, urgency=st.sampled_from(Urgency), question=words, there=pick)
    def open(self, who: str, department: str, urgency: Urgency, question: str, there: int) -> None:
        """Somebody opens a case, or joins one."""
        self.do(who, OpenCase(department, question, Language.EN, urgency), f"c{there % 2}")

    @rule(number=pick, who=anybody, text=words)
    def add(self, number: int, who: str, text: str) -> None:
        """The requester, or somebody who is not, says more."""
        self.do(who, Add(self.a_case(number).number, text, self.ref()))

    @rule(number=pick, who=anybody, stale=st.booleans())
    def take(self, number: int, who: str, *, stale: bool) -> None:
        """Somebody takes a case from a card of its department, or of the one that had it first."""
        case = self.a_case(number)
        self.do(who, Take(case.number, case.opened.department if stale else case.department))

    @rule(number=pick, who=anybody, text=words)
    def tell(self, number: int, who: str, text: str) -> None:
        """Somebody answers the requester."""
        case = self.a_case(number)
        self.do(who, AnswerCase(case.number, case.department, text, self.ref()))

    @rule(number=pick, who=anybody, person=anybody)
    def give(self, number: int, who: str, person: str) -> None:
        """Somebody gives a case to a person."""
        case = self.a_case(number)
        self.do(who, Reassign(case.number, case.department, person=person))

    @rule(number=pick, who=anybody, department=departments)
    def move(self, number: int, who: str, department: str) -> None:
        """Somebody gives a case to a department."""
        case = self.a_case(number)
        self.do(who, Reassign(case.number, case.department, department=department))

    @rule(number=pick, who=anybody, department=departments)
    def not_ours(self, number: int, who: str, department: str) -> None:
        """Somebody sends a case on, with a reason that stays inside."""
        case = self.a_case(number)
        self.do(who, NotOurs(case.number, case.department, department, f"{SECRET} reason"))

    @rule(number=pick, who=anybody, line=words)
    def resolve(self, number: int, who: str, line: str) -> None:
        """Somebody settles a case."""
        case = self.a_case(number)
        self.do(who, Resolve(case.number, case.department, line))

    @rule(number=pick, who=anybody, asker=st.booleans())
    def reopen(self, number: int, who: str, *, asker: bool) -> None:
        """The requester or a department reopens a case."""
        case = self.a_case(number)
        self.do(case.requester if asker else who, Reopen(case.number, "" if asker else case.department))

    @rule(number=pick, asker=st.booleans())
    def cancel(self, number: int, *, asker: bool) -> None:
        """The requester, or somebody who may not, cancels a case."""
        case = self.a_case(number)
        self.do(case.requester if asker else ANNE, Cancel(case.number))

    @rule(number=pick, helpful=st.booleans(), text=words)
    def rate(self, number: int, text: str, *, helpful: bool) -> None:
        """The requester rates a case, or remarks on it."""
        case = self.a_case(number)
        self.do(case.requester, RateCase(case.number, helpful, text))

    @rule(number=pick, lesson=st.sampled_from(Lesson))
    def teach(self, number: int, lesson: Lesson) -> None:
        """A department says what Relais should have known, which stays inside."""
        case = self.a_case(number)
        self.do(ANNE, SuggestLesson(case.number, case.department, lesson, f"{SECRET} lesson"))

    @precondition(lambda self: bool(self.refs))
    @rule(back=pick, how=st.sampled_from(["edit", "withdraw", "send"]), text=words)
    def rewrite(self, back: int, how: str, text: str) -> None:
        """Whoever wrote a message edits it, withdraws it, or sends an edit on."""
        ref = self.refs[-1 - back % len(self.refs)]
        case = self.world.store.kept.get(self.world.store.refs.get(ref, 0))
        inside = case is not None and any(c.ref == ref and c.from_department for c in replay(case).relayed)
        acts: dict[str, CaseAct] = {
            "edit": EditMessage(ref, f"{SECRET} unsent" if inside else text),
            "withdraw": DeleteMessage(ref),
            "send": SendEdit(ref),
        }
        if inside and how == "send" and self.world.store.edits.get(ref):
            self.world.store.edits[ref] = "what may be sent on"
        self.do(ANNE if inside else REQUESTER, acts[how])

    @rule(number=pick, who=anybody, rival=st.sampled_from(RIVALS), act=st.sampled_from(["take", "resolve"]))
    def race(self, number: int, who: str, rival: EventPayload, act: str) -> None:
        """Somebody else acts on a case a moment before."""
        case = self.a_case(number)
        self.rival(case, rival)
        mine = Take if act == "take" else Resolve
        seen = (case.number, case.department)
        self.do(who, Take(*seen) if mine is Take else Resolve(*seen, "Settled."))
        self.world.store.rivals.clear()

    def rival(self, case: Case, payload: EventPayload) -> None:
        """Have somebody do `payload`, where the case is open, just before the next event is added."""
        if case.is_open:
            self.woken.discard(case.number)
            at = max(self.world.clock.at, case.last_at)
            self.world.count += 1
            rival = Event(f"rival {self.world.count}", at, CARLA, payload)
            self.world.store.rivals.append(partial(self.world.store.force, case.number, rival))
