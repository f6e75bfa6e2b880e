"""Labelled questions, and what Relais made of each."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OUT_OF_SCOPE = "out_of_scope"
COLUMNS = ("text", "lang", "intent", "accepted", "needs_context", "provenance", "entities")


class RowsError(Exception):
    """The file is not one of labelled questions; the message names the line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its label; `right` holds every intent whose answer is fine."""

    text: str
    lang: str
    intent: str
    right: frozenset[str]
    provenance: str
    entities: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Relais made of a row.

    `guess` and `confidence` are the model's; `decision` is the word `ask --jsonl` uses; `given` are the
    intents the reply serves (topics answered, else the intent), `offered` those it holds out as buttons.
    """

    row: Row
    guess: str
    confidence: float
    decision: str
    given: frozenset[str]
    offered: frozenset[str]
    entities: frozenset[tuple[str, str]]

    @property
    def understood(self) -> bool:
        """Tell whether the model's first guess is right."""
        return self.guess in self.row.right

    @property
    def served(self) -> bool:
        """Tell whether the reply itself is right."""
        return bool(self.given & self.row.right)

    @property
    def reachable(self) -> bool:
        """Tell whether the reply is right or one of its buttons is."""
        return self.served or bool(self.offered & self.row.right)


def read_rows(path: Path) -> list[Row]:
    """Read a tab-separated file with the columns `COLUMNS`.

    Raises:
        RowsError: a column is missing or a line cannot be read.
    """
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise RowsError(f"{path}: no column {', '.join(sorted(missing))}")
        for fields in reader:
            try:
                entities = json.loads(fields["entities"] or "[]")
                found = frozenset((entity["entity"], str(entity["value"])) for entity in entities)
            except (ValueError, KeyError, TypeError) as error:
                raise RowsError(f"{path}, line {reader.line_num}: entities: {error}") from error
            also = (intent.strip() for intent in (fields["accepted"] or "").split(","))
            right = frozenset({fields["intent"], *(intent for intent in also if intent)})
            rows.append(
                Row(fields["text"], fields["lang"], fields["intent"], right, fields["provenance"], found)
            )
    return rows


def outcomes(rows: Iterable[Row], answers: Iterable[dict[str, Any]]) -> list[Outcome]:
    """Pair each row with its line of `ask --jsonl`."""
    return [_outcome(row, answer) for row, answer in zip(rows, answers, strict=True)]


def _outcome(row: Row, answer: dict[str, Any]) -> Outcome:
    served = {"refuse": [OUT_OF_SCOPE], "escalate": ["request_escalation"], "clarify": []}
    given = answer["topics"] or served.get(answer["decision"], [answer["intent"]])
    entities = frozenset((entity["entity"], entity["value"]) for entity in answer["entities"])
    return Outcome(
        row,
        answer["intent"] or "",
        answer["confidence"] or 0.0,
        answer["decision"],
        frozenset(given),
        frozenset(answer["offered"]),
        entities,
    )
