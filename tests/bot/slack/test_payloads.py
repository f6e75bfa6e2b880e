"""What Slack's payloads say: who, where, and what makes two deliveries one act."""

from __future__ import annotations

import pytest

from actions.acts import ListTopics
from bot.outgoing.address import Address, FileLink
from bot.slack.payloads import (
    Body,
    answered_in_private,
    attached,
    command_key,
    conversation_id,
    invoked_in,
    is_private,
    person_of,
    pressed_in,
    submission_key,
)
from tests.fakes.forms import filled
from tests.fakes.payloads import (
    command,
    context_of,
    message_shortcut,
    press,
    press_in_view,
    shortcut,
    submission,
)

VIEW = {"id": "V1", "hash": "1.h", "blocks": []}
MESSAGE = {"ts": "60.0", "text": "hello"}


def pressed(body: Body) -> Address:
    """Return where a button was pressed."""
    return pressed_in(body, context_of(body))


def typed(body: Body) -> str:
    """Return the key of a command."""
    return command_key(body, context_of(body))


def sent(body: Body) -> str:
    """Return the key of a form."""
    return submission_key(body, context_of(body))


@pytest.mark.parametrize(
    "body",
    [
        command("/roles"),
        press("topics"),
        press_in_view("topics", "U1", "1", VIEW),
        submission(VIEW),
        shortcut("readiness", "U1"),
        message_shortcut("escalate_message", "U1", "C1", MESSAGE),
    ],
    ids=["command", "press", "press in a view", "submission", "shortcut", "shortcut on a message"],
)
def test_the_person_is_told_by_every_payload(body: dict[str, object]) -> None:
    """Commands name team and user flat, everything else as objects; a person bears their team."""
    assert person_of(context_of(body)) == "T1:U1"


def test_only_direct_messages_with_relais_are_private() -> None:
    """A private channel and a group's conversation have readers besides the person."""
    assert is_private("D1")
    assert not any(map(is_private, ("C1", "G1", "")))


def test_a_conversation_is_a_thread_or_a_persons_commands() -> None:
    """Both are of the person's team."""
    assert conversation_id("T1:U1", "C1", "1.0") == "T1:C1:1.0"
    assert conversation_id("T1:U1", "", "") == "T1:U1:commands"


def test_a_press_was_made_under_a_message_of_a_thread() -> None:
    """Where it is answered is the thread; what was pressed is the message."""
    assert pressed(press("topics", message="2.0", thread="1.0")) == Address("T1:U1", "C1", "1.0", "2.0")


def test_a_message_without_a_thread_is_the_root_of_one() -> None:
    """Its answers go under it."""
    assert pressed(press("topics", message="2.0", thread="")) == Address("T1:U1", "C1", "2.0", "2.0")


def test_the_thread_may_stand_in_the_message_alone() -> None:
    """Slack names a message's thread in the container, or in the message itself."""
    body = {**press("topics", message="2.0", thread=""), "message": {"ts": "2.0", "thread_ts": "1.0"}}
    assert pressed(body).thread == "1.0"


def test_a_press_in_a_private_conversation_is_private() -> None:
    """Nobody else reads there."""
    assert pressed(press("topics", channel="D1")).private


def test_a_press_in_a_view_has_no_channel() -> None:
    """Of App Home and of a modal only the person is known: what is said goes to them."""
    address = pressed(press_in_view("topics", "U1", "1", VIEW))
    assert address == Address("T1:U1")
    assert address.place == {}


def test_two_deliveries_of_a_command_have_one_key() -> None:
    """Slack delivers again with the same trigger; typed again, it has another."""
    assert typed(command("/roles", when="9")) == typed(command("/roles", when="9"))
    assert typed(command("/roles", when="9")) != typed(command("/roles", when="10"))


def test_two_deliveries_of_a_form_have_one_key() -> None:
    """A view sent again as it was is one act; every new drawing of it has another hash."""
    first = submission(filled(VIEW, "1"))
    assert sent(first) == sent(submission(filled(VIEW, "1"), "U2")) == "T1:view:V1:1"
    assert sent(submission(filled(VIEW, "2"))) != sent(first)
    assert sent(submission({"id": "V1"})) == "T1:view:V1:"


def test_a_command_typed_in_private_was_typed_nowhere_else() -> None:
    """Nobody needs to be told in a channel where the answer is."""
    assert invoked_in(command("/roles", channel="C1")) == "C1"
    assert invoked_in(command("/roles", channel="D1")) == ""


def test_what_is_answered_in_private_remembers_where_it_was_ordered() -> None:
    """The reply goes to the person, and is about their commands."""
    envelope = answered_in_private("k", "T1:U1", ListTopics(), "C1")
    assert envelope.address == Address("T1:U1", invoked_in="C1")
    assert (envelope.inbound.conversation, envelope.inbound.surface) == ("T1:U1:commands", "slack")


def test_files_are_told_with_what_is_needed_to_fetch_them() -> None:
    """The private address is for our token; a file may lack a name, an address and a size."""
    full = {"name": "a.png", "url_private_download": "https://d", "url_private": "https://p", "size": 7}
    bare = {"id": "F2", "url_private": "https://p"}
    files = attached({"files": [full, bare, {"title": "Photo"}]})
    assert files == (FileLink("a.png", "https://d", 7), FileLink("F2", "https://p"), FileLink("Photo", ""))
    assert attached({}) == attached({"files": None}) == ()


def test_the_name_of_a_file_is_redacted_wherever_it_goes() -> None:
    """It is stored with the case, shown where the file is lost, and waits in the queue."""
    files = [{"name": "cv_jean.dupont@exemple.fr.pdf", "url_private": "https://files.slack.com/1"}]
    (file,) = attached({"files": files})
    assert file.name == "cv [e-mail].pdf"


def test_the_ending_of_a_file_is_read_as_it_is() -> None:
    """A sign of direction would show a program as a picture: « photoexe.jpg »."""
    (file,) = attached(
        {"files": [{"name": "photo\u202egpj.exe", "url_private": "https://files.slack.com/1"}]}
    )
    assert file.name == "photogpj.exe"


@pytest.mark.parametrize(
    "fields",
    [
        {"is_external": True},
        {"mode": "external"},
        {"mode": "tombstone"},
        {"mode": "hidden_by_limit"},
        {"file_access": "check_file_info"},
        {"file_access": "access_denied"},
    ],
)
def test_a_file_that_is_not_in_slack_has_no_address(fields: dict[str, object]) -> None:
    """It is named and never fetched: its address is on somebody else's server, or is not to be read."""
    file = {"name": "plan", "url_private": "https://docs.example/d/1", "size": 7, **fields}
    assert attached({"files": [file]}) == (FileLink("plan", "", 7),)
    visible = {"name": "a", "mode": "hosted", "file_access": "visible", "url_private": "https://p"}
    assert attached({"files": [visible]}) == (FileLink("a", "https://p"),)
