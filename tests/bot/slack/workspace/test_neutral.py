"""The directory of `bot.directory` over Slack: opaque ids in and out, and one error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from actions.permissions.organisation import Relation
from bot.directory import DirectoryAwayError, Standing
from bot.organisation import DirectoryOrganisation
from bot.slack.app import open_client
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.neutral import SlackDirectory

if TYPE_CHECKING:
    from bot import directory as port
    from tests.fakes.slack import FakeSlack

Question = Callable[["port.Directory"], Awaitable[object]]
QUESTIONS: dict[str, Question] = {
    "channel": lambda found: found.channel("dept-legal"),
    "is_member": lambda found: found.is_member("CLEGAL"),
    "joined": lambda found: found.joined("T1:U1"),
    "sees": lambda found: found.sees("CLEGAL", "T1:U1"),
    "is_in": lambda found: found.is_in("dept-legal", "T1:U1"),
    "people": lambda found: found.people("@lea", near="T1:U9"),
    "is_among": lambda found: found.is_among("@lea", "T1:U1"),
    "members": lambda found: found.members("dept-legal", near="T1:U1"),
    "name": lambda found: found.name("T1:U1"),
    "standing": lambda found: found.standing("T1:U1"),
}


@pytest.fixture
def directory(slack: FakeSlack) -> SlackDirectory:
    """A workspace with an open channel, a private one, and one that Relais is not in."""
    slack.channels = [
        {"id": "CLEGAL", "name": "dept-legal", "is_member": True},
        {"id": "CHID", "name": "hidden", "is_member": True, "is_private": True},
        {"id": "CHR", "name": "dept-hr", "is_member": False},
    ]
    slack.people = [
        {"id": "U1", "name": "lea", "real_name": "Léa"},
        {"id": "U2", "name": "ana", "real_name": "ana"},
        {"id": "U3", "name": "tom", "real_name": "Tom", "deleted": True},
        {"id": "URELAIS", "name": "relais", "is_bot": True},
    ]
    slack.members = {"CLEGAL": ["U1", "U2", "U3", "URELAIS"], "CHID": ["U2"]}
    slack.groups = {"S1": ["U2", "U3", "U1"]}
    client = open_client("xoxb-1", slack.url)
    client.retry_handlers.clear()
    return SlackDirectory(Directory(client))


async def test_one_person_is_asked_about_without_listing_everybody(
    directory: SlackDirectory, slack: FakeSlack
) -> None:
    """Whether an owner's handle is theirs: in a large workspace the list takes minutes."""
    organisation = DirectoryOrganisation(directory)
    assert await organisation.is_among("@lea", "T1:U1")
    assert not await organisation.is_among("@lea", "T1:U2")
    assert not await organisation.is_among("@tom", "T1:U3")
    assert await organisation.is_among("S1", "T1:U2")
    assert slack.made("users.list") == []


@pytest.mark.parametrize("error", ["user_not_found", "user_not_visible"])
async def test_whom_slack_does_not_show_is_none_of_us(
    directory: SlackDirectory, slack: FakeSlack, error: str
) -> None:
    """A stranger of a shared channel, who gets no advice as if Slack were away."""
    slack.broken["users.info"] = (200, {"ok": False, "error": error})
    assert await DirectoryOrganisation(directory).relation("T1:U9") is Relation.OUTSIDER


async def test_whether_something_may_be_shared_is_asked_of_one_channel(
    directory: SlackDirectory, slack: FakeSlack
) -> None:
    """Another one that Slack does not tell of forbids nothing."""
    slack.channels.append({"id": "CLOST", "name": "lost", "is_member": True, "is_private": True})
    organisation = DirectoryOrganisation(directory)
    assert await organisation.may_post("CHID", "T1:U2")
    assert not await organisation.may_post("CHID", "T1:U1")
    assert await organisation.may_post("CLEGAL", "T1:U1")
    assert await organisation.may_post("CHR", "T1:U1")
    assert len(slack.made("conversations.members")) == 1


async def test_a_channel_is_found_by_its_name(directory: SlackDirectory) -> None:
    """Its id is Slack's; a channel that Relais cannot post in is none."""
    assert await directory.channel("dept-legal") == "CLEGAL"
    assert await directory.channel("dept-hr") is None
    assert await directory.is_member("CLEGAL")
    assert not await directory.is_member("CHR")


async def test_people_are_persons_of_the_team_they_are_asked_from(directory: SlackDirectory) -> None:
    """An id bears the team of whoever is near, so that it is a person everywhere; only active ones count."""
    assert await directory.people("@lea", near="T1:U9") == ("T1:U1",)
    assert await directory.people("S1", near="T7:U9") == ("T7:U2", "T7:U1")
    assert await directory.people("@tom", near="T1:U9") == ()


async def test_where_no_team_is_near_a_person_is_slacks_own_id(directory: SlackDirectory) -> None:
    """Managers are asked for before anybody has done anything."""
    assert await directory.people("@lea") == ("U1",)


async def test_members_have_names_in_names_order(directory: SlackDirectory) -> None:
    """Whoever left and Relais itself have none; a channel that is not open has no members to give work to."""
    assert await directory.members("dept-legal", near="T1:U9") == [("T1:U2", "ana"), ("T1:U1", "Léa")]
    assert await directory.members("dept-hr", near="T1:U9") == []


async def test_a_person_is_taken_with_or_without_a_team(directory: SlackDirectory) -> None:
    """What comes from here can be asked for here again."""
    for person in ("T1:U1", "U1"):
        assert await directory.name(person) == "Léa"
        assert await directory.is_in("dept-legal", person)
        assert await directory.standing(person) is Standing.EMPLOYEE
    assert await directory.name("T1:U3") == ""
    assert not await directory.is_in("dept-hr", "T1:U1")


async def test_a_private_channel_is_joined_by_its_members_only(directory: SlackDirectory) -> None:
    """Whoever is not in it does not learn that it is there."""
    assert await directory.joined("T1:U1") == {"CLEGAL": "dept-legal"}
    assert await directory.joined("T1:U2") == {"CLEGAL": "dept-legal", "CHID": "hidden"}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
async def test_slack_away_has_one_name(
    slack: FakeSlack, directory: SlackDirectory, question: Question
) -> None:
    """Whoever does not know Slack cannot know its errors: busy, refused or cut off, the directory is away."""
    for method in ("users.conversations", "conversations.members", "users.info", "users.list"):
        slack.broken[method] = (429, {"ok": False, "error": "ratelimited"})
    with pytest.raises(DirectoryAwayError):
        await question(directory)
    await slack.stop()
    with pytest.raises(DirectoryAwayError):
        await question(directory)


def test_every_question_is_in_the_table() -> None:
    """A new method of the port is added to the table above."""
    methods = {name for name in vars(SlackDirectory) if not name.startswith("_")} - {"directory", "forget"}
    assert methods == QUESTIONS.keys()


async def test_what_is_forgotten_is_read_again(slack: FakeSlack, directory: SlackDirectory) -> None:
    """A channel that Slack has just shown to be gone is not offered again."""
    assert await directory.channel("dept-legal") == "CLEGAL"
    slack.channels[0]["is_archived"] = True
    assert await directory.channel("dept-legal") == "CLEGAL"
    await directory.forget()
    assert await directory.channel("dept-legal") is None
