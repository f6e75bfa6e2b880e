"""What tests of cases share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.case_world import CaseWorld
from tests.fakes.histories import countable

if TYPE_CHECKING:
    from actions.knowledge.library import Library


@pytest.fixture
def world(library: Library) -> CaseWorld:
    """Tuesday, ten o'clock in Paris; Legal is there from nine to five, and answers within four hours."""
    return CaseWorld(countable(library))
