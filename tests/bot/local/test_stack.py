"""The backends that are configured: what is needed, what is waited for, and what may be away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.local import stack
from bot.local.process import StartError
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL, TOKEN = "http://rasa:5005", "secret"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Both configured, where Redis answers and Rasa does not."""

    async def yes(_: str, __: Callable[[str], None] | None = None) -> bool:
        return True

    async def no(_: str, __: str) -> bool:
        return False

    monkeypatch.setattr(stack, "answers", yes)
    monkeypatch.setattr(stack, "wait_for_redis", yes)
    monkeypatch.setattr(stack, "rasa_answers", no)
    return Settings(
        _env_file=None,
        redis_url=SecretStr("redis://r"),
        rasa_url=URL,
        rasa_token=SecretStr(TOKEN),
        relais_data_dir=tmp_path,
    )


async def test_a_bot_starts_without_rasa_and_says_so(settings: Settings) -> None:
    """Rasa's restart must not be an outage; a wrong address is seen, in the log and on the console."""
    said: list[str] = []
    with capture_logs() as logs:
        async with stack.open_backends(settings, said.append, rasa_may_be_away=True) as backends:
            assert (backends.rasa_url, backends.rasa_token) == (URL, TOKEN)
    assert [(line["event"], line["log_level"], line["url"]) for line in logs] == [
        ("rasa_away_at_start", "warning", URL)
    ]
    assert len(said) == 1
    assert "RASA_URL" in said[0]
    assert TOKEN not in said[0] + str(logs)


async def test_whoever_only_asks_needs_rasa(settings: Settings) -> None:
    """`ask` and `chat` have nothing to say without it."""
    with pytest.raises(StartError, match="No Rasa with a model answers at RASA_URL"):
        async with stack.open_backends(settings, print, with_redis=False):
            pass


async def test_without_redis_the_bot_does_not_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it was waited for."""

    async def no(_: str, __: Callable[[str], None]) -> bool:
        return False

    monkeypatch.setattr(stack, "wait_for_redis", no)
    with pytest.raises(StartError, match="No Redis answers at REDIS_URL"):
        async with stack.open_backends(settings, print, rasa_may_be_away=True):
            pass
