"""An app whose inbox is a box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.stores.people import RedisConversations
from tests.fakes.payloads import dispatch, event, press
from tests.fakes.recorders import RecordingInbox
from tests.fakes.services import listening

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

    from tests.fakes.slack import FakeSlack


@dataclass
class Entrance:
    """An app and what came in through it."""

    app: AsyncApp
    box: RecordingInbox
    conversations: RedisConversations

    async def event(self, **fields: Any) -> BoltResponse:  # noqa: ANN401  Slack's own shapes
        """Deliver an event."""
        return await dispatch(self.app, event(**fields))

    async def press(self, value: str, *, user: str = "U1", when: str = "9.0") -> BoltResponse:
        """Deliver a press of a button."""
        return await dispatch(self.app, press(value, user=user, when=when))


@pytest.fixture
async def entrance(slack: FakeSlack, redis: Redis) -> Entrance:
    """An app whose inbox is a box."""
    box = RecordingInbox()
    return Entrance(listening(slack.url, redis, box), box, RedisConversations(redis))
