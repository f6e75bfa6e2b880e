"""Train the model when its data, configuration or code changed, saying how far it is.

Run with the interpreter of this folder's environment: ``.venv/bin/python train.py``. The model is
``models/relais-<fingerprint>.tar.gz``; ``--path`` prints where.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import logging
import os
import re
import sys
import time
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODELS = HERE / "models"
# Everything a trained model depends on.
_INPUTS = ("config.yml", "domain.yml", "requirements.lock", "data/**/*.yml", "components/*.py")
_STEP = re.compile(r"Starting to train component '(\w+)'")


def fingerprint() -> str:
    """Return 16 hexadecimal digits that change whenever the model would."""
    digest = hashlib.sha256()
    for pattern in _INPUTS:
        for path in sorted(HERE.glob(pattern)):
            digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """Return where the model of the present inputs is, trained or not."""
    return MODELS / f"relais-{fingerprint()}.tar.gz"


class _Progress(logging.Handler):
    """Turns Rasa's training log into one short line a step."""

    def __init__(self, started: float) -> None:
        super().__init__(level=logging.INFO)
        self._started = started
        self._out = sys.stdout

    def emit(self, record: logging.LogRecord) -> None:
        if found := _STEP.search(record.getMessage()):
            elapsed = time.monotonic() - self._started
            print(f"  {elapsed:4.0f} s  training {found[1]}…", file=self._out, flush=True)


def train(target: Path) -> None:
    """Train into `target`; a half-written model never bears its name."""
    started = time.monotonic()
    print(f"Training the model ({sum(1 for _ in HERE.glob('data/**/*.yml'))} data files)…", flush=True)
    # The import of TensorFlow takes ten seconds or more, hence only here.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    # Rasa's cache knows a component by its class only, not by the modules that class calls.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    # Deprecations inside Rasa's own pinned libraries: nothing a reader of this can act on.
    warnings.simplefilter("ignore")
    logging.basicConfig(level=logging.ERROR)
    from rasa.model_training import train_nlu

    print(f"  {time.monotonic() - started:4.0f} s  Rasa loaded", flush=True)
    logger = logging.getLogger("rasa.engine.training.hooks")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(_Progress(started))
    sys.path.insert(0, str(HERE))
    MODELS.mkdir(exist_ok=True)
    with contextlib.redirect_stdout(io.StringIO()):  # Rasa names a file that is about to be renamed
        made = train_nlu(
            config=str(HERE / "config.yml"),
            nlu_data=str(HERE / "data"),
            domain=str(HERE / "domain.yml"),
            output=str(MODELS),
            fixed_model_name="training",
        )
    if made is None:
        message = "Rasa trained no model; its own log above says why."
        raise SystemExit(message)
    Path(made).rename(target)
    print(f"  {time.monotonic() - started:4.0f} s  done", flush=True)


def main() -> None:
    """Train when needed and drop the models of earlier inputs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--path", action="store_true", help="print the model's path and do nothing")
    arguments = parser.parse_args()
    target = model_path()
    if arguments.path:
        print(target)
    elif not target.exists():
        train(target)
        for old in MODELS.glob("relais-*.tar.gz"):
            if old != target:
                old.unlink()


if __name__ == "__main__":
    main()
