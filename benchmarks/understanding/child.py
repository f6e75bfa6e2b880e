"""What runs inside `nlu/.venv-bench`: train and predict, or serve. Nothing here imports the rest of Relais.

``child.py train FOLDER`` trains ``config.yml`` on ``data/``, says ``trained`` on its output, waits for a line
on its input (its memory is read meanwhile), then answers the JSON list of texts in ``questions.json`` with
one JSON list of intents. ``child.py serve MODEL PORT`` is ``rasa run --enable-api`` on loopback with the
token of RASA_TOKEN: among the arguments everybody on the machine could read it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path

_BATCH = 256


def train(folder: Path) -> None:
    """Train in `folder`, then answer its questions."""
    from rasa.model_training import train_nlu  # noqa: PLC0415  ten seconds: only where it is needed

    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # Rasa talks; our output is for the parent
        made = train_nlu(
            config=str(folder / "config.yml"),
            nlu_data=str(folder / "data"),
            output=str(folder),
            fixed_model_name="model",
        )
        if made is None:
            raise SystemExit("Rasa trained no model.")
        print("trained", file=answers, flush=True)
        sys.stdin.readline()
        texts = json.loads((folder / "questions.json").read_text("utf-8"))
        intents = asyncio.run(_predict(Path(made), texts))
    print(json.dumps(intents), file=answers, flush=True)


async def _predict(model: Path, texts: list[str]) -> list[str]:
    """Return the first intent of each text, through the stored model as a server would load it."""
    from rasa.core.agent import Agent  # noqa: PLC0415
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER  # noqa: PLC0415

    processor = Agent.load(str(model)).processor
    target = processor.model_metadata.nlu_target
    intents: list[str] = []
    for start in range(0, len(texts), _BATCH):
        messages = [UserMessage(text) for text in texts[start : start + _BATCH]]
        inputs = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: None}
        done = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
        intents += [(message.get("intent") or {}).get("name") or "" for message in done]
    return intents


def serve(model: str, port: str) -> None:
    """Serve until told to stop."""
    from rasa.__main__ import main as rasa  # noqa: PLC0415

    sys.argv = [
        "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", port,
        f"--auth-token={os.environ['RASA_TOKEN']}", "--model", model,
    ]  # fmt: skip
    rasa()


if __name__ == "__main__":
    if sys.argv[1] == "train":
        train(Path(sys.argv[2]))
    else:
        serve(sys.argv[2], sys.argv[3])
