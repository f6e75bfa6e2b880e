"""A run under faults in small: parts are killed, calls fail, an entry of the queue cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.chaos.plan import SHORT
from benchmarks.chaos.report import report
from benchmarks.chaos.run import run
from benchmarks.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Backends


@pytest.mark.timeout(400)
async def test_nothing_is_lost_twice_or_out_of_order_under_faults(tmp_path: Path, rasa: Backends) -> None:
    """By the account of the workspace alone; the unreadable entry is part of it."""
    outcome = await run(ROOT, tmp_path, SHORT, (rasa.rasa_url, rasa.rasa_token))
    assert outcome.verdict.accepted >= SHORT.questions // 2, report(outcome)
    assert outcome.cases.opened, report(outcome)
    assert outcome.faultless, report(outcome)
