"""What is said in the thread of a case: to the department, or to Relais; and what a case takes along."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.acts import Act, AskTopic, Said, TalkToHuman
from actions.cases.acts import OpenCase, Reopen, Resolve
from actions.cases.events import Added, HistoryItem, Reopened
from actions.cases.outcome import CaseChanged, CaseClosed, CaseList, CaseOpened
from actions.language import Language
from actions.model import Inbound
from actions.reply import Answer, Clarify, Courteous, Escalate, OfferHuman, Refuse
from bot.commands.offline import memory_advisor
from bot.language import LinguaGuesser
from tests.fakes.case_world import ANNE, THREAD, CaseWorld
from tests.fakes.understander import ScriptedUnderstander, understood

if TYPE_CHECKING:
    from actions.dialogue.converse import Advisor
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

    world: CaseWorld
    advisor: Advisor
    understander: ScriptedUnderstander
    count: int = field(default=0)

    async def __call__(self, act: Act | str, **parts: object) -> Reply:
        """Let the person do or say something, not to Relais; `parts` are of the `Inbound`."""
        self.count += 1
        said = Said(act) if isinstance(act, str) else act
        inbound = Inbound(f"said {self.count}", "rosa", THREAD, Language.FR, addressed=False)
        inbound = replace(inbound, **parts)  # type: ignore[arg-type]  # parts of any kind
        return (await self.advisor.answer(inbound, said)).reply

    async def decision(self, act: Act | str, **parts: object) -> Decision:
        """Return what is decided about it."""
        return (await self(act, **parts)).decision

    @property
    def relayed(self) -> list[str | None]:
        """What the department got."""
        return [each.text for each in self.world.case().relayed]


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
    world = CaseWorld(library)
    advisor = memory_advisor(library, understander, LinguaGuesser(), Language.FR)
    return Thread(world, replace(advisor, cases=world.cases), understander)


@pytest.mark.parametrize("text", [NEWS, TWELVE, STOP])
async def test_short_and_sure_it_is_asked_of_relais(thread: Thread, text: str) -> None:
    """Relais says where the case stands, and the department hears nothing of it."""
    await thread(OPEN)
    decision = await thread.decision(text)
    assert isinstance(decision, CaseList)
    assert [case.number for case in decision.cases] == [1]
    assert thread.relayed == []


@pytest.mark.parametrize("text", [THIRTEEN, "du nouveau ?", COST, "merci", "n'importe quoi"])
async def test_all_else_is_passed_on(thread: Thread, text: str) -> None:
    """A longer message, one that is not sure, and one that Relais could answer go to the department."""
    await thread(OPEN)
    decision = await thread.decision(text)
    assert isinstance(decision, CaseChanged)
    assert decision.event.payload == Added(text)
    assert thread.relayed == [text]


async def test_while_nobody_understands_everything_is_passed_on(thread: Thread) -> None:
    """A message that nobody understands goes to the department."""
    await thread(OPEN)
    thread.understander.away = True
    assert isinstance(await thread.decision(NEWS), CaseChanged)
    assert thread.relayed == [NEWS]


async def test_what_is_passed_on_keeps_its_place_and_its_files(thread: Thread) -> None:
    """Its id is kept so that an edit finds it; files alone are a message."""
    await thread(OPEN)
    await thread("", ref="r1", files=("F1",))
    assert thread.world.store.kept[1][1].payload == Added("", "r1", ("F1",))
    assert thread.world.store.refs == {"r1": 1}


async def test_what_is_said_to_relais_is_answered_by_relais(thread: Thread) -> None:
    """A message with a mention is answered by the advisor, and not passed on."""
    await thread(OPEN)
    assert isinstance(await thread.decision(COST, addressed=True), Answer)
    assert thread.relayed == []


async def test_somebody_else_in_the_thread_is_not_passed_on(thread: Thread) -> None:
    """A message of somebody else than the requester is answered by Relais."""
    await thread(OPEN)
    assert isinstance(await thread.decision(COST, person="remi"), Answer)
    assert thread.relayed == []


async def test_what_is_said_in_another_thread_is_not_passed_on(thread: Thread) -> None:
    """A message in another thread than the case's is answered by Relais."""
    await thread(OPEN)
    assert isinstance(await thread.decision(COST, conversation="elsewhere"), Answer)
    assert thread.relayed == []


async def test_what_goes_to_the_department_is_not_a_turn_of_the_advisors(thread: Thread) -> None:
    """Passing a message on introduces nobody; the first answer of Relais still does."""
    await thread(OPEN)
    reply = await thread("n'importe quoi")
    assert not reply.introduce
    assert (await thread(COST, addressed=True)).introduce


async def close(thread: Thread) -> None:
    """Open a case and settle it."""
    await thread(OPEN)
    await thread.world.do(ANNE, Resolve(1, "legal", "Oui."))


@pytest.mark.parametrize("text", ["n'importe quoi", "non", "ça ne va pas", NEWS, HUMAN_TOO])
async def test_a_word_in_the_thread_of_a_closed_case_may_reopen_it(thread: Thread, text: str) -> None:
    """A message that is unhappy or not understood asks whether to reopen, and keeps what was said."""
    await close(thread)
    assert await thread.decision(text) == CaseClosed(thread.world.case(), text)


async def test_reopening_passes_on_what_was_said(thread: Thread) -> None:
    """The button has no words; the department gets those written before it was pressed."""
    await close(thread)
    await thread("ça ne va pas")
    decision = await thread.decision(Reopen(1))
    assert isinstance(decision, CaseChanged)
    assert decision.event.payload == Reopened("ça ne va pas")


async def test_that_too_while_nobody_understands(thread: Thread) -> None:
    """A message that nobody understands asks whether to reopen, so that it is not lost."""
    await close(thread)
    thread.understander.away = True
    assert isinstance(await thread.decision("merci"), CaseClosed)


async def test_thanks_and_questions_do_not_reopen_it(thread: Thread) -> None:
    """Relais answers them, and the case stays closed."""
    await close(thread)
    assert isinstance(await thread.decision("merci"), Courteous)
    assert isinstance(await thread.decision(COST), Answer)


@pytest.mark.parametrize("parts", [
    {"addressed": True}, {"person": "remi"}, {"conversation": "elsewhere"},
])  # fmt: skip
async def test_a_word_said_otherwise_does_not_reopen_it(thread: Thread, parts: dict[str, object]) -> None:
    """A message to Relais, of somebody else, or elsewhere is decided as if there were no case."""
    await close(thread)
    assert isinstance(await thread.decision("n'importe quoi", **parts), Refuse)


async def test_after_fourteen_days_it_is_a_new_request(thread: Thread) -> None:
    """The closed case is not offered any more."""
    await close(thread)
    thread.world.clock.pass_(timedelta(days=14))
    assert isinstance(await thread.decision("n'importe quoi"), CaseClosed)
    thread.world.clock.pass_(timedelta(minutes=1))
    assert isinstance(await thread.decision("n'importe quoi"), Refuse | Clarify | OfferHuman)


async def test_where_my_requests_stand_can_be_asked_anywhere(thread: Thread) -> None:
    """A person sees all their cases, or the one they name, and none of another person."""
    await thread(OPEN, conversation="a")
    await thread(OPEN, conversation="b")
    everything = await thread.decision(NEWS, conversation="c", addressed=True)
    named = await thread.decision("et le 2 ?", conversation="c")
    others = await thread.decision("et le 2 ?", conversation="c", person="remi")
    assert [
        [case.number for case in decision.cases]
        for decision in (everything, named, others)
        if isinstance(decision, CaseList)
    ] == [[2, 1], [2], []]


async def test_a_short_request_carries_the_question_before(thread: Thread) -> None:
    """The department gets the question that a bare request for a person follows."""
    await thread(COST)
    reply = await thread(HUMAN)
    assert isinstance(reply.decision, Escalate)
    assert reply.question == COST


async def test_a_request_that_says_more_carries_both(thread: Thread) -> None:
    """The department gets the question before and the request; the request alone where none came before."""
    await thread(COST)
    assert (await thread(HUMAN_TOO)).question == f"{COST}\n{HUMAN_TOO}"
    assert (await thread(HUMAN_TOO, conversation="elsewhere")).question == HUMAN_TOO


async def test_the_button_carries_the_question(thread: Thread) -> None:
    """A button carries the question before, and nothing where there was none."""
    await thread(COST)
    assert (await thread(TalkToHuman("legal"))).question == COST
    assert (await thread(TalkToHuman("legal"), conversation="elsewhere")).question == ""


async def test_what_is_no_request_carries_nothing(thread: Thread) -> None:
    """The reply to a question carries no question for a department."""
    assert (await thread(COST)).question == ""


async def test_a_case_takes_the_conversation_along(thread: Thread) -> None:
    """A case holds what was asked and the topics it was answered from, without courtesies."""
    for text in (COST, "merci", "n'importe quoi"):
        await thread(text)
    await thread(AskTopic("moderation"))
    decision = await thread.decision(OPEN)
    assert isinstance(decision, CaseOpened)
    assert decision.case.opened.history == (
        HistoryItem(COST, "cost_budget"), HistoryItem("n'importe quoi"), HistoryItem("", "moderation"),
    )  # fmt: skip


async def test_of_a_long_conversation_the_last_six_exchanges_go_along(thread: Thread) -> None:
    """A case holds the last six exchanges of a longer conversation."""
    for number in range(7):
        thread.understander.script[f"{COST} {number}"] = understood("cost_budget")
        await thread(f"{COST} {number}")
    decision = await thread.decision(OPEN)
    assert isinstance(decision, CaseOpened)
    assert [each.said for each in decision.case.opened.history] == [f"{COST} {n}" for n in range(1, 7)]
