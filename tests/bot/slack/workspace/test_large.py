"""A workspace of 50,000 people and 5,000 channels: what is needed at once is asked for by id."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.fakes.slack import BOT_USER
from tests.fakes.words import says, texts

if TYPE_CHECKING:
    from tests.fakes.world import World

PEOPLE, CHANNELS = 50_000, 5_000
# Slack's limit of Tier 2 is twenty calls a minute, of Tier 3 fifty; the rest allow a hundred.
TIER_2 = ("users.list", "conversations.list", "usergroups.users.list")


@pytest.fixture
def large(world: World) -> World:
    """The workspace of the other tests, and all the others in it."""
    world.slack.people += [{"id": f"UX{number}", "name": f"x{number}"} for number in range(PEOPLE)]
    others = [{"id": f"CX{number}", "name": f"x{number}", "is_member": False} for number in range(CHANNELS)]
    world.slack.channels += others
    return world


async def test_readiness_opens_in_the_first_minute(large: World) -> None:
    """A manager named by a handle is recognised by their own; nobody else is asked about."""
    before = len(large.slack.calls)
    await large.manager.orders("/readiness")
    assert says(large.manager.view, "readiness_progress", page=1, pages=7)
    made = Counter(method for method, _ in large.slack.calls[before:])
    assert not set(made) & set(TIER_2)
    assert sum(made.values()) <= 6, made


async def test_forms_of_cases_open_in_the_first_minute(large: World) -> None:
    """A new request asks nobody; giving a case away asks about the members of one channel."""
    case = await large.opened()
    before = len(large.slack.calls)
    await large.legal.presses("button_case_reassign", "CLEGAL", str(case.number))
    assert large.legal.offers("whom")[:2] == ["person:T1:UL1", "person:T1:UL2"]
    made = Counter(method for method, _ in large.slack.calls[before:])
    assert not set(made) & set(TIER_2)
    assert made["users.info"] <= len(large.slack.members["CLEGAL"]) + 1, "and one for the language"


async def test_of_a_channel_with_everybody_in_it_some_are_offered(large: World) -> None:
    """Whoever presses is among them; Slack is asked about a hundred, not about 50,000."""
    await large.opened()
    crowd = [f"UX{number}" for number in range(3_000)]
    large.slack.members["CLEGAL"] = ["UL1", "UL2", *crowd, BOT_USER]
    large.slack.page = 1000
    before = len(large.slack.made("users.info"))
    await large.legal2.presses("button_case_reassign", "CLEGAL")
    assert large.legal2.offers("whom")[0] == "person:T1:UL2"
    assert len(large.slack.made("users.info")) - before <= 101


async def test_app_home_opens_in_the_first_minute(large: World) -> None:
    """Whether a department's cases are theirs is seen from their own handle."""
    case = await large.opened("la question")
    assert "la question" in texts(await large.legal.opens_home())
    assert says(await large.manager.opens_home(), "home_managers")
    await large.employee.presses_line(f"case:take:{case.number}:legal", "CLEGAL")
    assert says(large.employee.whispers, "refused_not_department", department=large.department("legal"))
    assert not [method for method, _ in large.slack.calls if method in TIER_2]
