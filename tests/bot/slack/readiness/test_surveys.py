"""Other people's views: asked for, given once each, shown only together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from actions.readiness.acts import OpenReadinessForm, ReadinessForm
from bot.forms.patience import Deadline
from tests.bot.slack.readiness.steps import COMMAND, assess, choices, invite, service, told
from tests.fakes.words import say, says

if TYPE_CHECKING:
    import pytest
    from redis.asyncio import Redis

    from tests.fakes.world import World

ANSWER = "readiness_button_answer"


async def test_a_gap_is_shown_once_enough_have_answered(world: World) -> None:
    """Before three have answered nothing can be closed; afterwards nobody can add to it."""
    manager = world.manager
    await assess(manager)
    await invite(manager, "legal communication", "@employee")
    for_legal = OpenReadinessForm(ReadinessForm.ANSWER, 1, "legal")
    assert choices(world.slack.seen("CLEGAL")) == [for_legal]
    assert choices(told(world.employee)) == [OpenReadinessForm(ReadinessForm.ANSWER, 1)]
    invited = {"D1": world.employee, "CLEGAL": world.legal, "CCOM": world.communication}
    for count, (channel, person) in enumerate(invited.items()):
        await manager.presses("readiness_button_close", manager.channel)
        assert says(told(manager)[-1], "readiness_refused_too_few", count=count, least=3)
        await person.presses(ANSWER, channel)
        await person.answers(2, special={"department": "legal"})
        assert says(person.view, "readiness_thanks")
    await manager.presses("readiness_button_close", manager.channel)
    assert says(told(manager)[-1], "readiness_gap", count=3)
    await world.legal2.presses(ANSWER, "CLEGAL")
    assert not world.legal2.inputs
    assert says(world.legal2.view, "readiness_refused_closed")


async def test_nobody_answers_twice_nor_for_themselves(world: World) -> None:
    """A person's view counts once; the manager's is the assessment's own."""
    await assess(world.manager)
    await invite(world.manager, "legal")
    await world.legal.presses(ANSWER, "CLEGAL")
    await world.legal.answers(2)
    await world.legal.presses(ANSWER, "CLEGAL")
    assert says(world.legal.view, "readiness_refused_answered")
    await world.manager.presses(ANSWER, "CLEGAL")
    assert not world.manager.inputs
    assert says(world.manager.view, "readiness_refused_own")


async def test_no_view_is_tied_to_a_person(world: World, redis: Redis) -> None:
    """Once a view is given, nothing in Redis holds it beside the one who gave it."""
    await assess(world.manager)
    await invite(world.manager, "legal")
    await world.legal.presses(ANSWER, "CLEGAL")
    await world.legal.answers(1)
    for key in [key async for key in redis.scan_iter("relais:readiness:*")]:
        if await redis.type(key) == "string":
            assert "UL1" not in str(await redis.get(key)), key
    assert [key async for key in redis.scan_iter("relais:person:*UL1*readiness*")] == []
    (survey,) = await service(world).store.surveys.all()
    given = json.dumps([response.answers for response in survey.responses])
    assert given.count('"leadership_sponsor", 1') == 1


async def test_an_unknown_name_is_told_beside_the_field(world: World) -> None:
    """An invitation to somebody who is not there, or to nobody, goes to nobody."""
    manager = world.manager
    await assess(manager)
    await manager.orders(COMMAND, "invite")
    answer = await manager.sends(departments="", people="@tournesol")
    assert answer["errors"] == {"people": say("readiness_nobody_called", names="@tournesol")}
    answer = await manager.sends(departments="", people="")
    assert answer["errors"] == {"people": say("readiness_invite_nobody")}


async def test_an_invitation_slack_is_slow_about_stays_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack waits three seconds for what becomes of a form: it is told to try again, and nothing is lost."""
    manager = world.manager
    await assess(manager)
    await manager.orders(COMMAND, "invite")
    monkeypatch.setattr("bot.slack.readiness.listeners.Deadline.of_press", lambda: Deadline(0.0))
    answer = await manager.sends(people="@somebody")
    assert says(answer["errors"]["people"], "readiness_people_slow", names="@somebody")
    monkeypatch.undo()
    answer = await manager.sends(people="@somebody")
    assert says(answer["errors"]["people"], "readiness_nobody_called", names="@somebody")
