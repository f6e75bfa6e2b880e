"""Parts that go away: people are told, nothing is lost, and all is well again by itself."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.relais import Relais, started

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = "<@URELAIS> faut-il confier nos réseaux sociaux à une agence ou les garder chez nous ?"


@pytest.fixture(scope="module")
def relais(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relais]:
    """A Relais whose parts may be killed: its understanding is its own."""
    with started(tmp_path_factory.mktemp("chaos")) as running:
        yield running


async def _until_healthy(relais: Relais, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not (await relais.health())["ok"]:
        assert time.monotonic() < deadline, await relais.health()
        await asyncio.sleep(0.2)


async def test_rasa_away_is_said_with_the_topics_and_passes(relais: Relais) -> None:
    """An honest sentence and every topic as a button; then, without anybody's doing, answers again."""
    os.kill(relais.child("serve.py"), signal.SIGKILL)
    thread = await relais.say(QUESTION)
    (reply,) = await relais.replies(thread)
    assert "ne répond plus" in reply["text"]
    buttons = [e for block in reply["blocks"] if block["type"] == "actions" for e in block["elements"]]
    assert len(buttons) == 36
    await _until_healthy(relais, 90)
    thread = await relais.say(QUESTION)
    (reply,) = await relais.replies(thread)
    assert "Non, pas entièrement" in reply["text"]


async def test_redis_away_loses_nothing_that_was_accepted(relais: Relais) -> None:
    """Killed without warning, Redis comes back with its data, and the worker with it."""
    os.kill(relais.child("redis-server"), signal.SIGKILL)
    await _until_healthy(relais, 30)
    await asyncio.sleep(2)
    thread = await relais.say(QUESTION)
    # What the worker had fetched when its connection broke comes again after `REDELIVERY`.
    (reply,) = await relais.replies(thread, seconds=60)
    assert "Non, pas entièrement" in reply["text"]
    assert "conseiller automatique" not in str(reply["blocks"]), "who was introduced stays introduced"


async def test_slack_away_reconnects(relais: Relais) -> None:
    """When the workspace is killed and comes back, so does the connection."""
    os.kill(relais.child("local-slack"), signal.SIGKILL)
    await asyncio.sleep(1)
    thread, deadline = "", time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            thread = await relais.say(QUESTION)
            if await relais.replies(thread, seconds=3):
                break
        except OSError:
            await asyncio.sleep(0.5)
    assert len(await relais.replies(thread)) == 1
