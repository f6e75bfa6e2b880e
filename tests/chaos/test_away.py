"""Parts that go away: people are told, nothing is lost, and all is well again by itself."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.e2e.relais import Relais, started
from tests.fakes.words import says
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = "<@URELAIS> faut-il confier nos réseaux sociaux à une agence ou les garder chez nous ?"


@pytest.fixture(scope="module")
def relais(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relais]:
    """A Relais whose parts may be killed: its understanding is its own."""
    with started(tmp_path_factory.mktemp("chaos")) as running:
        yield running


async def _until_healthy(relais: Relais, seconds: float) -> None:
    asked = time.monotonic()

    async def is_healthy() -> bool:
        return await relais.is_healthy_after(asked)

    await until(is_healthy, seconds)


async def _kill(relais: Relais, word: str) -> None:
    """Kill a part without warning, and wait until it is gone."""
    killed = psutil.Process(relais.child(word))
    killed.kill()

    async def is_gone() -> bool:
        return not killed.is_running() or killed.status() == psutil.STATUS_ZOMBIE

    await until(is_gone)


async def test_rasa_away_is_said_with_the_topics_and_passes(relais: Relais) -> None:
    """An honest sentence and every topic as a button; then, without anybody's doing, answers again."""
    await _kill(relais, "serve.py")
    thread = await relais.say(QUESTION)
    (reply,) = await relais.replies(thread)
    assert says(reply, "unavailable")
    buttons = [e for block in reply["blocks"] if block["type"] == "actions" for e in block["elements"]]
    assert len(buttons) == 36
    await _until_healthy(relais, 90)
    thread = await relais.say(QUESTION)
    (reply,) = await relais.replies(thread)
    assert "Non, pas entièrement" in reply["text"]


async def test_redis_away_loses_nothing_that_was_accepted(relais: Relais) -> None:
    """Killed without warning, Redis comes back with its data, and the worker with it."""
    await _kill(relais, "redis-server")
    await _until_healthy(relais, 30)
    thread = await relais.say(QUESTION)
    # What the worker had fetched when its connection broke comes again after `REDELIVERY`.
    (reply,) = await relais.replies(thread, seconds=60)
    assert "Non, pas entièrement" in reply["text"]
    assert not says(reply, "introduction"), "who was introduced stays introduced"


async def test_slack_away_reconnects(relais: Relais) -> None:
    """When the workspace is killed and comes back, so does the connection."""
    await _kill(relais, "local-slack")
    thread, deadline = "", time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            thread = await relais.say(QUESTION)
            if await relais.replies(thread, seconds=3):
                break
        except OSError:
            await asyncio.sleep(0.5)
    assert len(await relais.replies(thread)) == 1
