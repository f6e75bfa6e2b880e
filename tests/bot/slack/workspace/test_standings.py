"""What people are to the organisation, by Slack's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.directory import Standing
from bot.slack.app import open_client
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.facts import user_of
from bot.slack.workspace.neutral import SlackDirectory

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack

GRID = {"enterprise_id": "E1", "teams": ["T2"]}


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ({"team_id": "T1"}, Standing.EMPLOYEE),
        ({}, Standing.EMPLOYEE),
        ({"team_id": "T2", "enterprise_user": GRID}, Standing.EMPLOYEE),
        ({"team_id": "T1", "is_restricted": True}, Standing.GUEST),
        ({"team_id": "T1", "is_restricted": True, "is_ultra_restricted": True}, Standing.GUEST),
        ({"team_id": "T2"}, Standing.OTHER_ORGANISATION),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E9"}}, Standing.OTHER_ORGANISATION),
        ({"team_id": "T1", "is_stranger": True}, Standing.OTHER_ORGANISATION),
        ({"team_id": "T1", "is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"team_id": "T1", "deleted": True}, Standing.DEACTIVATED),
    ],
)
def test_slack_s_flags_say_what_somebody_is(user: dict[str, Any], expected: Standing) -> None:
    """A colleague of another workspace of the same organisation is an employee."""
    assert user_of({"id": "U1", "name": "u", **user}, "T1", "E1").standing is expected


async def test_a_partner_is_none_of_us_whatever_team_their_payload_bears(slack: FakeSlack) -> None:
    """In a shared channel, what they press comes with their own team."""
    slack.people = [{"id": "U9", "name": "partner", "team_id": "T9"}]
    directory = SlackDirectory(Directory(open_client("xoxb-1", slack.url)))
    assert await directory.standing("T9:U9") is Standing.OTHER_ORGANISATION
    assert await directory.standing("T1:U9") is Standing.OTHER_ORGANISATION


async def test_whom_slack_does_not_know_is_unknown(slack: FakeSlack) -> None:
    """A forged id is nobody, which no outage explains."""
    slack.broken["users.info"] = (200, {"ok": False, "error": "user_not_found"})
    directory = SlackDirectory(Directory(open_client("xoxb-1", slack.url)))
    assert await directory.standing("T1:U404") is Standing.UNKNOWN
