"""Train one pipeline on one task in a process of its own, and measure it from outside."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks.understanding.data import NLU, ROOT
from benchmarks.understanding.pipelines import config
from bot.local.rasa import ENVIRONMENT

if TYPE_CHECKING:
    from benchmarks.understanding.data import Task

PYTHON = NLU / ".venv-bench" / "bin" / "python"
CHILD = Path(__file__).with_name("child.py")
# Models are kept between runs: the stock one takes minutes, and serving is measured with it.
MODELS = ROOT / ".data" / "bench-nlu"
_LOG_TAIL_LINES = 8


class RunError(Exception):
    """A training failed; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Run:
    """A pipeline and the task it learns."""

    pipeline: str
    task: Task
    epochs: int

    @property
    def key(self) -> dict[str, Any]:
        """What names this run in the results; only DIET has epochs."""
        epochs = self.epochs if self.pipeline == "stock" else None
        task = {"task": self.task.name, "shots": self.task.shots, "seed": self.task.seed}
        return {"pipeline": self.pipeline, **task, "epochs": epochs}

    @property
    def config(self) -> str:
        """Rasa's configuration."""
        return config(self.pipeline, self.epochs, self.task.seed)

    @property
    def model(self) -> Path:
        """Where the model of these inputs is kept; another name when any of them changes."""
        digest = hashlib.sha256((self.config + self.task.fingerprint).encode())
        if self.pipeline != "stock":
            for path in sorted((NLU / "components").glob("*.py")):
                digest.update(path.read_bytes())
        return MODELS / f"{self.pipeline}-{digest.hexdigest()[:16]}.tar.gz"


def environment(folder: Path) -> dict[str, str]:
    """Return a child's environment: our components importable, nothing cached from an earlier training."""
    own = {"PYTHONPATH": str(NLU), "RASA_CACHE_DIRECTORY": str(folder / "cache"), "MPLCONFIGDIR": str(folder)}
    return {**os.environ, **ENVIRONMENT, **own}


def train(run: Run) -> dict[str, Any]:
    """Train, keep the model and return the result.

    `train_seconds` is the wall clock from the start of the process, the import of TensorFlow included;
    `cpu_seconds` the processor time of all its threads; `peak_mib` the most memory it ever held until then
    (VmHWM of /proc, proc(5)); `load` the machine's load average over the minute before it started.

    Raises:
        RunError: the training failed.
    """
    if not PYTHON.exists():
        raise RunError(f"{PYTHON} is missing: run `make bench-nlu`, which installs it.")
    with tempfile.TemporaryDirectory(prefix="bench-nlu-") as name:
        folder = Path(name)
        (folder / "data").mkdir()
        for file, text in run.task.examples.items():
            (folder / "data" / file).write_text(text, "utf-8")
        (folder / "config.yml").write_text(run.config, "utf-8")
        (folder / "questions.json").write_text(json.dumps([q.text for q in run.task.questions]), "utf-8")
        load = round(os.getloadavg()[0], 1)
        used, intents = _in_child(folder)
        MODELS.mkdir(parents=True, exist_ok=True)
        run.model.write_bytes((folder / "model.tar.gz").read_bytes())
    right = sum(intent in q.right for intent, q in zip(intents, run.task.questions, strict=True))
    learnt = {"examples": run.task.size, "data": run.task.fingerprint}
    return {"kind": "accuracy", **run.key, **learnt, "right": right, "of": len(intents), **used, "load": load}


def _in_child(folder: Path) -> tuple[dict[str, float], list[str]]:
    """Return what the training used and the intents of the questions."""
    log = folder / "log"
    started = time.monotonic()
    with (
        log.open("wb") as errors,
        subprocess.Popen(  # noqa: S603  our own program
            [PYTHON, CHILD, "train", folder],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as child,
    ):
        assert child.stdin
        assert child.stdout
        try:
            trained = child.stdout.readline().strip() == "trained"
            used = _used(child.pid, started) if trained else {}
            answer, _ = child.communicate("\n")
        finally:
            child.kill()  # only where we were interrupted: it has ended otherwise
    if not trained or child.returncode:
        tail = "\n".join(log.read_text("utf-8", "replace").splitlines()[-_LOG_TAIL_LINES:])
        raise RunError(f"the training failed:\n{tail}")
    return used, json.loads(answer)


def _used(pid: int, started: float) -> dict[str, float]:
    """Return what a living process, begun at `started`, has used until now."""
    seconds = time.monotonic() - started
    processor = psutil.Process(pid).cpu_times()
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return {
        "train_seconds": round(seconds, 1),
        "cpu_seconds": round(processor.user + processor.system, 1),
        "peak_mib": round(int(kib) / 1024),
    }
