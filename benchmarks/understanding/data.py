"""What the pipelines learn from and are asked: BANKING77, a few examples an intent, and our own questions.

BANKING77 (Casanueva et al. 2020, "Efficient Intent Detection with Dual Sentence Encoders") is not shipped; a
folder with `banking77-train.csv` and `banking77-test.csv`, columns `text` and `category`, is given.
"""

from __future__ import annotations

import csv
import hashlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from benchmarks.evaluation.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[2]
NLU = ROOT / "nlu"
COLUMNS = {"text", "category"}
# The whole comparison: examples an intent, and draws of them.
SHOTS = (5, 10, 30)
SEEDS = (0, 1, 2)


class DataError(Exception):
    """A file is not what it should be; the message names it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text to learn from and its intent."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Question:
    """A text to ask; `right` holds every intent that counts."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to learn and questions to prove it.

    `examples` maps file names to Rasa's training YAML; `shots` is how many examples an intent has, `None`
    for all there are; `seed` chose them.
    """

    name: str
    examples: dict[str, str]
    questions: list[Question]
    shots: int | None = None
    seed: int = 0

    @property
    def size(self) -> int:
        """How many training examples there are."""
        entries = (entry for text in self.examples.values() for entry in yaml.safe_load(text).get("nlu", ()))
        return sum(len(entry["examples"].splitlines()) for entry in entries if "intent" in entry)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change whenever the training examples do."""
        digest = hashlib.sha256()
        for name, text in sorted(self.examples.items()):
            digest.update(name.encode() + b"\0" + text.encode() + b"\0")
        return digest.hexdigest()[:16]


def read_csv(path: Path) -> list[Example]:
    """Read labelled texts, white space collapsed as in Rasa's own training format.

    Raises:
        DataError: the file is not there or a column is missing.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if missing := COLUMNS - set(reader.fieldnames or ()):
                raise DataError(f"{path}: no column {', '.join(sorted(missing))}")
            return [Example(" ".join(row["text"].split()), row["category"]) for row in reader]
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error


def sample(examples: Iterable[Example], shots: int, seed: int) -> list[Example]:
    """Choose `shots` examples of each intent, all of those that have fewer; the same for the same `seed`."""
    intents: dict[str, list[Example]] = {}
    for example in examples:
        intents.setdefault(example.intent, []).append(example)
    chance = random.Random(seed)  # noqa: S311  it draws examples, not secrets
    return [
        example
        for intent in sorted(intents)
        for example in chance.sample(intents[intent], min(shots, len(intents[intent])))
    ]


def training_yaml(examples: Iterable[Example]) -> str:
    """Write examples as Rasa's training data."""
    intents: dict[str, list[str]] = {}
    for example in examples:
        intents.setdefault(example.intent, []).append(f"- {example.text}\n")
    entries = [{"intent": intent, "examples": "".join(lines)} for intent, lines in intents.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True, sort_keys=False)


def banking77(folder: Path, shots: int, seed: int) -> Task:
    """Return BANKING77 with `shots` training examples an intent and its whole test set."""
    chosen = sample(read_csv(folder / "banking77-train.csv"), shots, seed)
    questions = [Question(e.text, frozenset({e.intent})) for e in read_csv(folder / "banking77-test.csv")]
    return Task("banking77", {"nlu.yml": training_yaml(chosen)}, questions, shots, seed)


def own() -> Task:
    """Return our training data and our held-out questions; accepted alternatives are right too."""
    files = {
        path.relative_to(NLU / "data").as_posix().replace("/", "-"): path.read_text("utf-8")
        for path in sorted((NLU / "data").rglob("*.yml"))
    }
    questions = [Question(row.text, row.right) for row in read_rows(NLU / "heldout.tsv")]
    return Task("own", files, questions)
