"""A form that Slack does not open is told of: whoever pressed is never left without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import payloads
from tests.fakes.words import say, says

if TYPE_CHECKING:
    from tests.fakes.people import Person
    from tests.fakes.world import World

EXPIRED = (200, {"ok": False, "error": "expired_trigger_id"})


def told(person: Person) -> list[object]:
    """Return what a person was told in direct messages."""
    return [each for each in person.world.slack.made("chat.postMessage") if each["channel"] == person.user]


@pytest.mark.parametrize(
    "order", ["/escalate", "/staffing", "/deflection"], ids=["a request", "staffing", "deflection"]
)
async def test_an_expired_trigger_is_told_where_it_was_typed(world: World, order: str) -> None:
    """Nobody else sees it, and it says to try again."""
    world.slack.broken["views.open"] = EXPIRED
    assert await world.employee.orders(order) == say("form_not_opened")
    assert told(world.employee) == []
    assert {each["response_type"] for each in world.slack.responses} == {"ephemeral"}


async def test_a_form_pressed_for_in_vain_leaves_the_message_as_it_is(world: World) -> None:
    """A response URL would replace the message by itself."""
    world.slack.broken["views.open"] = EXPIRED
    await world.employee.presses_line("human:legal", "C1", "50.0")
    assert world.employee.answered == [say("form_not_opened")]
    assert [each["replace_original"] for each in world.slack.responses] == [False]


async def test_a_lost_connection_is_told_too(world: World) -> None:
    """Slack cut off while a form is opened is no different for the person."""
    world.slack.resets = {"views.open"}
    assert await world.employee.orders("/escalate") == say("form_not_opened")


async def test_without_a_response_url_it_is_told_in_direct_messages(world: World) -> None:
    """A global shortcut has none, and one that has expired is no better."""
    world.slack.broken["views.open"] = EXPIRED
    await world.manager.uses("readiness")
    assert says(told(world.manager), "form_not_opened")
    world.slack.answers = False
    await world.employee.orders("/escalate")
    assert says(told(world.employee), "form_not_opened")


async def test_where_nothing_can_be_told_nothing_breaks(world: World) -> None:
    """Slack away altogether is logged, and the listener ends."""
    world.slack.broken["views.open"] = EXPIRED
    world.slack.broken["chat.postMessage"] = (503, {"ok": False, "error": "service_unavailable"})
    await world.manager.uses("readiness")
    assert not world.manager.view


@pytest.mark.parametrize("answers", [True, False], ids=["by response URL", "in direct messages"])
async def test_a_shortcut_where_relais_is_not_is_told(world: World, *, answers: bool) -> None:
    """Relais cannot write in that channel, so the person is told where only they read."""
    world.slack.lost["CELSEWHERE"] = "channel_not_found"
    world.slack.answers = answers
    message = {"ts": "60.0", "thread_ts": "50.0", "user": "U1", "text": "?"}
    await world.legal.uses("answer_requester", "CELSEWHERE", message)
    assert says(told(world.legal), "refused_no_thread") is not answers
    assert (world.legal.answered == [say("refused_no_thread")]) is answers


async def test_a_shortcut_of_another_kind_is_nobodys(world: World) -> None:
    """A global one bears no message, whatever it is called."""
    used = payloads.shortcut("answer_requester", "UL1")
    assert (await world.send(used)).status == 404


async def test_a_page_turned_twice_breaks_nothing(world: World) -> None:
    """Slack answers the second press with `hash_conflict`: the modal shows the page already."""
    await world.manager.uses("readiness")
    await world.manager.answers(pages=1)
    world.slack.broken["views.update"] = (200, {"ok": False, "error": "hash_conflict"})
    view = {**world.manager.view, "id": "V1", "state": {"values": {}}}
    body = payloads.press_in_view("1", "UM1", "1", view, "readiness_back")
    assert (await world.send(body)).status == 200
    assert not world.manager.answered


async def test_app_home_opens_where_managers_cannot_be_read(world: World) -> None:
    """It lacks what is for managers, and nothing else."""
    for method in ("users.info", "users.list", "usergroups.users.list"):
        world.slack.broken[method] = (503, {"ok": False, "error": "service_unavailable"})
    await world.employee.opens_home()
    assert says(await world.manager.opens_home(), "home_mine_none")


async def test_commands_are_acknowledged_before_slack_is_asked(world: World) -> None:
    """While Slack says nothing about anybody, each command has its 200."""
    world.slack.hold("users.info", "users.conversations", "users.list")
    for name in ("/escalations", "/escalate", "/readiness", "/staffing", "/roles"):
        response = await payloads.acknowledged(world.app, payloads.command(name, user="UM1", when=name))
        assert response.status == 200
    world.slack.release()
    await payloads.listened()
    await world.settle()
