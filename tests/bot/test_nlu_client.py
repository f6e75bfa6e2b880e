"""Rasa over HTTP: what it says is translated, and its ways of being away are one error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from actions.dialogue.ports import UnderstandingAwayError
from actions.model import Entity, Ranked, Understanding
from bot.nlu_client import RasaUnderstander

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Rasa:
    """A server that answers what it is told."""

    def __init__(self) -> None:
        self.status = 200
        self.body: Any = {}
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        """Answer any request that bears the token."""
        assert request.query["token"] == "t"
        if isinstance(self.body, str):
            return web.Response(text=self.body, status=self.status)
        return web.json_response(self.body, status=self.status)


@pytest.fixture
async def rasa_fake() -> AsyncIterator[Rasa]:
    """A server that can be told to fail."""
    fake, app = Rasa(), web.Application()
    app.router.add_route("*", "/{path:.*}", fake.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield fake
    await runner.cleanup()


async def test_an_understanding_is_translated(rasa_fake: Rasa) -> None:
    """Names, confidences and entities with the words they came from."""
    rasa_fake.body = {
        "text": "le SAV répond ?",
        "intent_ranking": [
            {"name": "department_roles", "confidence": 0.8},
            {"name": "greet", "confidence": 0.1},
        ],
        "entities": [{"entity": "department", "value": "support", "start": 3, "end": 6}],
    }
    async with RasaUnderstander(rasa_fake.url, "t") as understander:
        assert await understander.understand("le SAV répond ?") == Understanding(
            (Ranked("department_roles", 0.8), Ranked("greet", 0.1)), (Entity("department", "support", "SAV"),)
        )


async def test_nothing_understood_is_out_of_scope(rasa_fake: Rasa) -> None:
    """Rasa gives an empty message no intent."""
    rasa_fake.body = {"text": "", "intent": {"name": None, "confidence": 0.0}, "entities": []}
    async with RasaUnderstander(rasa_fake.url, "t") as understander:
        assert (await understander.understand("")).best.intent == "out_of_scope"


@pytest.mark.parametrize(("status", "body"), [(500, {}), (401, {}), (200, "<html>")])
async def test_every_failure_is_one_error(rasa_fake: Rasa, status: int, body: object) -> None:
    """A wrong token, a crash and a page of a proxy are all « away »."""
    rasa_fake.status, rasa_fake.body = status, body
    async with RasaUnderstander(rasa_fake.url, "t") as understander:
        with pytest.raises(UnderstandingAwayError):
            await understander.understand("x")
        assert not await understander.ping()


@pytest.mark.integration
async def test_nobody_there_is_the_same_error() -> None:
    """A closed port too."""
    async with RasaUnderstander("http://127.0.0.1:1", "t") as understander:
        with pytest.raises(UnderstandingAwayError):
            await understander.understand("x")


async def test_a_server_without_a_model_is_not_healthy(rasa_fake: Rasa) -> None:
    """Rasa answers before it has loaded; that is not yet understanding."""
    rasa_fake.body = {"model_file": None, "model_id": None}
    async with RasaUnderstander(rasa_fake.url, "t") as understander:
        assert not await understander.ping()
