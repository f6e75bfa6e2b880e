"""Two bots on one workspace, people who talk to one another, and a large workspace: in small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks import large_workspace, replicas
from benchmarks.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Backends


async def test_two_bots_give_one_answer_each_and_leave_others_alone(tmp_path: Path, rasa: Backends) -> None:
    """The workspace delivers to both; two colleagues talk where one of them has answered."""
    outcome = await replicas.run(ROOT, tmp_path, 20, (rasa.rasa_url, rasa.rasa_token))
    found = outcome.verdict
    assert found.answered == found.asked
    assert (found.lost, found.double, found.disordered) == ([], [], [])
    assert outcome.unasked == []


async def test_forms_open_in_a_large_workspace(tmp_path: Path, rasa: Backends) -> None:
    """From the first minute, while lists of people and channels are limited."""
    settings = replace(large_workspace.LARGE, users=20_000, channels=1_000)
    outcome = await large_workspace.run(ROOT, tmp_path, 2, (rasa.rasa_url, rasa.rasa_token), settings)
    assert outcome.late == []
