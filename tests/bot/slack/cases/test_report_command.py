"""`/escalations`: figures for managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bot.slack.readiness.steps import told
from tests.fakes.words import says, texts

OUTAGE = (500, {"ok": False, "error": "internal_error"})

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_escalations_are_for_managers(world: World) -> None:
    """A manager gets counts, a picture and a sheet without names; anybody else hears who may ask."""
    await world.opened()
    assert not await world.employee.orders("/escalations")
    assert says(told(world.employee), "refused_managers", people="<@UM1>")
    assert not await world.manager.orders("/escalations", channel="D1")
    (report,) = world.slack.seen(world.manager.channel)
    legal = world.department("legal")
    assert says(report, "escalations_row", department=legal)
    assert "U1" not in texts(report).replace("UM1", "")
    sheet, picture = sorted(world.slack.uploads, key=lambda content: content[:4] == b"\x89PNG")
    assert picture[:4] == b"\x89PNG"
    assert legal.encode() in sheet
    assert b"U1" not in sheet


async def test_without_managers_nobody_is_named(world: World) -> None:
    """Where the managers have left, the refusal tells which setting names them."""
    world.slack.people = [{**p, "deleted": p["id"] == "UM1"} for p in world.slack.people]
    await world.employee.orders("/escalations")
    assert says(told(world.employee), "refused_managers_none")


async def test_while_slack_is_away_nobody_is_told_that_there_are_no_managers(world: World) -> None:
    """They ask a manager to try again, whom Slack may know in a minute."""
    await world.manager.opens_home()
    world.slack.broken |= dict.fromkeys(("users.info", "users.list"), OUTAGE)
    await world.forget_directory()
    await world.manager.orders("/escalations")
    assert says(told(world.manager), "refused_cannot_check")
    assert not says(told(world.manager), "refused_managers_none")


async def test_a_guest_hears_nothing_of_who_manages(world: World) -> None:
    """The line of every guest."""
    world.slack.people[0]["is_restricted"] = True
    await world.employee.orders("/escalations")
    assert says(told(world.employee), "refused_outsider")
    assert "UM1" not in texts(told(world.employee))


async def test_a_manager_who_is_a_guest_now_sees_no_figures_at_home(world: World) -> None:
    """Their handle is still among the settings."""
    assert says(await world.manager.opens_home(), "home_managers")
    guest = {**world.slack.people[-1], "is_restricted": True}
    await world.bot.directory.hear_user(guest)
    assert not says(await world.manager.opens_home(), "home_managers")
