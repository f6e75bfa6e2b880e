"""The report a person reads: Markdown, and the confusions as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

from benchmarks.evaluation.measures import Figures, confused, figures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.evaluation.rows import Outcome

mpl.use("Agg")
import matplotlib.pyplot as plt

PAIRS = 15
EXAMPLES = 3


def markdown(name: str, outcomes: list[Outcome], questions: set[str]) -> str:
    """Return the whole report."""
    return "\n".join(_lines(name, outcomes, questions)) + "\n"


def _lines(name: str, outcomes: list[Outcome], questions: set[str]) -> Iterator[str]:
    yield f"# {name}: {len(outcomes)} questions"
    yield ""
    groups = {"all": outcomes}
    for field in ("lang", "provenance"):
        for value in sorted({getattr(outcome.row, field) for outcome in outcomes}):
            groups[f"{field} {value}"] = [o for o in outcomes if getattr(o.row, field) == value]
    measured = {group: figures(held, questions) for group, held in groups.items()}
    yield from _table(measured)
    yield ""
    yield "## Most confused"
    yield ""
    for intent, guess, texts in confused(outcomes)[:PAIRS]:
        yield f"- **{intent}** taken for {guess} ({len(texts)}): " + " · ".join(texts[:EXAMPLES])


def _table(measured: dict[str, Figures]) -> Iterator[str]:
    yield "| measure | " + " | ".join(measured) + " |"
    yield "|---" * (len(measured) + 1) + "|"
    rows = {
        "first guess right, strictly": "strict",
        "first guess right, accepted alternatives count": "accepted",
        "questions: answered outright with the right topic": "answered",
        "in domain: right reply, or right among the buttons": "reachable",
        "out of scope: refused or sent to a human": "refused",
        "in domain: wrongly refused": "wrongly_refused",
        "entities, F1": "entity_f1",
        "expected calibration error": "calibration_error",
    }
    for label, field in rows.items():
        cells = (getattr(found, field) for found in measured.values())
        yield (
            f"| {label} | " + " | ".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in cells) + " |"
        )


def picture(outcomes: list[Outcome], path: Path) -> None:
    """Draw the confusion matrix: rows are the labels, columns the guesses, darker is more."""
    intents = sorted({o.row.intent for o in outcomes} | {o.guess for o in outcomes})
    place = {intent: number for number, intent in enumerate(intents)}
    counts = np.zeros((len(intents), len(intents)))
    for outcome in outcomes:
        # An accepted alternative is no confusion: it counts on the diagonal.
        guess = outcome.row.intent if outcome.understood else outcome.guess
        counts[place[outcome.row.intent], place[guess]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(14, 13), layout="constrained")
    axes.imshow(shares, cmap="cividis_r", vmin=0, vmax=1)
    axes.set_xticks(range(len(intents)), intents, rotation=90, fontsize=8)
    axes.set_yticks(range(len(intents)), intents, fontsize=8)
    axes.set_xlabel("taken for")
    axes.set_ylabel("is")
    for i, j in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[i, j] > 0.5 else "black"  # noqa: PLR2004  half way
        axes.text(j, i, f"{counts[i, j]:.0f}", ha="center", va="center", fontsize=7, color=colour)
    figure.savefig(path, dpi=110)
    plt.close(figure)
