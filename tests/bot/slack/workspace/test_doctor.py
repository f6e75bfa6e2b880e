"""What the doctor finds, each with a workspace that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.app import open_client
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.doctor import examine
from bot.slack.workspace.findings import Finding, Severity
from bot.slack.workspace.managers import Managers
from tests.fakes.workspace import change, furnish, owned

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from tests.fakes.slack import FakeSlack

REFUSED = (200, {"ok": False, "error": "invalid_auth"})
BUSY = (429, {"ok": False, "error": "ratelimited"})
BROKEN = (502, {"ok": False})
FILE = "actions/knowledge/departments.yml"


@pytest.fixture
def workspace(slack: FakeSlack, library: Library) -> FakeSlack:
    """A workspace in which everything is in place."""
    furnish(slack, library)
    return slack


async def found(slack: FakeSlack, library: Library, *managers: str) -> dict[str, list[Finding]]:
    """Return the findings by what they are about."""
    client = open_client("xoxb-1", slack.url)
    client.retry_handlers.clear()
    directory = Directory(client)
    by_about: dict[str, list[Finding]] = {}
    for finding in await examine(library, client, directory, Managers(managers or ("@lea",), directory)):
        by_about.setdefault(finding.about, []).append(finding)
    return by_about


async def test_a_workspace_in_place_has_nothing_wrong(workspace: FakeSlack, library: Library) -> None:
    """Token, scopes, each department and the managers are each said to be there."""
    result = await found(workspace, owned(library, backup="S1"), "@lea", "S1")
    assert list(result) == ["token", "scopes", *library.departments, "managers"]
    findings = [finding for about in result.values() for finding in about]
    assert {finding.severity for finding in findings} == {Severity.OK}
    assert len(findings) == len(result)
    assert result["token"][0].sentence == "Slack answers @relais in the workspace T1."
    assert result["legal"][0].sentence == "Relais can post in #dept-legal; owner @lea, backup S1."
    assert result["managers"][0].sentence == "@lea, S1: 1 person."


@pytest.mark.parametrize(
    ("legal", "severity", "sentence"),
    [
        ({"owner": ""}, Severity.WARNING, f"It has no owner: name one in {FILE}"),
        (
            {"owner": "@nobody"},
            Severity.FAULT,
            "Its owner @nobody is nobody in this workspace: correct it in",
        ),
        ({"owner": "U9"}, Severity.FAULT, "Its owner U9 is nobody in this workspace"),
        ({"owner": "S9"}, Severity.FAULT, "Its owner S9 is nobody in this workspace"),
        (
            {"owner": "@tom"},
            Severity.FAULT,
            "Its owner @tom has been deactivated in Slack: name somebody else",
        ),
        ({"backup": "U2"}, Severity.FAULT, "Its backup U2 has been deactivated in Slack: name somebody else"),
        ({"backup": "@robot"}, Severity.FAULT, "Its backup @robot is a bot: name a person"),
        (
            {"owner": "S2"},
            Severity.FAULT,
            "Its owner S2 is a user group without anybody active: add somebody",
        ),
    ],
)
async def test_whoever_does_not_answer_for_a_department_is_named(
    workspace: FakeSlack, library: Library, legal: dict[str, str], severity: Severity, sentence: str
) -> None:
    """Left out is a warning, set and not working a fault; the other departments stay in place."""
    result = await found(workspace, owned(library, **legal))
    (finding,) = result.pop("legal")
    assert finding.severity is severity
    assert finding.sentence.startswith(sentence)
    assert FILE in finding.sentence
    assert {finding.severity for about in result.values() for finding in about} == {Severity.OK}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "gone"}, "Relais is in no channel called #dept-legal: invite @relais to it, create it"),
        ({"is_archived": True}, "#dept-legal is archived: unarchive it"),
        ({"is_member": False}, "Relais is in no channel called #dept-legal: invite @relais to it, create it"),
    ],
)
async def test_a_channel_out_of_reach_says_what_to_do(
    workspace: FakeSlack, library: Library, changes: dict[str, object], sentence: str
) -> None:
    """One fault, about the department whose channel it is."""
    change(workspace, changes)
    result = await found(workspace, owned(library))
    (finding,) = result.pop("legal")
    assert finding.severity is Severity.FAULT
    assert finding.sentence.startswith(sentence)
    assert {finding.severity for about in result.values() for finding in about} == {Severity.OK}


async def test_the_default_department_out_of_reach_is_worse(workspace: FakeSlack, library: Library) -> None:
    """What no other department can take would reach nobody: said once, beside its channel's own fault."""
    for channel in workspace.channels:
        channel["is_archived"] = True
    result = await found(workspace, owned(library))
    said = {name: [finding.sentence for finding in result[name]] for name in library.departments}
    assert all("is archived" in sentences[0] for sentences in said.values())
    (worse,) = [sentences[1] for sentences in said.values() if len(sentences) > 1]
    assert "would reach nobody" in worse


async def test_a_scope_not_granted_is_named(workspace: FakeSlack, library: Library) -> None:
    """Each with what to do about it; what is granted besides does no harm."""
    workspace.scopes = str(workspace.scopes).replace("usergroups:read", "pins:read")
    (finding,) = (await found(workspace, owned(library)))["usergroups:read"]
    assert finding.severity is Severity.FAULT
    assert "install the app again" in finding.sentence


async def test_a_group_that_slack_closes_names_its_scope(workspace: FakeSlack, library: Library) -> None:
    """The group may be right; Relais cannot see it."""
    workspace.broken["usergroups.users.list"] = (200, {"ok": False, "error": "missing_scope"})
    (finding,) = (await found(workspace, owned(library, owner="S1")))["legal"]
    assert "does not let Relais look into: grant usergroups:read" in finding.sentence


async def test_scopes_nobody_tells_are_no_fault(workspace: FakeSlack, library: Library) -> None:
    """As in the local workspace."""
    workspace.scopes = None
    (finding,) = (await found(workspace, owned(library)))["scopes"]
    assert finding.severity is Severity.OK
    assert "has not told" in finding.sentence


async def test_managers_who_are_nobody_are_named(workspace: FakeSlack, library: Library) -> None:
    """Each that is wrong, with the setting to mend."""
    findings = (await found(workspace, owned(library), "@tom", "@lea", "U9"))["managers"]
    assert [(finding.severity, finding.sentence.split()[0]) for finding in findings] == [
        (Severity.FAULT, "@tom"),
        (Severity.FAULT, "U9"),
    ]
    assert all("RELAIS_MANAGERS" in finding.sentence for finding in findings)


async def test_no_manager_is_a_warning(workspace: FakeSlack, library: Library) -> None:
    """Relais works without; whoever wants one learns how."""
    client = open_client("xoxb-1", workspace.url)
    directory = Directory(client)
    *_, last = await examine(owned(library), client, directory, Managers((), directory))
    assert (last.severity, last.about) == (Severity.WARNING, "managers")
    assert "RELAIS_MANAGERS" in last.sentence


@pytest.mark.parametrize(
    ("answer", "about", "sentence"),
    [
        (REFUSED, "token", "Slack refuses the bot token (invalid_auth): copy"),
        (BUSY, "slack", "Slack does not answer as it should (ratelimited)"),
        (BROKEN, "slack", "Slack does not answer as it should (HTTP 502)"),
    ],
)
async def test_without_slack_nothing_else_is_claimed(
    workspace: FakeSlack, library: Library, answer: tuple[int, dict[str, Any]], about: str, sentence: str
) -> None:
    """One fault that says why, in place of one a department."""
    workspace.broken["auth.test"] = answer
    result = await found(workspace, owned(library))
    ((finding,),) = result.values()
    assert (finding.severity, finding.about) == (Severity.FAULT, about)
    assert finding.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("method", "abouts"),
    [("users.conversations", {"channels"}), ("users.list", {"people", "managers"})],
)
async def test_what_slack_does_not_tell_is_not_claimed(
    workspace: FakeSlack, library: Library, method: str, abouts: set[str]
) -> None:
    """Departments are neither well nor ill; what could be read is still told."""
    workspace.broken[method] = (200, {"ok": False, "error": "missing_scope"})
    result = await found(workspace, owned(library, owner=""))
    faults = {name for name, (finding, *_) in result.items() if finding.severity is Severity.FAULT}
    assert faults == abouts
    assert all("missing_scope" in result[about][0].sentence for about in abouts)
    assert {about for about in result if about in library.departments} == {"legal"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_private": False}, "#dept-legal is public: everybody in the workspace can read its requests."),
        ({"is_ext_shared": True}, "#dept-legal is shared with another organisation, whose people can read"),
        ({"is_pending_ext_shared": True}, "#dept-legal is shared with another organisation"),
    ],
)
async def test_a_departments_channel_that_others_read_is_a_warning(
    workspace: FakeSlack, library: Library, changes: dict[str, object], sentence: str
) -> None:
    """Requests are confidential; what to do about it stands there, and nothing is wrong with the others."""
    change(workspace, changes)
    result = await found(workspace, owned(library))
    (works, warning) = result["legal"]
    assert (works.severity, warning.severity) == (Severity.OK, Severity.WARNING)
    assert warning.sentence.startswith(sentence)
    assert len(result["hr"]) == 1


@pytest.mark.parametrize(
    ("users", "counted"),
    [
        ([{"id": "U7", "name": "ext", "is_restricted": True}], "a guest"),
        (
            [
                {"id": "U7", "name": "ext", "is_ultra_restricted": True},
                {"id": "U8", "name": "ext2", "team_id": "T9"},
            ],
            "2 guests",
        ),
    ],
)
async def test_guests_in_a_departments_channel_are_counted(
    workspace: FakeSlack, library: Library, users: list[dict[str, object]], counted: str
) -> None:
    """Bots and employees are none."""
    workspace.people += users
    (channel,) = [each["id"] for each in workspace.channels if each["name"] == "dept-legal"]
    workspace.members[channel] = ["U1", "U3", *(str(user["id"]) for user in users)]
    (_, warning) = (await found(workspace, owned(library)))["legal"]
    assert warning.severity is Severity.WARNING
    assert warning.sentence.startswith(f"#dept-legal has {counted}, who can read its requests")


async def test_a_crowd_is_not_looked_through(workspace: FakeSlack, library: Library) -> None:
    """Slack would have to be asked once for each."""
    crowd = [{"id": f"U{number}", "name": f"n{number}"} for number in range(100, 301)]
    workspace.people += crowd
    (channel,) = [each["id"] for each in workspace.channels if each["name"] == "dept-legal"]
    workspace.members[channel] = [each["id"] for each in crowd]
    (_, warning) = (await found(workspace, owned(library)))["legal"]
    assert warning.sentence.startswith("#dept-legal has 201 members")
    assert not [call for call in workspace.made("users.info") if call["user"] == "U100"]


@pytest.mark.parametrize("method", ["conversations.info", "users.info"])
async def test_channels_that_slack_does_not_describe_are_said_to_be_unchecked(
    workspace: FakeSlack, library: Library, method: str
) -> None:
    """No news would be taken for good news."""
    workspace.broken[method] = BUSY
    (fault,) = (await found(workspace, owned(library)))["channels"]
    assert fault.severity is Severity.FAULT
    assert "who can read the departments' channels (ratelimited)" in fault.sentence
