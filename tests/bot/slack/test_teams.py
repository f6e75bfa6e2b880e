"""One person has one id and one thread one conversation, whichever payload tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import payloads
from tests.fakes.forms import filled
from tests.fakes.recorders import RecordingInbox
from tests.fakes.services import listening

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from slack_bolt.async_app import AsyncApp

    from tests.fakes.slack import FakeSlack

# How a payload of one person in one workspace bears teams: as usual, in Slack Connect, in an organisation.
USUAL: dict[str, Any] = {}
CONNECT = {"team": {"id": "T9", "domain": "partner"}, "user": {"id": "U1", "team_id": "T9"}}
ORGANISATION = {
    "team": None,
    "enterprise": {"id": "E1", "name": "Org"},
    "is_enterprise_install": True,
    "user": {"id": "U1", "team_id": "T1"},
}


@pytest.fixture
def box() -> RecordingInbox:
    """What comes in."""
    return RecordingInbox()


@pytest.fixture
async def app(slack: FakeSlack, redis: Redis, box: RecordingInbox) -> AsyncApp:
    """An app whose inbox is a box."""
    return listening(slack.url, redis, box)


def said(slack: FakeSlack) -> payloads.Body:
    """Return the event of a mention in the thread, as Slack bears teams in events."""
    body = payloads.mention("qui modère ?", "1.0")[0]
    installed = {"team_id": "T1", "enterprise_id": None, "is_enterprise_install": slack.org_wide}
    return {**body, "team_id": "T9", "authorizations": [installed]}


@pytest.mark.parametrize("teams", [USUAL, CONNECT, ORGANISATION], ids=["usual", "connect", "organisation"])
async def test_a_press_belongs_to_the_conversation_of_the_message(
    app: AsyncApp, box: RecordingInbox, slack: FakeSlack, teams: dict[str, Any]
) -> None:
    """The person, the conversation and the keys are of the workspace that Relais is in."""
    slack.org_wide = teams is ORGANISATION
    await payloads.dispatch(app, said(slack))
    await payloads.dispatch(app, payloads.press("topics", message="2.0", thread="1.0") | teams)
    message, press = box.envelopes
    assert {each.inbound.person for each in (message, press)} == {"T1:U1"}
    assert {each.inbound.conversation for each in (message, press)} == {"T1:C1:1.0"}
    assert press.inbound.key.startswith("T1:")
    assert press.address.person == "T1:U1"


@pytest.mark.parametrize("teams", [USUAL, CONNECT, ORGANISATION], ids=["usual", "connect", "organisation"])
async def test_forms_and_shortcuts_open_for_everybody(
    app: AsyncApp, slack: FakeSlack, teams: dict[str, Any]
) -> None:
    """A payload without a team breaks nothing."""
    slack.org_wide = teams is ORGANISATION
    shortcut = payloads.message_shortcut("escalate_message", "U1", "C1", {"ts": "1.0", "text": "ceci"})
    await payloads.dispatch(app, shortcut | teams)
    await payloads.dispatch(app, payloads.press("human:legal") | teams)
    assert len(slack.made("views.open")) == 2


@pytest.mark.parametrize("teams", [USUAL, CONNECT, ORGANISATION], ids=["usual", "connect", "organisation"])
async def test_a_submitted_form_belongs_to_the_conversation_it_was_opened_in(
    app: AsyncApp, box: RecordingInbox, slack: FakeSlack, teams: dict[str, Any]
) -> None:
    """So that what is said there later is passed on."""
    slack.org_wide = teams is ORGANISATION
    await payloads.dispatch(app, payloads.press("human:legal", thread="1.0") | teams)
    opened = slack.made("views.open")[0]["view"]
    view = filled(opened, text="peut-on ?")
    await payloads.dispatch(app, payloads.submission(view) | teams)
    (envelope,) = box.envelopes
    assert (envelope.inbound.person, envelope.inbound.conversation) == ("T1:U1", "T1:C1:1.0")
    assert envelope.inbound.key.startswith("T1:view:")
