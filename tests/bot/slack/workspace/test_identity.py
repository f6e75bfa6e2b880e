"""Relais knows who it is before it listens, and no event is acknowledged and dropped for want of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.app import open_client
from bot.slack.workspace.identity import Identity
from tests.fakes import payloads
from tests.fakes.recorders import RecordingInbox
from tests.fakes.services import listening

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_bolt.response import BoltResponse

    from tests.fakes.slack import FakeSlack

AWAY = (503, {"ok": False, "error": "service_unavailable"})
REFUSED = (200, {"ok": False, "error": "internal_error"})


@dataclass
class Entrance:
    """An app and what came in through it."""

    app: AsyncApp
    box: RecordingInbox

    async def hears(self, ts: str = "1.0") -> BoltResponse:
        """Deliver a direct message."""
        said = payloads.event(channel="D1", channel_type="im", text="qui modère ?", ts=ts)
        return await payloads.dispatch(self.app, said)


@pytest.fixture
async def entrance(slack: FakeSlack, redis: Redis) -> Entrance:
    """An app whose inbox is a box."""
    box = RecordingInbox()
    return Entrance(listening(slack.url, redis, box), box)


def identity(slack: FakeSlack, pauses: list[float] | None = None, mend_after: int = 0) -> Identity:
    """Return an identity that notes its pauses; after so many, Slack answers again."""
    client, noted = open_client("xoxb-1", slack.url), pauses if pauses is not None else []
    client.retry_handlers.clear()

    async def sleep(seconds: float) -> None:
        noted.append(seconds)
        if len(noted) == mend_after:
            slack.broken.clear()

    return Identity(client, sleep)


@pytest.mark.parametrize("failure", [AWAY, REFUSED], ids=["away", "refused"])
async def test_an_event_is_not_acknowledged_before_slack_told_who_we_are(
    entrance: Entrance, slack: FakeSlack, failure: tuple[int, dict[str, Any]]
) -> None:
    """Slack gets no 200 and delivers it again; what it delivers then is queued."""
    slack.broken["auth.test"] = failure
    assert (await entrance.hears()).status >= 500
    assert entrance.box.acts == []
    slack.broken.clear()
    assert (await entrance.hears()).status == 200
    assert len(entrance.box.acts) == 1


async def test_it_is_asked_once(entrance: Entrance, slack: FakeSlack) -> None:
    """Not at every request: Slack limits that."""
    for number in range(5):
        await entrance.hears(f"{number}.0")
    assert len(slack.made("auth.test")) == 1
    slack.broken["auth.test"] = AWAY
    assert (await entrance.hears("9.0")).status == 200


async def test_the_start_waits_for_slack(slack: FakeSlack) -> None:
    """It asks again, less and less often, until Slack answers."""
    slack.broken["auth.test"] = AWAY
    pauses: list[float] = []
    known = identity(slack, pauses, mend_after=7)
    await known.ask()
    assert pauses == [1.0, 2.0, 5.0, 10.0, 30.0, 30.0, 30.0]
    assert await known.team() == "T1"
    assert len(slack.made("auth.test")) == 1


async def authorized(slack: FakeSlack, body: payloads.Body) -> AsyncBoltContext:
    """Return the context of a request once it is authorized."""
    context = payloads.context_of(body)
    await identity(slack).authorize(context)
    return context


async def test_the_team_is_ours_whoevers_payload_it_is(slack: FakeSlack) -> None:
    """In Slack Connect a press bears the team of the person's own organisation."""
    foreign = {"team": {"id": "T9", "domain": "partner"}, "user": {"id": "U9", "team_id": "T9"}}
    for body in (payloads.press("topics") | foreign, payloads.submission({"id": "V1"}) | foreign):
        assert (await authorized(slack, body)).team_id == "T1"


async def test_in_a_whole_organisation_the_payloads_team_stands(slack: FakeSlack) -> None:
    """The token is the organisation's, and people act in one of its workspaces."""
    slack.enterprise, slack.org_wide = "E1", True
    user = {"id": "U1", "team_id": "T7"}
    body = payloads.press("topics") | {"team": None, "enterprise": {"id": "E1"}, "user": user}
    assert (await authorized(slack, body)).team_id == "T7"
    nowhere = body | {"user": {"id": "U1"}}
    assert (await authorized(slack, nowhere)).team_id == "E1"
