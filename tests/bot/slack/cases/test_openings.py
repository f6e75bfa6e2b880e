"""Ways to open a case: a button, the command, the shortcut, words; and what the form proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.case import Side
from tests.fakes.understander import understood
from tests.fakes.words import buttons, say, says, texts

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_a_request_shows_on_both_sides(world: World) -> None:
    """The department gets a card in its channel; the requester gets one in their thread, with the promise."""
    case = await world.opened("peut-on publier <ceci> ? appelez le 06 12 34 56 78")
    (card,) = await world.thread(case.number, Side.DEPARTMENT)
    assert says(card, "case_from", person="<@U1>")
    assert "publier &lt;ceci&gt; ? appelez le [tel]" in texts(card)
    mine = (await world.thread(case.number, Side.REQUESTER))[0]
    assert says(mine, "case_waiting")
    due = say("at_today", time="15:30")
    assert says(mine, "case_due", due=due), "four working hours from ten o'clock, with lunch between"


async def test_the_form_comes_filled_in(world: World) -> None:
    """It proposes the department of the topic that was answered, and the question that was asked."""
    world.understander.script["qui modère nos avis ?"] = understood("moderation")
    thread = await world.employee.writes("<@URELAIS> qui modère nos avis ?")
    await world.employee.presses_line("human:", "C1", thread)
    assert world.employee.shows("text") == "qui modère nos avis ?"
    owner = world.cases.library.topics["moderation"].owner
    assert world.employee.shows("department") == owner
    await world.employee.presses("button_human", "C1")
    assert world.employee.shows("department") == owner, "as the answer's own button does"


async def test_a_private_request_is_answered_in_private(world: World) -> None:
    """Asked in a channel with answers for oneself alone, it leaves no word in that channel."""
    await world.employee.presses_line("human:legal", "C1", "50.0")
    await world.employee.sends(text="une affaire délicate", audience="private")
    (number,) = await world.cases.store.of_person(world.employee.id)
    place = await world.place(number, Side.REQUESTER)
    assert place.channel == world.employee.channel
    await world.legal.presses("button_case_tell", "CLEGAL")
    await world.legal.sends(text="venez me voir")
    assert "venez me voir" in texts(world.slack.seen("D1", place.thread))
    assert "délicate" not in str(world.slack.seen("C1"))
    await world.employee.writes("à quelle heure ?", "D1", place.thread)
    assert "à quelle heure" in texts(await world.thread(number, Side.DEPARTMENT))


async def test_the_command_opens_the_form_and_stands_alone(world: World) -> None:
    """`/escalate` has no thread: two of them are two requests."""
    for text in ("premier sujet", "second sujet"):
        await world.employee.orders("/escalate", text)
        assert world.employee.shows("text") == text
        await world.employee.sends(department="legal")
    assert len(await world.cases.store.of_person(world.employee.id)) == 2


async def test_a_second_request_in_the_thread_is_joined(world: World) -> None:
    """What the same person asks in the same thread is added to their case, and they are told so."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    await world.employee.presses_line("human:legal", "C1", "50.0", place.thread)
    await world.employee.sends(text="et autre chose")
    assert list(await world.cases.store.of_person(world.employee.id)) == [case.number]
    assert "et autre chose" in texts((await world.thread(case.number, Side.DEPARTMENT))[-1])
    joined = {"number": case.number, "department": world.department("legal")}
    assert says(world.slack.seen("C1"), "told_joined", **joined)


async def test_the_shortcut_escalates_any_message(world: World) -> None:
    """The form holds the message's words, and the request lives in the message's thread."""
    message = {"ts": "60.0", "user": "UM1", "text": "qui relit ce contrat ?"}
    await world.employee.uses("escalate_message", "C1", message)
    assert world.employee.shows("text") == "qui relit ce contrat ?"
    await world.employee.sends(department="legal")
    (number,) = await world.cases.store.of_person(world.employee.id)
    assert (await world.place(number, Side.REQUESTER)).thread == "60.0"


async def test_a_person_asked_for_in_words_is_offered_the_form(world: World) -> None:
    """A message opens no form: the reply offers a button, whose form holds what was said."""
    text = "je veux parler au juridique, c'est urgent"
    world.understander.script[text] = understood("request_escalation", department="legal", urgency="urgent")
    thread = await world.employee.writes(f"<@URELAIS> {text}")
    (reply,) = world.slack.seen("C1", thread)
    assert says(reply, "hand_over", department=world.department("legal"))
    assert [label for label, _ in buttons(reply)] == [say("button_hand_over")]
    await world.employee.presses("button_hand_over", "C1")
    assert world.employee.shows("department") == "legal"
    assert world.employee.shows("urgency") == "urgent"
    assert world.employee.shows("text") == text


async def test_a_request_that_names_no_department_keeps_its_words(world: World) -> None:
    """The person is asked which department they want; the form then holds what they said before."""
    text = "je voudrais parler à quelqu'un de ce contrat que nous devons signer demain"
    world.understander.script[text] = understood("request_escalation")
    await world.employee.writes(f"<@URELAIS> {text}")
    await world.employee.presses(world.department("legal"), "C1")
    assert world.employee.shows("text") == text
    assert world.employee.shows("department") == "legal"
