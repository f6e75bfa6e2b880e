"""What changes in the workspace is heard, so that nobody waits for the next look."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.directory import Standing
from tests.fakes.payloads import event
from tests.fakes.slack import BOT_USER

if TYPE_CHECKING:
    from bot.slack.workspace.directory import Directory
    from tests.fakes.world import World


async def heard(world: World, kind: str, **fields: Any) -> Directory:  # noqa: ANN401  Slack's own shapes
    """Deliver an event; return the directory, which knew the workspace before."""
    directory = world.bot.directory
    await directory.channel("dept-legal")
    await directory.members("CLEGAL")
    assert (await world.send(event(type=kind, **fields))).status == 200
    return directory


async def test_who_joins_and_leaves_a_channel_is_known_at_once(world: World) -> None:
    """Without asking Slack again."""
    directory = await heard(world, "member_joined_channel", channel="CLEGAL", user="U1")
    assert "U1" in await directory.members("CLEGAL")
    await heard(world, "member_left_channel", channel="CLEGAL", user="UL2")
    assert await directory.members("CLEGAL") == {"UL1", "U1", BOT_USER}
    assert len(world.slack.made("conversations.members")) == 1


async def test_all_who_leave_at_once_are_gone(world: World) -> None:
    """Slack tells of each in an event of their own."""
    directory = world.bot.directory
    await directory.members("CLEGAL")
    left = [directory.hear_membership("CLEGAL", user, joined=False) for user in ("UL1", "UL2")]
    await asyncio.gather(*left)
    assert await directory.members("CLEGAL") == {BOT_USER}


async def test_of_a_channel_nobody_asked_about_nothing_is_kept(world: World) -> None:
    """Half its members would be worse than none."""
    await heard(world, "member_joined_channel", channel="CCOM", user="U1")
    assert await world.bot.directory.members("CCOM") == {"UC1", BOT_USER}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("member_joined_channel", {"channel": "CNEW", "user": BOT_USER}),
        ("channel_rename", {"channel": {"id": "CNEW", "name": "dept-new"}}),
        ("channel_unarchive", {"channel": "CNEW"}),
        ("group_rename", {"channel": {"id": "CNEW", "name": "dept-new"}}),
        ("group_unarchive", {"channel": "CNEW"}),
    ],
)
async def test_a_channel_that_relais_can_post_in_now_is_found(
    world: World, kind: str, fields: dict[str, Any]
) -> None:
    """Invited to it, or called so since."""
    assert await world.bot.directory.channel("dept-new") is None
    world.slack.channels.append({"id": "CNEW", "name": "dept-new", "is_member": True})
    directory = await heard(world, kind, **fields)
    assert await directory.channel("dept-new") == "CNEW"


@pytest.mark.parametrize("kind", ["channel_archive", "channel_left", "group_archive", "group_left"])
async def test_a_channel_that_is_lost_is_not_offered(world: World, kind: str) -> None:
    """Archived, or Relais was removed from it."""
    assert await world.bot.directory.is_member("CLEGAL")
    world.slack.channels = [each for each in world.slack.channels if each["id"] != "CLEGAL"]
    directory = await heard(world, kind, channel="CLEGAL", user="U1")
    assert not await directory.is_member("CLEGAL")


async def test_relais_removed_from_a_channel_has_lost_it(world: World) -> None:
    """Its own leaving is told like anybody's."""
    assert await world.bot.directory.is_member("CLEGAL")
    world.slack.channels = [each for each in world.slack.channels if each["id"] != "CLEGAL"]
    directory = await heard(world, "member_left_channel", channel="CLEGAL", user=BOT_USER)
    assert not await directory.is_member("CLEGAL")


async def test_a_change_of_somebody_known_is_kept_and_of_others_is_not(world: World) -> None:
    """Most of a large workspace never meets Relais, and every status they set is an event."""
    known, changed = world.bot.directory, {"name": "x", "is_restricted": True}
    assert (await known.user("UL1")).standing is Standing.EMPLOYEE
    for user in ("UL1", "UC1"):
        await heard(world, "user_change", user={"id": user, **changed})
    calls = len(world.slack.made("users.info"))
    assert (await known.user("UL1")).standing is Standing.GUEST
    assert len(world.slack.made("users.info")) == calls
    assert (await known.user("UC1")).standing is Standing.EMPLOYEE
    assert len(world.slack.made("users.info")) == calls + 1
