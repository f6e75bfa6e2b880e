"""Situations and assumptions to estimate from, any within their bounds."""

from __future__ import annotations

from hypothesis import strategies as st

from actions.calculators.staffing import (
    ACTORS,
    Assumptions,
    Estimate,
    Moderation,
    Situation,
    default_situation,
    defaults,
    estimate,
    facts,
)

ACTIVITIES: list[str] = sorted(facts().activities)
NOBODY_ELSE: dict[str, frozenset[str]] = {}
ANYONE: dict[str, frozenset[str]] = {activity: frozenset(ACTORS) for activity in ACTIVITIES}

situations = st.builds(
    Situation,
    networks=st.integers(1, 50),
    languages=st.integers(1, 30),
    messages_per_week=st.integers(0, 10_000),
    hours_covered=st.fractions(0, 168, max_denominator=4),
    share_repeated=st.fractions(0, 1, max_denominator=100),
    moderation=st.sampled_from(Moderation),
    crisis_cover=st.booleans(),
    content_pieces_per_week=st.fractions(0, 100, max_denominator=4),
)
assumptions = st.fixed_dictionaries(
    {
        quantity.id: st.fractions(quantity.low, quantity.high, max_denominator=12)
        for quantity in facts().assumptions
    }
).map(Assumptions)
who = st.dictionaries(st.sampled_from(ACTIVITIES), st.frozensets(st.sampled_from(ACTORS)))


def default_estimate() -> Estimate:
    """The estimate of the default situation, all in-house."""
    return estimate(default_situation(), defaults(), NOBODY_ELSE)
