"""Situations and assumptions to estimate from, any within their bounds."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def fractions(low: Fraction | int, high: Fraction | int, most: int) -> SearchStrategy[Fraction]:
    """Draw fractions from `low` to `high` with denominators up to `most`.

    Hypothesis' own strategy has the same fractions, but builds a strategy for each one it draws, which took
    four fifths of these tests' time.
    """
    fine = lcm(*range(1, most + 1))
    steps = st.integers(ceil(low * fine), floor(high * fine))
    return steps.map(lambda step: Fraction(step, fine).limit_denominator(most))


ACTIVITIES: list[str] = sorted(facts().activities)
NOBODY_ELSE: dict[str, frozenset[str]] = {}
ANYONE: dict[str, frozenset[str]] = {activity: frozenset(ACTORS) for activity in ACTIVITIES}

situations = st.builds(
    Situation,
    networks=st.integers(1, 50),
    languages=st.integers(1, 30),
    messages_per_week=st.integers(0, 10_000),
    hours_covered=fractions(0, 168, 4),
    share_repeated=fractions(0, 1, 100),
    moderation=st.sampled_from(Moderation),
    crisis_cover=st.booleans(),
    content_pieces_per_week=fractions(0, 100, 4),
)
assumptions = st.fixed_dictionaries(
    {quantity.id: fractions(quantity.low, quantity.high, 12) for quantity in facts().assumptions}
).map(Assumptions)
who = st.dictionaries(st.sampled_from(ACTIVITIES), st.frozensets(st.sampled_from(ACTORS)))


def default_estimate() -> Estimate:
    """The estimate of the default situation, all in-house."""
    return estimate(default_situation(), defaults(), NOBODY_ELSE)
