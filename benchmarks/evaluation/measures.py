"""The figures: pure functions over outcomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.evaluation.rows import OUT_OF_SCOPE, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SCORED_ENTITIES = ("department", "activity", "actor", "platform", "company")
# Annotated only where salient (taxonomy, section 6): neither missed nor too many.
OPTIONAL_ACTORS = {("actor", "customer"), ("actor", "employee"), ("actor", "advertiser")}
BINS = 10


@dataclass(frozen=True, slots=True)
class Share:
    """Some of all; reads as a percentage."""

    some: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 1 of nothing."""
        return self.some / self.of if self.of else 1.0

    def __str__(self) -> str:
        """Return ``84.2 % (101 of 120)``."""
        return f"{100 * self.value:.1f} % ({self.some} of {self.of})"


def share(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    """Count the outcomes for which `holds` is true."""
    judged = [holds(outcome) for outcome in outcomes]
    return Share(sum(judged), len(judged))


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything measured on a set of rows; see the properties of `Outcome` for what is right."""

    strict: Share
    accepted: Share
    answered: Share
    reachable: Share
    refused: Share
    wrongly_refused: Share
    entity_f1: float
    calibration_error: float


def figures(outcomes: list[Outcome], questions: set[str]) -> Figures:
    """Measure `outcomes`; `questions` are the intents that have a topic."""
    asked = [o for o in outcomes if o.row.intent in questions]
    outside = [o for o in outcomes if o.row.intent == OUT_OF_SCOPE]
    inside = [o for o in outcomes if OUT_OF_SCOPE not in o.row.right]
    return Figures(
        strict=share(outcomes, lambda o: o.guess == o.row.intent),
        accepted=share(outcomes, lambda o: o.understood),
        answered=share(asked, lambda o: o.served),
        reachable=share((o for o in outcomes if o.row.intent != OUT_OF_SCOPE), lambda o: o.reachable),
        refused=share(outside, lambda o: o.decision in {"refuse", "escalate"}),
        wrongly_refused=share(inside, lambda o: o.decision == "refuse"),
        entity_f1=entity_f1(outcomes),
        calibration_error=calibration_error(outcomes),
    )


def entity_f1(outcomes: Iterable[Outcome]) -> float:
    """Return the micro-averaged F1 of (entity, value) pairs a row, for the five scored entities."""
    found = missed = invented = 0
    for outcome in outcomes:
        gold = {pair for pair in outcome.row.entities if pair[0] in SCORED_ENTITIES} - OPTIONAL_ACTORS
        said = {pair for pair in outcome.entities if pair[0] in SCORED_ENTITIES} - OPTIONAL_ACTORS
        found += len(gold & said)
        missed += len(gold - said)
        invented += len(said - gold)
    return 2 * found / (2 * found + missed + invented) if found else 0.0


def calibration_error(outcomes: list[Outcome]) -> float:
    """Return the expected calibration error in ten bins (Naeini et al. 2015), 0 to 1."""
    bins: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        bins.setdefault(min(int(outcome.confidence * BINS), BINS - 1), []).append(outcome)
    gaps = (abs(sum(o.confidence for o in held) - sum(o.understood for o in held)) for held in bins.values())
    return sum(gaps) / len(outcomes) if outcomes else 0.0


def confused(outcomes: Iterable[Outcome]) -> list[tuple[str, str, list[str]]]:
    """Return (intent, guess, texts) of what was misunderstood, most frequent pairs first."""
    texts: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        if not outcome.understood:
            texts.setdefault((outcome.row.intent, outcome.guess), []).append(outcome.row.text)
    counts = Counter({pair: len(found) for pair, found in texts.items()})
    return [(intent, guess, texts[intent, guess]) for (intent, guess), _ in counts.most_common()]
