"""The bound of a stop: it ends a process that hangs, in any way."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from bot.commands.deadline import STOP_SECONDS, Deadline
from tests.e2e.relais import ROOT

HANGS = {
    "the loop waits": "await asyncio.Event().wait()",
    "the loop is blocked": "time.sleep(60)",
    "a thread is joined at the end": "threading.Thread(target=time.sleep, args=(60,)).start()",
}


async def test_it_ends_the_process_once_it_is_over() -> None:
    """With exit code 1, however often it was begun."""
    codes: list[int] = []
    over = threading.Event()

    def end(code: int) -> None:
        codes.append(code)
        over.set()

    deadline = Deadline(0.0, end)
    deadline.begin()
    deadline.begin()
    assert over.wait(5)
    assert codes == [1]


def test_it_comes_before_the_container_is_killed() -> None:
    """Ours leaves a line in the log, theirs none; and the workers have their twenty seconds."""
    assert 30 < STOP_SECONDS < 45
    assert "stop_grace_period: 45s" in (ROOT / "docker-compose.yml").read_text("utf-8")


@pytest.mark.integration
@pytest.mark.parametrize("hang", HANGS.values(), ids=HANGS)
def test_whatever_hangs_the_process_ends(hang: str) -> None:
    """And the log says so."""
    code = f"""
import asyncio, threading, time
from bot.commands.deadline import Deadline

async def stop():
    Deadline(0.2).begin()
    {hang}

asyncio.run(stop())
"""
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 1
    assert "stop_abandoned" in done.stdout
