"""Acts travel through the queue as JSON, with who did them and where."""

from __future__ import annotations

from hypothesis import given, settings

from bot.queue.envelope import Envelope
from tests.bot.anything import any_of


@settings(max_examples=300)
@given(any_of(Envelope))
def test_an_envelope_survives_the_queue(envelope: Envelope) -> None:
    """Every act of every feature, and its address, are read as they were written."""
    assert Envelope.from_json(envelope.to_json()) == envelope
