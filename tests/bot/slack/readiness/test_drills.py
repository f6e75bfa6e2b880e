"""Rehearsals of a crisis: marked as fictional, measured, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from actions.readiness.records import Origin
from tests.bot.slack.readiness.steps import COMMAND, assess, look, service, told
from tests.fakes.words import say, says

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_a_rehearsal_is_marked_measured_and_counts(world: World) -> None:
    """A fictional incident goes out marked as such; what departments did sets the rehearsed item's level."""
    manager, legal, communication = world.manager, world.legal, world.communication
    await assess(manager, crisis_rehearsed="1")
    await manager.orders(COMMAND, "drill")
    await manager.sends(incident="employee_post")
    for channel in ("CLEGAL", "CCOM"):
        assert says(world.slack.seen(channel), "readiness_drill_card")
        assert says(world.slack.seen(channel), "readiness_drill_fiction")
    world.clock.pass_(timedelta(minutes=10))
    await legal.presses("readiness_button_take", "CLEGAL")
    await world.legal2.presses("readiness_button_take", "CLEGAL")
    (late,) = world.slack.made("chat.postEphemeral")
    assert late["user"] == "UL2", "the slower one, and nobody else"
    assert says(late, "readiness_drill_already")
    world.clock.pass_(timedelta(minutes=20))
    await legal.presses("readiness_button_reply", "CLEGAL")
    await legal.sends(text="Nous vérifions.")
    assert says(
        world.slack.seen("CLEGAL"), "readiness_drill_answered", person="<@UL1>", text="Nous vérifions."
    )
    await communication.presses("readiness_button_pass", "CCOM")
    await communication.sends(department="legal")
    passed = {"person": "<@UC1>", "department": world.department("legal")}
    assert says(world.slack.seen("CCOM"), "readiness_drill_passed", **passed)
    await manager.presses("readiness_button_end", manager.channel)
    taken, answered = (say("readiness_minutes", count=count) for count in (10, 30))
    measured = {"department": world.department("legal"), "taken": taken, "answered": answered}
    assert says(told(manager)[-1], "readiness_drill_line", **measured)
    first, second = await service(world).store.assessments.all()
    assert (second.origin, second.after) == (Origin.DRILL, first.number)
    assert second.levels["crisis_rehearsed"] == 2, "the human resources did nothing"
    await legal.presses("readiness_button_take", "CLEGAL")
    assert says(legal.whispers[-1], "readiness_refused_over")


async def test_a_forgotten_rehearsal_ends_by_itself(world: World) -> None:
    """After two days it is over, and who started it is told once."""
    await assess(world.manager)
    await world.manager.orders(COMMAND, "drill")
    await world.manager.sends(incident="employee_post")
    world.clock.pass_(timedelta(days=2))
    for _ in range(2):
        await look(world)
    ended = [message for message in told(world.manager) if says(message, "readiness_drill_ended")]
    assert len(ended) == 1
    (drill,) = await service(world).store.drills.all()
    assert drill.ended_at is not None
