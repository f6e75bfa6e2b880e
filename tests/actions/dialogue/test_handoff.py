"""What is said in the thread of a case: to the department, or to Relais; and what a case takes along."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import Act, AskTopic, Said, TalkToHuman
from actions.cases.acts import OpenCase, Resolve
from actions.cases.events import Added, HistoryItem
from actions.cases.outcome import CaseChanged, CaseClosed, CaseList, CaseOpened
from actions.dialogue.converse import Advisor, Memories
from actions.language import Language
from actions.model import Inbound
from actions.reply import Answer, Clarify, Courteous, Escalate, OfferHuman, Refuse
from bot.language import LinguaGuesser
from bot.stores.memory import Memory
from tests.fakes.understander import ScriptedUnderstander, understood
from tests.fakes.workshop import Workplace

if TYPE_CHECKING:
    from actions.dialogue.converse import Exchange
    from actions.knowledge.library import Library
    from actions.reply import Decision, Reply

NEWS, STOP, COST = "des nouvelles ?", "laissez tomber", "est-ce que ça coûte quelque chose ?"
TWELVE = "bonjour est-ce que vous auriez enfin des nouvelles de ma demande svp"
THIRTEEN = f"{TWELVE} merci"
HUMAN, HUMAN_TOO = "je veux un humain", "un humain pour le contrat de notre photographe svp"
OPEN = OpenCase("legal", "On peut publier la photo ?", Language.FR)


@dataclass
class Thread:
    """One person and Relais, in a thread where a case may be."""

    place: Workplace
    advisor: Advisor
    understander: ScriptedUnderstander
    count: int = field(default=0)

    async def __call__(self, act: Act | str, **parts: object) -> Reply:
        """Let the person do or say something, not to Relais; `parts` are of the `Inbound`."""
        return (await self.exchange(act, **parts)).reply

    async def exchange(self, act: Act | str, **parts: object) -> Exchange:
        """As above, with all that is known of it."""
        self.count += 1
        said = Said(act) if isinstance(act, str) else act
        inbound = Inbound(f"said {self.count}", "rosa", "thread", said, Language.FR, addressed=False)
        return await self.advisor.answer(replace(inbound, **parts))  # type: ignore[arg-type]

    async def decision(self, act: Act | str, **parts: object) -> Decision:
        """Return what is decided about it."""
        return (await self(act, **parts)).decision

    @property
    def relayed(self) -> list[str | None]:
        """What the department got."""
        return [each.text for each in self.place.case().relayed]


@pytest.fixture
def thread(library: Library) -> Thread:
    """A thread in which nothing was said."""
    status = understood("escalation_status")
    understander = ScriptedUnderstander(
        {
            NEWS: status,
            TWELVE: status,
            THIRTEEN: status,
            "du nouveau ?": understood("escalation_status", 0.79),
            "et le 2 ?": understood("escalation_status", ticket_id="n° 2"),
            STOP: understood("cancel"),
            COST: understood("cost_budget"),
            HUMAN: understood("request_escalation"),
            HUMAN_TOO: understood("request_escalation", department="legal"),
            "non": understood("deny"),
            "merci": understood("thanks"),
            "ça ne va pas": understood("feedback_negative"),
        }
    )
    memory, place = Memory(), Workplace(library)
    memories = Memories(memory, memory, memory, memory, memory)
    advisor = Advisor(library, understander, LinguaGuesser(), memory, memories, cases=place.cases)
    return Thread(place, advisor, understander)


# --- The thread of an open case ----------------------------------------------------------------------


@pytest.mark.parametrize("text", [NEWS, TWELVE, STOP])
async def test_short_and_sure_it_is_asked_of_relais(thread: Thread, text: str) -> None:
    """« des nouvelles ? » and « laissez tomber »: Relais says where it stands; nobody is disturbed."""
    await thread(OPEN)
    decision = await thread.decision(text)
    assert isinstance(decision, CaseList)
    assert [case.number for case, _ in decision.cases] == [1]
    assert thread.relayed == []


@pytest.mark.parametrize("text", [THIRTEEN, "du nouveau ?", COST, "merci", "n'importe quoi"])
async def test_all_else_is_passed_on(thread: Thread, text: str) -> None:
    """What is longer says more; what is not sure, and what Relais itself could answer, was said to them."""
    await thread(OPEN)
    decision = await thread.decision(text)
    assert isinstance(decision, CaseChanged)
    assert decision.event.payload == Added(text)
    assert thread.relayed == [text]


async def test_while_nobody_understands_everything_is_passed_on(thread: Thread) -> None:
    """People can talk to each other without a model."""
    await thread(OPEN)
    thread.understander.away = True
    assert isinstance(await thread.decision(NEWS), CaseChanged)
    assert thread.relayed == [NEWS]


async def test_what_is_passed_on_keeps_its_place_and_its_files(thread: Thread) -> None:
    """So that an edit of it finds it; files alone are a message."""
    await thread(OPEN)
    await thread("", ref="r1", files=("F1",))
    assert thread.place.store.kept[1][1].payload == Added("", "r1", ("F1",))
    assert thread.place.store.refs == {"r1": 1}


async def test_what_is_said_to_relais_is_answered_by_relais(thread: Thread) -> None:
    """With a mention, the advisor answers as ever."""
    await thread(OPEN)
    assert isinstance(await thread.decision(COST, addressed=True), Answer)
    assert thread.relayed == []


async def test_somebody_else_in_the_thread_is_not_passed_on(thread: Thread) -> None:
    """Only the requester speaks to the department."""
    await thread(OPEN)
    assert isinstance(await thread.decision(COST, person="remi"), Answer)
    assert thread.relayed == []


async def test_what_is_said_in_another_thread_is_not_passed_on(thread: Thread) -> None:
    """A case is where it was asked."""
    await thread(OPEN)
    assert isinstance(await thread.decision(COST, conversation="elsewhere"), Answer)
    assert thread.relayed == []


async def test_what_goes_to_the_department_is_not_a_turn_of_the_advisors(thread: Thread) -> None:
    """The next question to Relais does not build on it, and nobody is introduced to it."""
    await thread(OPEN)
    reply = await thread("n'importe quoi")
    assert not reply.introduce
    assert (await thread(COST, addressed=True)).introduce


# --- The thread of a closed case ---------------------------------------------------------------------


async def close(thread: Thread) -> None:
    """Open a case and settle it."""
    await thread(OPEN)
    await thread.place.do("anne", Resolve(1, "legal", "Oui."))


@pytest.mark.parametrize("text", ["n'importe quoi", "non", "ça ne va pas", NEWS, HUMAN_TOO])
async def test_a_word_in_the_thread_of_a_closed_case_may_reopen_it(thread: Thread, text: str) -> None:
    """What says that something is not well, or what Relais does not understand; with what was said."""
    await close(thread)
    assert await thread.decision(text) == CaseClosed(thread.place.case(), text)


async def test_that_too_while_nobody_understands(thread: Thread) -> None:
    """Better asked than lost."""
    await close(thread)
    thread.understander.away = True
    assert isinstance(await thread.decision("merci"), CaseClosed)


async def test_thanks_and_questions_do_not_reopen_it(thread: Thread) -> None:
    """They are said to Relais."""
    await close(thread)
    assert isinstance(await thread.decision("merci"), Courteous)
    assert isinstance(await thread.decision(COST), Answer)


@pytest.mark.parametrize("parts", [
    {"addressed": True}, {"person": "remi"}, {"conversation": "elsewhere"},
])  # fmt: skip
async def test_a_word_said_otherwise_does_not_reopen_it(thread: Thread, parts: dict[str, object]) -> None:
    """To Relais, by somebody else, or elsewhere."""
    await close(thread)
    assert isinstance(await thread.decision("n'importe quoi", **parts), Refuse)


async def test_after_fourteen_days_it_is_a_new_request(thread: Thread) -> None:
    """It cannot be reopened any more."""
    await close(thread)
    thread.place.clock.pass_(timedelta(days=14))
    assert isinstance(await thread.decision("n'importe quoi"), CaseClosed)
    thread.place.clock.pass_(timedelta(minutes=1))
    assert isinstance(await thread.decision("n'importe quoi"), Refuse | Clarify | OfferHuman)


# --- Anywhere ----------------------------------------------------------------------------------------


async def test_where_my_requests_stand_can_be_asked_anywhere(thread: Thread) -> None:
    """All of mine, or the one I name; of another person's nothing is said."""
    await thread(OPEN, conversation="a")
    await thread(OPEN, conversation="b")
    everything = await thread.decision(NEWS, conversation="c", addressed=True)
    named = await thread.decision("et le 2 ?", conversation="c")
    others = await thread.decision("et le 2 ?", conversation="c", person="remi")
    assert [
        [case.number for case, _ in decision.cases]
        for decision in (everything, named, others)
        if isinstance(decision, CaseList)
    ] == [[2, 1], [2], []]


# --- What a case takes along -------------------------------------------------------------------------


async def test_a_short_request_carries_the_question_before(thread: Thread) -> None:
    """« je veux un humain » says nothing about what for."""
    await thread(COST)
    reply = await thread(HUMAN)
    assert isinstance(reply.decision, Escalate)
    assert reply.question == COST


async def test_a_request_that_says_more_carries_both(thread: Thread) -> None:
    """The question before, and the words of the request; those alone where there is none."""
    await thread(COST)
    assert (await thread(HUMAN_TOO)).question == f"{COST}\n{HUMAN_TOO}"
    assert (await thread(HUMAN_TOO, conversation="elsewhere")).question == HUMAN_TOO


async def test_the_button_carries_the_question(thread: Thread) -> None:
    """It has no words of its own; without a question there is nothing to carry."""
    await thread(COST)
    assert (await thread(TalkToHuman("legal"))).question == COST
    assert (await thread(TalkToHuman("legal"), conversation="elsewhere")).question == ""


async def test_what_is_no_request_carries_nothing(thread: Thread) -> None:
    """Only a request goes to a department."""
    assert (await thread(COST)).question == ""


async def test_a_case_takes_the_conversation_along(thread: Thread) -> None:
    """What was asked and what it was answered from; not the courtesies."""
    for text in (COST, "merci", "n'importe quoi"):
        await thread(text)
    await thread(AskTopic("moderation"))
    decision = await thread.decision(OPEN)
    assert isinstance(decision, CaseOpened)
    assert decision.case.opened.history == (
        HistoryItem(COST, "cost_budget"), HistoryItem("n'importe quoi"), HistoryItem("", "moderation"),
    )  # fmt: skip


async def test_of_a_long_conversation_the_last_six_exchanges_go_along(thread: Thread) -> None:
    """A department reads no more."""
    for number in range(7):
        thread.understander.script[f"{COST} {number}"] = understood("cost_budget")
        await thread(f"{COST} {number}")
    decision = await thread.decision(OPEN)
    assert isinstance(decision, CaseOpened)
    assert [each.said for each in decision.case.opened.history] == [f"{COST} {n}" for n in range(1, 7)]
