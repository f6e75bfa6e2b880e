"""`Understander` on Rasa's HTTP API.

https://rasa.com/docs/rasa/3.x/pages/http-api (``POST /model/parse``, ``GET /status``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import structlog

from actions.dialogue.ports import UnderstandingAwayError
from actions.model import Entity, Ranked, Understanding

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

log = structlog.get_logger()

# Rasa answers in about ten milliseconds; after two seconds the topics are shown instead.
_TIMEOUT = aiohttp.ClientTimeout(total=2.0, connect=0.5)
_NOTHING_UNDERSTOOD = Ranked("out_of_scope", 1.0)


class RasaUnderstander:
    """One HTTP session to one Rasa server; use as an async context manager."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def understand(self, text: str) -> Understanding:
        """Interpret `text`.

        Raises:
            UnderstandingAwayError: Rasa does not answer, or not as documented.
        """
        try:
            return _read(await self._call("POST", "/model/parse", {"text": text}))
        except UnderstandingAwayError as error:
            # The class only, since the message of an HTTP error has the URL with the token.
            log.warning("understanding_away", error=type(error.__cause__).__name__)
            raise

    async def ping(self) -> bool:
        """Tell whether Rasa answers and has loaded a model."""
        try:
            status = await self._call("GET", "/status", None)
        except UnderstandingAwayError:
            return False
        return bool(status.get("model_file") or status.get("model_id"))

    async def _call(self, method: str, path: str, body: dict[str, str] | None) -> dict[str, Any]:
        if self._session is None:
            raise RuntimeError("use RasaUnderstander as an async context manager")
        try:
            async with self._session.request(
                method, self._url + path, params={"token": self._token}, json=body
            ) as response:
                response.raise_for_status()
                answer: dict[str, Any] = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise UnderstandingAwayError from error
        return answer


def _read(answer: dict[str, Any]) -> Understanding:
    """Read Rasa's answer; an empty message has no intent there, and counts as out of scope."""
    ranking = tuple(
        Ranked(str(ranked["name"]), float(ranked["confidence"]))
        for ranked in answer.get("intent_ranking", ())
        if ranked.get("name")
    )
    entities = tuple(
        Entity(str(found["entity"]), str(found["value"]), answer["text"][found["start"] : found["end"]])
        for found in answer.get("entities", ())
    )
    return Understanding(ranking or (_NOTHING_UNDERSTOOD,), entities)
