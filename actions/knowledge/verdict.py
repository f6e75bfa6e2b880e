"""The four verdicts of an assessment, from the worst to the best."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The verdict of an assessment."""

    STAY_AWAY = "stay_away"
    PREPARE = "prepare"
    CONDITIONS = "conditions"
    GO = "go"

    @property
    def rank(self) -> int:
        """Its place, the worst being 0."""
        return list(Verdict).index(self)


def worst(first: Verdict, *others: Verdict) -> Verdict:
    """Return the worst of them."""
    return min((first, *others), key=lambda verdict: verdict.rank)
