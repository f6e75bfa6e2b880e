"""The real knowledge under a policy that stays: the one in use is chosen by a script and may change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import settings

from actions.knowledge.library import Library, load

# A busy machine is not a fault; pytest's timeout still bounds every test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

STEADY = {
    "answer_from": 0.45,
    "margin": 0.1,
    "sure_from": 0.8,
    "ask_from": 0.15,
    "offer_from": 0.05,
    "doubt_from": 0.4,
    "follow_up_from": 0.35,
    "options": 3,
    "misses": 2,
}


@pytest.fixture(scope="session")
def library() -> Library:
    """The knowledge, with a steady policy."""
    real = load()
    return replace(real, policy=real.policy.model_copy(update=STEADY))
