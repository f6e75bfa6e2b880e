"""``make learn FILE=review.tsv``: turn what a person labelled into training examples, and say what it did.

Only lines with an intent are learnt. Accuracy is measured on the held-out questions before and after;
nothing is committed: keep the change, or undo it with git.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import os
from pathlib import Path

import yaml

from actions.calculators.staffing.sheet import bare_cell
from actions.knowledge.library import load
from benchmarks.evaluation.__main__ import HELD_OUT, ROOT, evaluate
from benchmarks.evaluation.measures import Figures, figures
from bot.commands.questions import REVIEW_COLUMNS

DATA = ROOT / "nlu" / "data"
LANGUAGES = ("fr", "en")


class ReviewError(Exception):
    """The review cannot be learnt from; the message names the line."""


def read_review(path: Path, intents: set[str]) -> list[tuple[str, str, str]]:
    """Return (text, language, intent) of each labelled line.

    Raises:
        ReviewError: a column is missing, or a line names an intent or a language there is not.
    """
    labelled = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        if missing := set(REVIEW_COLUMNS) - set(reader.fieldnames or ()):
            raise ReviewError(f"{path}: no column {', '.join(sorted(missing))}")
        for fields in reader:
            intent = (fields["intent"] or "").strip()
            if not intent:
                continue
            if intent not in intents:
                raise ReviewError(f"{path}, line {reader.line_num}: there is no intent {intent!r}")
            if fields["lang"] not in LANGUAGES:
                raise ReviewError(f"{path}, line {reader.line_num}: the language is fr or en")
            labelled.append((" ".join(bare_cell(fields["text"]).split()), fields["lang"], intent))
    return labelled


def add_examples(labelled: list[tuple[str, str, str]], data: Path) -> int:
    """Add the examples to ``<lang>/learnt.yml``, those not there yet; return how many."""
    added = 0
    for language in LANGUAGES:
        path = data / language / "learnt.yml"
        held: dict[str, list[str]] = {}
        if path.exists():
            for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
                held[block["intent"]] = [line.removeprefix("- ") for line in block["examples"].splitlines()]
        for text, lang, intent in labelled:
            if lang == language and text not in held.setdefault(intent, []):
                held[intent].append(text)
                added += 1
        if any(held.values()):
            path.write_text(_as_rasa(held), "utf-8")
    return added


def _as_rasa(examples: dict[str, list[str]]) -> str:
    blocks = (
        f"  - intent: {intent}\n    examples: |\n" + "".join(f"      - {text}\n" for text in texts)
        for intent, texts in examples.items()
        if texts
    )
    return 'version: "3.1"\n\nnlu:\n' + "".join(blocks)


def _show(before: Figures, after: Figures) -> None:
    shown = {"answered outright": "answered", "right or offered": "reachable", "refused": "refused"}
    for label, field in shown.items():
        print(f"{label}: {getattr(before, field)} before, {getattr(after, field)} after")


def main() -> None:
    """Learn from a review."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=ROOT / ".data" / "review.tsv")
    arguments = parser.parse_args()
    # An understanding of its own: one that runs would answer with the model it has.
    os.environ["RELAIS_DATA_DIR"] = str(ROOT / ".data" / "learning")
    intents = set(yaml.safe_load((ROOT / "nlu" / "domain.yml").read_text("utf-8"))["intents"])
    try:
        labelled = read_review(arguments.file, intents)
    except (ReviewError, OSError) as error:
        raise SystemExit(str(error)) from error
    questions = set(load().topics)
    before = figures(asyncio.run(evaluate(HELD_OUT)), questions)
    added = add_examples(labelled, DATA)
    if not added:
        raise SystemExit("Nothing to learn: no line has an intent that is not learnt already.")
    after = figures(asyncio.run(evaluate(HELD_OUT)), questions)
    print(f"{added} examples added to nlu/data/*/learnt.yml.")
    _show(before, after)
    print("Keep them with a commit, or drop them: git checkout nlu/data && git clean -n nlu/data")


if __name__ == "__main__":
    main()
