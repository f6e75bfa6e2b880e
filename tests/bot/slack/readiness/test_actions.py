"""Actions on weak items: accepted, reminded of, measured, settled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from actions.readiness.records import ActionState, Origin
from tests.bot.slack.readiness.steps import COMMAND, accept, assess, look, service, told
from tests.fakes.words import buttons, say, says

if TYPE_CHECKING:
    from tests.fakes.world import World


async def test_an_action_is_handed_to_its_department_and_reminded_of(world: World) -> None:
    """It opens a case; a week before and on the day its people hear of it, once each."""
    manager, legal = world.manager, world.legal
    await assess(manager, legal_rules="1")
    due = world.clock.now().date() + timedelta(days=30)
    own = {"words": "Un budget d’essai", "due": due.isoformat()}
    await accept(manager, "legal_rules", person=legal.id, who="department", **own)
    (action,) = await service(world).store.actions.all()
    assert (action.item, action.level, action.due, action.person) == ("legal_rules", 1, due, legal.id)
    assert action.case == 1
    assert "Un budget d’essai" in str(world.slack.seen("CLEGAL"))
    heard = []
    for days in (22, 1, 1, 6, 1):
        world.clock.pass_(timedelta(days=days))
        for _ in range(2):
            await look(world)
        reminders = [
            message
            for message in told(legal)
            if says(message, "readiness_reminder_soon") or says(message, "readiness_reminder_due")
        ]
        heard.append(len(reminders))
    assert heard == [0, 1, 1, 2, 2]
    again = say("readiness_button_again")
    assert again in [label for label, _ in buttons(told(manager)[-1])]
    assert again not in [label for label, _ in buttons(told(legal))]


async def test_at_the_date_only_those_items_are_asked_and_the_trend_names_the_action(world: World) -> None:
    """Asked again is one question: the rest is as before, and the action stands behind the change."""
    manager = world.manager
    await assess(manager, means_budget="1", means_time="2")
    await accept(manager, "means_budget")
    world.clock.pass_(timedelta(days=8))
    await manager.orders(COMMAND, "actions")
    await manager.presses("readiness_button_again", manager.channel)
    assert list(manager.inputs) == ["means_budget"]
    await manager.answers(4)
    first, second = await service(world).store.assessments.all()
    assert (second.origin, second.after, second.asked) == (Origin.AGAIN, first.number, ("means_budget",))
    assert {k: v for k, v in second.levels.items() if k != "means_budget"} == {
        k: v for k, v in first.levels.items() if k != "means_budget"
    }
    assert says(told(manager)[-1], "readiness_moved_step", before=1, after=4, number=1)
    (action,) = await service(world).store.actions.all()
    assert action.state is ActionState.DONE


async def test_asked_again_without_progress_an_action_goes_on(world: World) -> None:
    """Where the level did not rise, the action stays open with a new date."""
    manager = world.manager
    await assess(manager, means_budget="1")
    await accept(manager, "means_budget")
    world.clock.pass_(timedelta(days=8))
    await manager.orders(COMMAND, "actions")
    await manager.presses("readiness_button_again", manager.channel)
    await manager.answers(1)
    (action,) = await service(world).store.actions.all()
    assert action.state is ActionState.OPEN
    assert action.due > date(2027, 2, 1)


async def test_actions_are_listed_settled_and_dropped_once(world: World) -> None:
    """`/readiness actions` shows them; one that is settled cannot be settled again."""
    manager = world.manager
    await assess(manager, means_budget="1")
    await accept(manager, "means_budget")
    await manager.orders(COMMAND, "actions")
    step = {"who": world.department("legal"), "due": "1er décembre 2026"}
    assert says(told(manager)[-1], "readiness_step", **step)
    await manager.presses("readiness_button_done", manager.channel)
    assert says(told(manager)[-1], "readiness_settled_done", number=1)
    await manager.presses("readiness_button_drop", manager.channel)
    assert says(told(manager)[-1], "readiness_refused_settled")
    (action,) = await service(world).store.actions.all()
    assert action.state is ActionState.DONE
