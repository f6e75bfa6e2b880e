"""One whole Relais for the tests that only talk to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.relais import Relais, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Backends


@pytest.fixture(scope="session")
def relais(tmp_path_factory: pytest.TempPathFactory, rasa: Backends) -> Iterator[Relais]:
    """Relais as `make run` starts it, with the understanding of this test run."""
    folder = tmp_path_factory.mktemp("relais")
    with started(folder, RASA_URL=rasa.rasa_url, RASA_TOKEN=rasa.rasa_token) as running:
        yield running


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: to the documentation when `make pictures` asks, else nowhere that stays."""
    return Path(os.environ.get("RELAIS_PICTURES", tmp_path))
