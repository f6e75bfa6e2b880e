"""Calculations of one person, made without a surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.calculators.acts import Calculate, Use, UseScenario
from actions.calculators.scenarios import Calculated, Calculator
from actions.model import Inbound
from tests.fakes.services import advisor
from tests.fakes.slack import TEAM

if TYPE_CHECKING:
    from actions.reply import Decision
    from bot.stores.memory import Memory

PERSON = f"{TEAM}:U1"


def filled(calculator: Calculator = Calculator.STAFFING, name: str = "", **raw: str) -> Calculate:
    """Return a filled form, submitted from the channel C1."""
    return Calculate(calculator.value, name, tuple(sorted(raw.items())), "C1")


async def decide(
    memory: Memory, act: Calculate | UseScenario, key: str = "k", person: str = PERSON
) -> Decision:
    """Answer an act of a person."""
    inbound = Inbound(key, person, f"{person}:commands")
    return (await advisor(memory).answer(inbound, act)).reply.decision


async def calculated(memory: Memory, act: Calculate | UseScenario, key: str = "k") -> Calculated:
    """Return the result of an act."""
    decision = await decide(memory, act, key)
    assert isinstance(decision, Calculated)
    return decision


async def used(memory: Memory, use: Use, scenario: str, other: str = "", key: str = "u") -> Decision:
    """Answer the use of a scenario."""
    return await decide(memory, UseScenario(use, scenario, other), key)
