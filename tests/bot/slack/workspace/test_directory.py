"""Channels and people as Slack has them: found, told apart, kept while Slack is away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from actions.permissions.organisation import CannotTellError
from bot.directory import Standing
from bot.slack.app import open_client
from bot.slack.workspace.cache import SLACK_ERRORS, reason
from bot.slack.workspace.directory import ChannelState, Directory, ReferenceState
from bot.slack.workspace.managers import Managers, SlackManagerDirectory
from tests.fakes.clocks import Seconds

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from tests.fakes.slack import FakeSlack

BUSY = (429, {"ok": False, "error": "ratelimited"})
AWAY = (503, {"ok": False, "error": "service_unavailable"})


@pytest.fixture
def clock() -> Seconds:
    """A clock that stands still."""
    return Seconds()


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    """A client that hands every error on at once."""
    client = open_client("xoxb-1", slack.url)
    client.retry_handlers.clear()
    return client


@pytest.fixture
def directory(slack: FakeSlack, client: AsyncWebClient, clock: Seconds) -> Directory:
    """A directory of a workspace with a little of everything, told two values a page."""
    slack.page = 2
    slack.channels = [
        {"id": "CLEGAL", "name": "dept-legal", "is_member": True},
        {"id": "CHR", "name": "dept-hr", "is_member": False},
        {"id": "COLD", "name": "dept-it", "is_member": True, "is_archived": True},
    ]
    slack.people = [
        {"id": "URELAIS", "name": "relais", "is_bot": True},
        {"id": "USLACKBOT", "name": "slackbot", "is_bot": False},
        {"id": "U1", "name": "lea", "deleted": False},
        {"id": "U2", "name": "tom", "deleted": True},
        {"id": "W3", "name": "ana"},
        {"id": "U4", "name": "sam", "deleted": True},
        {"id": "U5", "name": "sam"},
        {"id": "U6", "name": "sam", "deleted": True},
    ]
    slack.groups = {"SLEGAL": ["U2", "W3", "U1", "URELAIS", "U9"], "SGONE": ["U2"], "SEMPTY": []}
    slack.members = {"CLEGAL": ["U1", "W3", "URELAIS"]}
    return Directory(client, now=clock)


@pytest.mark.parametrize(
    ("name", "state", "identifier"),
    [
        ("dept-legal", ChannelState.OPEN, "CLEGAL"),
        ("dept-hr", ChannelState.MISSING, None),
        ("dept-it", ChannelState.ARCHIVED, None),
        ("dept-none", ChannelState.MISSING, None),
    ],
)
async def test_a_channel_is_given_only_where_relais_can_post(
    directory: Directory, name: str, state: ChannelState, identifier: str | None
) -> None:
    """Otherwise it is told why not, also on Slack's second page."""
    assert await directory.state(name) is state
    assert await directory.channel(name) == identifier


async def test_membership_is_asked_by_id(directory: Directory) -> None:
    """Only an open channel that Relais is in counts."""
    assert await directory.is_member("CLEGAL")
    assert not await directory.is_member("CHR")
    assert not await directory.is_member("COLD")


@pytest.mark.parametrize(
    ("reference", "people", "standing"),
    [
        ("@lea", ("U1",), ReferenceState.ACTIVE),
        ("U1", ("U1",), ReferenceState.ACTIVE),
        ("W3", ("W3",), ReferenceState.ACTIVE),
        ("@sam", ("U5",), ReferenceState.ACTIVE),
        ("@tom", (), ReferenceState.DEACTIVATED),
        ("U2", (), ReferenceState.DEACTIVATED),
        ("@relais", (), ReferenceState.BOT),
        ("@slackbot", (), ReferenceState.BOT),
        ("@nobody", (), ReferenceState.UNKNOWN),
        ("U9", (), ReferenceState.UNKNOWN),
        ("", (), ReferenceState.UNKNOWN),
        ("SLEGAL", ("W3", "U1"), ReferenceState.ACTIVE),
        ("SGONE", (), ReferenceState.EMPTY),
        ("SEMPTY", (), ReferenceState.EMPTY),
        ("SNONE", (), ReferenceState.UNKNOWN),
    ],
)
async def test_a_reference_leads_to_active_people(
    directory: Directory, reference: str, people: tuple[str, ...], standing: ReferenceState
) -> None:
    """Nobody who left, no bot, nobody unknown; of one handle's bearers, the one who is there."""
    assert await directory.people(reference) == people
    assert await directory.reference_state(reference) is standing


async def test_a_group_out_of_reach_has_nobody(directory: Directory, slack: FakeSlack) -> None:
    """A missing scope is no outage: whoever asks goes on to somebody else."""
    slack.broken["usergroups.users.list"] = (200, {"ok": False, "error": "missing_scope"})
    assert await directory.people("SLEGAL") == ()
    assert await directory.reference_state("SLEGAL") is ReferenceState.CLOSED


async def test_groups_are_asked_for_only_by_their_ids(directory: Directory, slack: FakeSlack) -> None:
    """Whoever names no group needs no scope for groups."""
    assert await directory.people("@lea")
    assert slack.made("usergroups.users.list") == []
    assert await directory.people("SLEGAL")
    assert slack.made("usergroups.users.list") == [{"usergroup": "SLEGAL"}]


async def test_only_people_who_are_there_are_active(directory: Directory) -> None:
    """By id, not by handle."""
    assert (await directory.user("U1")).is_active
    assert not (await directory.user("U2")).is_active
    assert not (await directory.user("@lea")).is_active


async def test_members_of_a_channel_are_read_whole(directory: Directory) -> None:
    """All pages; and a channel that is not there has no members to tell."""
    assert await directory.members("CLEGAL") == {"U1", "W3", "URELAIS"}
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await directory.members("CNONE")


async def _ask_everything(directory: Directory) -> tuple[object, ...]:
    return (
        await directory.channel("dept-legal"),
        await directory.people("SLEGAL"),
        await directory.members("CLEGAL"),
    )


async def test_what_was_read_is_kept_five_minutes(
    directory: Directory, slack: FakeSlack, clock: Seconds
) -> None:
    """Slack limits how often it is asked."""
    await _ask_everything(directory)
    first = len(slack.calls)
    clock.seconds = 299.0
    await _ask_everything(directory)
    assert len(slack.calls) == first
    clock.seconds = 301.0
    await _ask_everything(directory)
    await directory.settle()
    again = [method for method, _ in slack.calls[first:]]
    assert sorted(again) == ["conversations.members"] * 2 + ["usergroups.users.list", "users.conversations"]


@pytest.mark.parametrize("failure", [BUSY, AWAY], ids=["busy", "away"])
async def test_what_was_known_outlasts_an_outage(
    directory: Directory, slack: FakeSlack, clock: Seconds, failure: tuple[int, dict[str, object]]
) -> None:
    """Nobody is lost while Slack cannot be read; it is asked again half a minute later, or when it says."""
    known = await _ask_everything(directory)
    for method in ("users.conversations", "usergroups.users.list", "conversations.members"):
        slack.broken[method] = failure
    slack.channels, slack.groups, slack.members = [], {"SLEGAL": []}, {"CLEGAL": []}
    clock.seconds = 301.0
    assert await _ask_everything(directory) == known
    await directory.settle()
    slack.broken.clear()
    calls = len(slack.calls)
    assert await _ask_everything(directory) == known
    await directory.settle()
    assert len(slack.calls) == calls
    clock.seconds = 332.0
    assert await _ask_everything(directory) == known
    await directory.settle()
    assert await _ask_everything(directory) == (None, (), frozenset())


async def test_what_was_never_known_is_not_made_up(directory: Directory, slack: FakeSlack) -> None:
    """A Slack that never answered is an error, not a workspace without channels."""
    slack.broken["users.conversations"] = AWAY
    with pytest.raises(SlackApiError) as caught:
        await directory.channel("dept-legal")
    assert reason(caught.value) == "service_unavailable"
    await slack.stop()
    with pytest.raises(aiohttp.ClientError) as cut:
        await directory.people("U1")
    assert reason(cut.value) == "ClientConnectorError"
    assert isinstance(cut.value, SLACK_ERRORS)


async def test_a_lost_channel_forgets_only_that_channel(directory: Directory, slack: FakeSlack) -> None:
    """One found archived is so at once; who is where, and who they are, is still known."""
    before = await _ask_everything(directory)
    slack.members["C2"] = ["U1"]
    await directory.members("C2")
    slack.channels[0]["is_archived"] = True
    slack.members = {"CLEGAL": [], "C2": []}
    assert await _ask_everything(directory) == before
    calls = len(slack.calls)
    await directory.forget("CLEGAL")
    assert await _ask_everything(directory) == (None, before[1], frozenset())
    assert await directory.members("C2") == {"U1"}
    again = [method for method, _ in slack.calls[calls:]]
    assert sorted(again) == ["conversations.members", "users.conversations"]
    await directory.forget("CLEGAL")
    slack.broken["users.conversations"] = AWAY
    with pytest.raises(SlackApiError):
        await directory.channel("dept-legal")


async def test_whoever_has_no_patience_does_not_end_the_reading(
    directory: Directory, slack: FakeSlack
) -> None:
    """A form waits a second or two; what it asked for is there for the next one."""
    slack.hold("users.conversations")
    asked = asyncio.create_task(directory.channel("dept-legal"))
    await slack.reached("users.conversations")
    asked.cancel()
    slack.release()
    await directory.settle()
    assert await directory.channel("dept-legal") == "CLEGAL"
    assert len(slack.made("users.conversations")) == 1


async def test_many_who_ask_at_once_make_one_reading(
    directory: Directory, slack: FakeSlack, clock: Seconds
) -> None:
    """The first reading is shared; during a later one, whoever asks is not kept waiting."""
    asked = await asyncio.gather(*(directory.members("CLEGAL") for _ in range(5)))
    assert len(set(asked)) == 1
    assert len(slack.made("conversations.members")) == 2, "two pages, read once"
    clock.seconds = 301.0
    slack.hold("conversations.members")
    slack.members["CLEGAL"] = ["U1"]
    assert [len(await directory.members("CLEGAL")) for _ in range(5)] == [3] * 5
    slack.release()
    await directory.settle()
    assert await directory.members("CLEGAL") == {"U1"}
    assert len(slack.made("conversations.members")) == 3


async def test_managers_are_those_behind_their_references(directory: Directory) -> None:
    """Each once, in the order named; whoever left manages no longer."""
    managers = Managers(("@tom", "U1", "SLEGAL", "@nobody"), directory)
    assert await managers.names() == ("U1", "W3")
    board = SlackManagerDirectory(managers)
    assert await board.manages("T1:W3")
    assert await board.managers() == ("U1", "W3")
    assert not await board.manages("T1:U2")
    assert not await board.manages("T1:U5")
    assert await Managers((), directory).names() == ()


async def test_one_person_is_asked_about_without_listing_everybody(
    directory: Directory, slack: FakeSlack
) -> None:
    """Their own handle says whether they are a manager who is named by it."""
    board = SlackManagerDirectory(Managers(("@nobody", "@lea", "SLEGAL"), directory))
    assert await board.manages("T1:U1")
    assert await board.manages("T1:W3")
    assert not await board.manages("T1:U5")
    assert slack.made("users.list") == []


async def test_managers_who_can_be_read_are_named(directory: Directory, slack: FakeSlack) -> None:
    """One reference that Slack does not tell of hides nobody else, and makes nobody a manager."""
    slack.broken["usergroups.users.list"] = AWAY
    board = SlackManagerDirectory(Managers(("SLEGAL", "U1"), directory))
    assert await board.managers() == ("U1",)
    assert await board.manages("T1:U1")
    with pytest.raises(CannotTellError):
        await board.manages("T1:W3")


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, Standing.EMPLOYEE),
        ({"team_id": "T1"}, Standing.EMPLOYEE),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_restricted": True, "is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.OTHER_ORGANISATION),
        ({"team_id": "T2"}, Standing.OTHER_ORGANISATION),
        ({"team_id": "T2", "is_restricted": True}, Standing.OTHER_ORGANISATION),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}, Standing.EMPLOYEE),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}, Standing.OTHER_ORGANISATION),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}, Standing.EMPLOYEE),
        ({"is_bot": True}, Standing.BOT),
        ({"deleted": True, "team_id": "T2"}, Standing.DEACTIVATED),
        (None, Standing.UNKNOWN),
    ],
)
async def test_what_a_person_is_to_the_organisation(
    directory: Directory, slack: FakeSlack, fields: dict[str, object] | None, standing: Standing
) -> None:
    """Asked about by id; in an Enterprise organisation every workspace of it is ours."""
    slack.enterprise = "E1"
    slack.people += [{"id": "U77", "name": "kim", **fields}] if fields is not None else []
    assert (await directory.user("U77")).standing is standing
    assert slack.made("users.list") == []


async def test_who_left_unheard_is_not_kept_by_others_who_come(
    directory: Directory, slack: FakeSlack, clock: Seconds
) -> None:
    """Whoever joins or leaves meanwhile says nothing of the rest of the channel."""
    assert "W3" in await directory.members("CLEGAL")
    slack.members["CLEGAL"] = ["U1", "URELAIS"]
    for user in ("U2", "U4", "U5"):
        clock.seconds += 200
        await directory.hear_membership("CLEGAL", user, joined=True)
        await directory.members("CLEGAL")
        await directory.settle()
    assert "W3" not in await directory.members("CLEGAL")


async def test_a_reading_begun_before_somebody_left_is_not_kept(
    directory: Directory, slack: FakeSlack
) -> None:
    """Slack may have counted them when it was asked."""
    slack.hold("conversations.members")
    reading = asyncio.create_task(directory.members("CLEGAL"))
    await slack.reached("conversations.members")
    await directory.hear_membership("CLEGAL", "W3", joined=False)
    slack.release()
    await reading
    slack.members["CLEGAL"] = ["U1", "URELAIS"]
    assert "W3" not in await directory.members("CLEGAL")


async def test_a_reading_begun_before_an_account_ended_is_not_kept(
    directory: Directory, slack: FakeSlack
) -> None:
    """Else whoever was deactivated would count as an employee for an hour."""
    slack.hold("users.info")
    reading = asyncio.create_task(directory.user("U1"))
    await slack.reached("users.info")
    await directory.hear_user({"id": "U1", "name": "lea", "deleted": True})
    slack.release()
    await reading
    slack.people[2]["deleted"] = True
    assert (await directory.user("U1")).standing is Standing.DEACTIVATED


async def test_a_department_s_channel_is_followed_and_none_takes_its_name(
    directory: Directory, slack: FakeSlack
) -> None:
    """Renamed, it stays the department's; whoever gives a channel of their own that name gets no requests."""
    first = await directory.channel("dept-legal")
    assert first is not None
    (own,) = [each for each in slack.channels if each["id"] == first]
    own["name"] = "legal-team"
    slack.channels.append({"id": "CFORGED", "name": "dept-legal", "is_member": True})
    await directory.forget()
    assert await directory.channel("dept-legal") == first
    own["is_archived"] = True
    await directory.forget()
    assert await directory.channel("dept-legal") == "CFORGED"
