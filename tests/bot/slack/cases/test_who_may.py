"""Forged buttons, forms and shortcuts in Slack: one clear sentence, in private, and nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import CaseForm, FillCase, Reassign
from actions.cases.case import Side, State
from actions.choices import encode
from actions.model import Inbound
from actions.permissions.denial import Denial, NotAllowed
from tests.fakes.understander import understood
from tests.fakes.words import FRENCH, says, texts
from tests.fakes.world import open_world

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.fakes.slack import FakeSlack
    from tests.fakes.world import World

QUESTION = "la question confidentielle"
OUTAGE = (500, {"ok": False, "error": "internal_error"})


async def people(world: World, user: str, **fields: object) -> None:
    """Change what Slack says of a person; Relais hears of it where it knows them."""
    changed = next(each for each in world.slack.people if each["id"] == user)
    changed.update(fields)
    await world.bot.directory.hear_user(changed)


async def test_a_forged_button_takes_no_case(world: World) -> None:
    """A manager is no member of legal: they read who may, and the case stays as it was."""
    case = await world.opened(QUESTION)
    await world.manager.presses_line(f"case:take:{case.number}:legal", "C1")
    legal = world.department("legal")
    assert says(world.manager.whispers[-1], "refused_not_department", department=legal)
    assert (await world.case(case.number)).state is State.WAITING
    await world.legal.presses("button_case_take", "CLEGAL")
    assert (await world.case(case.number)).holder == world.legal.id


@pytest.mark.parametrize("seen", ["legal", "communication", ""])
@pytest.mark.parametrize("form", [form for form in CaseForm if form not in {CaseForm.ADD, CaseForm.REMARK}])
async def test_no_form_shows_an_exchange_to_strangers(world: World, form: CaseForm, seen: str) -> None:
    """Whatever number and department a button carries: no question, no answer, no name of a colleague."""
    case = await world.opened(QUESTION)
    for person in (world.manager, world.communication):
        await person.presses_line(encode(FillCase(form, case.number, seen)), "C1")
        assert not person.inputs
        assert says(person.view, "refused_not_department", department=world.department("legal"))
        assert QUESTION not in str(person.view)
    await world.legal2.presses("button_case_exchange", "CLEGAL")
    assert QUESTION in texts(world.legal2.view)


async def test_the_requester_reads_their_own_exchange(world: World) -> None:
    """It is theirs."""
    case = await world.opened(QUESTION)
    line = encode(FillCase(CaseForm.EXCHANGE, case.number))
    await world.employee.presses_line(line, "C1")
    assert QUESTION in texts(world.employee.view)


async def test_a_form_that_was_opened_in_time_is_checked_when_it_is_sent(world: World) -> None:
    """Who has left the department's channel meanwhile answers nobody."""
    case, members = await world.opened(QUESTION), world.slack.members
    world.slack.members = {**members, "CLEGAL": [*members["CLEGAL"], "UM1"]}
    await world.bot.directory.forget("CLEGAL")
    await world.manager.presses("button_case_tell", "CLEGAL")
    world.slack.members = members
    await world.bot.directory.forget("CLEGAL")
    await world.manager.sends(text="une réponse")
    assert not (await world.case(case.number)).relayed
    assert says(world.slack.seen("DM1")[-1], "refused_not_department", department=world.department("legal"))


async def test_the_shortcut_answers_for_members_alone(world: World) -> None:
    """A visitor of the department's thread relays nothing to the requester."""
    case = await world.opened(QUESTION)
    place = await world.place(case.number, Side.DEPARTMENT)
    await world.communication.replies_from(place, "une réponse d’ailleurs")
    assert says(world.communication.whispers[-1], "refused_not_department")
    assert "d’ailleurs" not in texts(world.slack.seen("C1"))


async def test_a_forged_person_gets_no_case(world: World) -> None:
    """The form offers colleagues; another value is refused, with the reason."""
    case = await world.opened(QUESTION)
    act = Reassign(case.number, "legal", person=world.communication.id)
    inbound = Inbound("forged", world.legal.id, "T1:CLEGAL:1.0")
    exchange = await world.services.advisor.converse(inbound, act)
    assert exchange.reply.decision == NotAllowed(Denial.NOT_COLLEAGUE, "legal")
    assert not (await world.case(case.number)).holder


async def test_while_slack_cannot_say_who_somebody_is_a_department_waits(world: World) -> None:
    """The press is refused with a word to try again; advice goes on."""
    case = await world.opened(QUESTION)
    await world.forget_directory()
    world.slack.broken["users.info"] = OUTAGE
    await world.legal.presses("button_case_take", "CLEGAL")
    assert says(world.legal.whispers[-1], "refused_cannot_check")
    await world.legal.presses_line(encode(FillCase(CaseForm.EXCHANGE, case.number, "legal")), "CLEGAL")
    assert says(world.legal.view, "refused_cannot_check")
    before = len(world.slack.made("chat.postMessage"))
    await world.legal2.writes("bonjour", world.legal2.channel)
    assert len(world.slack.made("chat.postMessage")) == before + 1
    del world.slack.broken["users.info"]


async def test_a_press_is_tried_again_where_slack_does_not_say_who_somebody_is(world: World) -> None:
    """One failed look refuses nobody: the press is checked again a second later."""
    case = await world.opened(QUESTION)
    await world.forget_directory()
    # One for the person's language, one for who they are.
    world.slack.accept_then_fail_of["users.info"] = 2
    await world.legal.presses_line(f"case:take:{case.number}:legal", "CLEGAL")
    assert (await world.case(case.number)).holder == world.legal.id
    assert world.legal.whispers == []


async def test_an_old_card_says_who_has_the_case_now(world: World) -> None:
    """Legal sent it on: its form answers nobody any more, and says where the case is."""
    case = await world.opened(QUESTION)
    await world.legal.presses("button_case_not_ours", "CLEGAL")
    await world.legal.sends(department="communication", text="pas pour nous")
    await world.legal.presses_line(encode(FillCase(CaseForm.TELL, case.number, "legal")), "CLEGAL")
    assert says(world.legal.view, "refused_moved", department=world.department("communication"))


@pytest.mark.parametrize(
    "fields",
    [{"is_restricted": True}, {"is_ultra_restricted": True}, {"is_stranger": True}, {"team_id": "T9"}],
    ids=["guest", "single-channel guest", "stranger", "other organisation"],
)
async def test_outsiders_get_one_line_each_time_they_speak_to_relais(
    world: World, fields: dict[str, object]
) -> None:
    """In a channel in private, in direct messages as a message; nothing of it is kept."""
    await people(world, "U1", **fields)
    await world.employee.writes("<@URELAIS> qui modère nos avis ?")
    assert says(world.employee.whispers[-1], "refused_outsider")
    await world.employee.writes("qui modère nos avis ?", "D1")
    await world.employee.writes("et alors ?", "D1")
    assert len([m for m in world.slack.seen("D1") if says(m, "refused_outsider")]) == 2
    kept = [key async for key in world.bot.redis.scan_iter("relais:journal:*")]
    assert kept == []
    for command in ("/escalate", "/staffing", "/deflection"):
        await world.employee.orders(command, "une question")
        assert not world.employee.inputs
        assert FRENCH.says(world.employee.view, "refused_outsider")
        world.employee.view = {}


async def test_a_guest_in_a_department_s_channel_sees_no_queue(world: World) -> None:
    """Their App Home shows no case of the department, and its buttons do nothing for them."""
    case = await world.opened(QUESTION)
    assert QUESTION in texts(await world.legal2.opens_home())
    await people(world, "UL1", is_restricted=True)
    assert QUESTION not in texts(await world.legal.opens_home())
    await world.legal.presses_line(f"case:take:{case.number}:legal", "CLEGAL")
    assert says(world.legal.whispers[-1], "refused_outsider")


async def test_guests_get_advice_where_it_is_set_and_no_department(
    slack: FakeSlack, redis: Redis, redis_url: str
) -> None:
    """An answer like anybody's, follow-ups too; a person of a department is not offered to them."""
    del redis  # empties the real one
    async with open_world(slack, redis_url, advises_outsiders=True) as world:
        await people(world, "U1", is_restricted=True)
        world.understander.script["qui modère nos avis ?"] = understood("moderation")
        ts = await world.employee.writes("<@URELAIS> qui modère nos avis ?")
        (answer,) = slack.seen("C1", ts)
        assert not says(answer, "refused_outsider")
        await world.employee.presses("button_human", "C1")
        assert says(world.employee.view, "refused_advice_only")
        assert says(await world.employee.orders("/readiness"), "refused_advice_only")
