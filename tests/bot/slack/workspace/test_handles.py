"""Whose a handle is, in a workspace so large that reading everybody takes minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.app import open_client
from bot.slack.workspace.directory import Directory
from bot.stores.directory import Listing, MemoryDirectory
from tests.fakes.clocks import Seconds

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack

BUSY = (429, {"ok": False, "error": "ratelimited"})
AWAY = (503, {"ok": False, "error": "service_unavailable"})


class Workspace:
    """A directory of ten people, told two a page; pauses pass at once, and a test may act in them."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack, self.clock, self.store = slack, Seconds(1000.0), MemoryDirectory()
        self.pauses: list[float] = []
        slack.page = 2
        slack.people = [{"id": f"U{number}", "name": f"name{number}"} for number in range(10)]

    def directory(self) -> Directory:
        """Return the directory of a process that has just started, with what others have kept."""
        client = open_client("xoxb-1", self.slack.url)
        client.retry_handlers.clear()
        return Directory(client, self.store, None, self.clock, self.sleep)

    async def sleep(self, seconds: float) -> None:
        """Let Slack's limit pass."""
        self.pauses.append(seconds)
        self.slack.broken.clear()

    @property
    def cursors(self) -> list[str]:
        """The pages that were read."""
        return [call["cursor"] for call in self.slack.made("users.list")]


@pytest.fixture
def workspace(slack: FakeSlack) -> Workspace:
    """Ten people."""
    return Workspace(slack)


async def test_everybody_is_listed_once_for_all_handles(workspace: Workspace) -> None:
    """Two handles, known or not, cost one reading; another process needs none."""
    directory = workspace.directory()
    assert await directory.people("@name9") == ("U9",)
    assert await directory.people("@name3") == ("U3",)
    assert await directory.people("@nobody") == ()
    assert await workspace.directory().people("@name7") == ("U7",)
    assert workspace.cursors == ["", "2", "4", "6", "8"]


async def test_a_limit_is_waited_out_and_the_reading_goes_on(workspace: Workspace) -> None:
    """As long as Slack says, and from the page where it was."""
    slack, later = workspace.slack, Listing("4", 2)
    await workspace.store.put_listing("T1", later)
    slack.limited["users.list"] = "17"
    slack.broken["users.list"] = BUSY
    assert await workspace.directory().people("@name9") == ("U9",)
    assert workspace.pauses == [17.0]
    assert workspace.cursors == ["4", "6", "8"]


@pytest.mark.parametrize(("header", "seconds"), [("soon", 1), ("90000", 3600)])
async def test_an_odd_limit_is_waited_out_as_for_a_message(
    workspace: Workspace, header: str, seconds: int
) -> None:
    """What is no number ends no reading, and what is too long is asked again after an hour."""
    workspace.slack.limited["users.list"] = header
    workspace.slack.broken["users.list"] = BUSY
    assert await workspace.directory().people("@name9") == ("U9",)
    assert workspace.pauses == [seconds]


async def test_a_reading_cut_short_goes_on_where_it_was(workspace: Workspace) -> None:
    """Whatever ended it, the pages before are not read again."""
    slack, directory = workspace.slack, workspace.directory()
    slack.last_cursor["users.list"] = ("4", AWAY)
    with pytest.raises(SlackApiError):
        await directory.people("@name9")
    assert await directory.people("@name1") == ("U1",), "known from the first page"
    slack.last_cursor.clear()
    assert workspace.cursors == ["", "2"]
    with pytest.raises(SlackApiError):
        await directory.people("@name9")
    assert workspace.cursors == ["", "2"], "not asked again at once"
    workspace.clock.seconds += 31
    assert await directory.people("@name9") == ("U9",)
    assert workspace.cursors == ["", "2", "4", "6", "8"]


async def test_a_cursor_that_has_expired_is_begun_again(workspace: Workspace) -> None:
    """Slack's cursors do not live for ever."""
    await workspace.store.put_listing("T1", Listing("old", 2))
    workspace.slack.last_cursor["users.list"] = ("old", (200, {"ok": False, "error": "invalid_cursor"}))
    assert await workspace.directory().people("@name0") == ("U0",)
    assert workspace.cursors == ["", "2", "4", "6", "8"]


async def test_a_handle_that_changed_hands_is_whose_it_is_now(workspace: Workspace) -> None:
    """Found out by asking about whoever had it; nobody is found by a handle that is theirs no more."""
    slack, directory = workspace.slack, workspace.directory()
    assert await directory.people("@name4") == ("U4",)
    slack.people[4] |= {"name": "left", "deleted": True}
    slack.people[5]["name"] = "name4"
    workspace.clock.seconds += 3601
    await directory.people("@name4")
    await directory.settle()
    assert await directory.people("@name4") == ("U5",)
    assert await directory.people("@name5") == ()


async def test_what_is_known_is_served_where_a_new_reading_fails(workspace: Workspace) -> None:
    """An unknown handle is nobody's then, as it was at the last reading."""
    directory = workspace.directory()
    assert await directory.people("@nobody") == ()
    workspace.clock.seconds += 301
    workspace.slack.broken["users.list"] = AWAY
    assert await directory.people("@nobody") == ()
    assert await directory.people("@name2") == ("U2",)


@pytest.mark.parametrize("place", [0, 10])
async def test_the_handle_of_a_partner_is_not_ours(workspace: Workspace, place: int) -> None:
    """Somebody of another organisation may bear our manager's handle: it leads to the manager still."""
    partner = {"id": "U77", "name": "name4", "team_id": "T9"}
    workspace.slack.people.insert(place, partner)
    directory = workspace.directory()
    assert await directory.people("@name4") == ("U4",)
    assert not await directory.refers("@name4", "U77")
    await directory.hear_user(partner)
    assert await directory.people("@name4") == ("U4",)


async def test_a_partner_whose_handle_was_kept_before_is_passed_over(workspace: Workspace) -> None:
    """What an earlier version kept in Redis names them for a week."""
    workspace.slack.people.append({"id": "U77", "name": "name4", "team_id": "T9"})
    await workspace.store.put_handles("T1", {"name4": "U77"}, {})
    assert await workspace.directory().people("@name4") == ("U4",)
