"""What managers do with assessments, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.choices import decode
from bot.queue.timers import ReadinessTasks
from tests.fakes.words import buttons

if TYPE_CHECKING:
    from actions.acts import Choice
    from actions.readiness.service import ReadinessService
    from tests.fakes.people import Message, Person
    from tests.fakes.world import World

COMMAND = "/readiness"


def service(world: World) -> ReadinessService:
    """Return the assessments."""
    return world.services.advisor.readiness


def told(person: Person) -> list[Message]:
    """Return what stands in somebody's private conversation."""
    return person.world.slack.seen(person.channel)


def choices(shown: object) -> list[Choice | None]:
    """Return what the buttons stand for."""
    return [decode(value) for _, value in buttons(shown)]


async def assess(manager: Person, level: int = 4, **special: str) -> None:
    """Let the manager take an assessment to its end, with `special` answers."""
    await manager.orders(COMMAND, "new")
    await manager.answers(level, special=special)


async def accept(manager: Person, item: str, **given: str) -> None:
    """Let the manager make an action of what the plan of the latest result proposes for an item."""
    await manager.presses("readiness_button_plan", manager.channel)
    await manager.presses("readiness_button_accept", manager.channel, item)
    fields = {"words": "Un budget", "department": "legal", "person": "none", "who": "ourselves"}
    await manager.sends(**{**fields, "due": "2026-12-01", **given})


async def invite(manager: Person, departments: str = "", people: str = "") -> None:
    """Let the manager ask for other views."""
    await manager.orders(COMMAND, "invite")
    await manager.sends(departments=departments, people=people)


async def look(world: World) -> None:
    """Let Relais look for what is due, as it does every minute."""
    await ReadinessTasks(world.bot.services, world.bot.outbox).look()
    await world.settle()
