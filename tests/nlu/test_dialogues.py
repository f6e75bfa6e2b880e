"""The dialogues in which somebody says something, with the trained model: in memory, and in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.language import LinguaGuesser
from bot.nlu_client import RasaUnderstander
from tests.dialogues.memory_stage import open_memory
from tests.dialogues.player import Player
from tests.dialogues.script import disagreement
from tests.dialogues.slack_stage import open_slack
from tests.dialogues.steps import Dialogue, load_dialogues

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

    from actions.knowledge.library import Library
    from bot.settings import Backends
    from tests.fakes.slack import FakeSlack

SPOKEN = [dialogue for dialogue in load_dialogues() if dialogue.said]


@pytest.fixture(scope="module")
def guesser() -> LinguaGuesser:
    """Tells French from English; its models are loaded once."""
    return LinguaGuesser()


@pytest.mark.parametrize("dialogue", SPOKEN, ids=str)
async def test_in_memory(
    dialogue: Dialogue, rasa: Backends, library: Library, guesser: LinguaGuesser
) -> None:
    """What is said is understood as the dialogue says, and leads on in it.

    Buttons and forms, which need no understanding, are played because what is said next leans on them.
    """
    async with RasaUnderstander(rasa.rasa_url, rasa.rasa_token) as understander:
        stage = open_memory(library, dialogue.language, understander, guesser)
        await Player(stage, dialogue).play()
    spoken = [each.understood for each in stage.decided if each.understood is not None]
    for said, understood in zip(dialogue.said, spoken, strict=True):
        assert not disagreement(said, understood)


@pytest.mark.parametrize("dialogue", SPOKEN, ids=str)
async def test_in_slack(  # noqa: PLR0913, PLR0917  every real part
    dialogue: Dialogue,
    rasa: Backends,
    redis_url: str,
    redis: Redis,
    slack: FakeSlack,
    tmp_path: Path,
    guesser: LinguaGuesser,
) -> None:
    """Through every real part, each act gets exactly one visible reply, and nothing is posted twice."""
    del redis  # empties the real one
    async with (
        RasaUnderstander(rasa.rasa_url, rasa.rasa_token) as understander,
        open_slack(slack, redis_url, dialogue.language, tmp_path, understander, guesser) as stage,
    ):
        await Player(stage, dialogue).play()
    assert len(set(stage.screen.keys)) == len(stage.screen.keys)
