"""Hostile requests in small: none is answered with a 5xx, none leaves a trace, none stops the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.fuzz.__main__ import report
from benchmarks.fuzz.run import run
from benchmarks.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Backends

REQUESTS = 2000


@pytest.mark.timeout(400)
async def test_hostile_requests_do_no_harm(tmp_path: Path, rasa: Backends) -> None:
    """Malformed, unsigned, stale, oversized, nested, of every subtype, forged."""
    found = await run(ROOT, tmp_path, REQUESTS, (rasa.rasa_url, rasa.rasa_token))
    assert found.answered == found.asked, report(found)
    assert not found.faults, report(found)
    assert not found.again, report(found)
