"""Slash commands of the dialogue."""

from __future__ import annotations

from actions.acts import AskRoles
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.slack.dialogue.commands import envelope_of
from tests.fakes.payloads import command, context_of


def test_a_command_is_one_act_answered_in_private() -> None:
    """Its words are redacted like any words, and two deliveries have one key."""
    body = command("/roles", "la modération, appelez le 06 12 34 56 78", when="9")
    envelope = envelope_of(body, context_of(body))
    assert envelope.inbound.key == "T1:command:U1.9"
    assert "06 12 34 56 78" not in envelope.to_json()
    assert isinstance(envelope.act, AskRoles)
    assert Envelope.from_json(envelope.to_json()) == envelope
    assert envelope.address == Address("T1:U1", invoked_in="C1")


def test_a_command_typed_in_private_is_answered_there_alone() -> None:
    """Nobody is told elsewhere where the answer is: it is where they are."""
    body = command("/roles", channel="D1")
    assert envelope_of(body, context_of(body)).address == Address("T1:U1")
