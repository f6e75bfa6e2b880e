"""The dialogues, played in memory: rules, cards and forms, with neither a server nor a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dialogues.memory_stage import open_memory
from tests.dialogues.player import Player
from tests.dialogues.script import scripted
from tests.dialogues.steps import Dialogue, load_dialogues
from tests.fakes.understander import NoGuess

if TYPE_CHECKING:
    from actions.knowledge.library import Library


@pytest.mark.parametrize("dialogue", load_dialogues(), ids=str)
async def test_in_memory(dialogue: Dialogue, library: Library) -> None:
    """Each act is decided, told and answered once as the dialogue says, where messages are understood so."""
    stage = open_memory(library, dialogue.language, scripted(dialogue), NoGuess())
    await Player(stage, dialogue).play()
