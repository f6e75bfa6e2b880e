"""Serve the present model over Rasa's HTTP API: ``.venv/bin/python serve.py --port 5005``.

A thin start of ``rasa run --enable-api`` that takes the token from RASA_TOKEN: a token among the arguments
could be read by everybody on the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Start Rasa; it serves until it is told to stop."""
    sys.path.insert(0, str(HERE))
    from train import model_path

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interface", default="127.0.0.1")
    parser.add_argument("--port", default="5005")
    arguments = parser.parse_args()
    token = os.environ.get("RASA_TOKEN")
    if not token:
        raise SystemExit("Set RASA_TOKEN: the model is not served to whoever asks.")
    if not model_path().exists():
        raise SystemExit("No model of the present data is there; train it first: python train.py")
    os.chdir(HERE)
    from rasa.__main__ import main as rasa

    sys.argv = [
        "rasa", "run", "--enable-api",
        "--interface", arguments.interface, "--port", arguments.port,
        f"--auth-token={token}", "--model", str(model_path()),
    ]  # fmt: skip
    rasa()


if __name__ == "__main__":
    main()
