"""Trains and starts Rasa from `nlu/`, with its own environment, on loopback, with a token."""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
from pathlib import Path

from bot.local.process import Child, Command, StartError, free_port
from bot.nlu_client import RasaUnderstander

ROOT = Path(__file__).resolve().parents[2]
NLU = ROOT / "nlu"
PYTHON = NLU / ".venv" / "bin" / "python"
_SECONDS = 120.0
# Silences TensorFlow's and SQLAlchemy's messages, and Rasa's telemetry.
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


async def train_if_needed() -> None:
    """Train where data, configuration or code changed; `train.py` prints its progress.

    Raises:
        StartError: the environment is missing, or the training failed.
    """
    if not PYTHON.exists():
        raise StartError("The understanding is not installed. Run `make setup`, or set RASA_URL.")
    process = await asyncio.create_subprocess_exec(
        PYTHON, "train.py", cwd=NLU, stderr=subprocess.PIPE, env={**os.environ, **ENVIRONMENT}
    )
    _, errors = await process.communicate()
    if process.returncode != 0:
        raise StartError("The model could not be trained:\n" + errors.decode("utf-8", "replace"))


async def start_rasa(log: Path) -> tuple[Child, str, str]:
    """Start Rasa with the present model; return it with its URL and its token."""
    await train_if_needed()
    port, token = free_port(), secrets.token_hex(24)
    command: list[str | Path] = [PYTHON, "serve.py", "--interface", "127.0.0.1", "--port", str(port)]
    child = await Child.start(Command("Rasa", command, log, NLU, {**ENVIRONMENT, "RASA_TOKEN": token}))
    url = f"http://127.0.0.1:{port}"
    try:
        async with RasaUnderstander(url, token) as understander:
            await child.healthy(understander.ping, _SECONDS)
    except BaseException:
        await child.stop()
        raise
    return child, url, token
