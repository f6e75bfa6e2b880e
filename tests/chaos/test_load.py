"""The load run in small: everything is asked, answered and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.load.run import SHORT, measure
from benchmarks.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Backends


async def test_every_question_of_an_open_loop_is_answered(tmp_path: Path, rasa: Backends) -> None:
    """By Relais and by the bare echo beside it; each question costs Rasa at least one parse."""
    load = await measure(ROOT, tmp_path, SHORT, (rasa.rasa_url, rasa.rasa_token))
    assert [step.answered for step in load.relais] == [step.asked for step in load.relais]
    assert [step.answered for step in load.echo] == [step.asked for step in load.echo]
    assert load.parses_a_question >= 1
