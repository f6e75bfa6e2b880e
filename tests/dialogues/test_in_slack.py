"""The dialogues, played as Slack's payloads through the real wiring, Redis and the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dialogues.player import Player
from tests.dialogues.script import scripted
from tests.dialogues.slack_stage import open_slack
from tests.dialogues.steps import Dialogue, load_dialogues
from tests.fakes.understander import NoGuess

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

    from tests.fakes.slack import FakeSlack


@pytest.mark.parametrize("dialogue", load_dialogues(), ids=str)
async def test_in_slack(
    dialogue: Dialogue, slack: FakeSlack, redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    """Each act gets exactly one visible reply, each side sees its own, and nothing is posted twice."""
    del redis  # empties the real one
    understander = scripted(dialogue)
    async with open_slack(slack, redis_url, dialogue.language, tmp_path, understander, NoGuess()) as stage:
        await Player(stage, dialogue).play()
    assert len(set(stage.screen.keys)) == len(stage.screen.keys)
