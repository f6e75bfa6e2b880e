"""`/escalations`: figures for managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.words import says, texts

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_escalations_are_for_managers(world: World) -> None:
    """A manager gets counts, a picture and a sheet without names; anybody else hears who may ask."""
    await world.opened()
    refused = await world.employee.orders("/escalations", channel="D1")
    assert says(refused, "refused_managers", people="<@UM1>")
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
    assert says(await world.employee.orders("/escalations"), "refused_managers_none")
