"""Who may assess: managers alone, by whatever way they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.readiness.acts import (
    CloseSurvey,
    CompareUnits,
    DropAction,
    EndDrill,
    ExportAssessment,
    ListActions,
    MarkActionDone,
    OpenReadinessForm,
    ReadinessForm,
    ShowAssessment,
    ShowPlan,
)
from actions.readiness.choices import encode
from tests.bot.slack.readiness.steps import COMMAND, assess, choices, told
from tests.fakes.understander import understood
from tests.fakes.words import ENGLISH, say, says

if TYPE_CHECKING:
    from actions.readiness.acts import ReadinessChoice
    from tests.fakes.world import World


async def test_only_managers_start_and_the_others_hear_who_can(world: World) -> None:
    """Who is no manager gets no form by a command, a word or a button, but the names of those who may."""
    employee = world.employee
    assert says(await employee.orders(COMMAND), "refused_managers", people="<@UM1>")
    assert not await employee.orders(COMMAND, "results")
    assert says(told(employee), "refused_managers", people="<@UM1>")
    assert not world.slack.made("views.open")
    await employee.presses_line("readiness:start:0:", "C1", "3.0")
    assert says(employee.view, "refused_managers", people="<@UM1>")
    assert not employee.inputs


async def test_a_managers_buttons_are_no_use_to_anybody_else(world: World) -> None:
    """Whatever button reaches another person, they read who may, and nothing of the assessment."""
    await assess(world.manager)
    employee = world.employee
    forms = set(ReadinessForm) - {ReadinessForm.ANSWER, ReadinessForm.PASS, ReadinessForm.REPLY}
    pressed: tuple[ReadinessChoice, ...] = (
        *(ShowAssessment(1), ShowPlan(1), ListActions(), MarkActionDone(1), DropAction(1)),
        *(CloseSurvey(1), CompareUnits(), ExportAssessment(1), EndDrill(1)),
        *(OpenReadinessForm(form, 1) for form in sorted(forms)),
    )
    for choice in pressed:
        before = len(told(employee))
        employee.view = {}
        await employee.presses_line(encode(choice), employee.channel, "8.0")
        shown = [*told(employee)[before:], employee.view]
        assert says(shown, "refused_managers", people="<@UM1>"), choice
        assert not says(shown, "readiness_headline", score=75)


async def test_the_home_of_a_manager_shows_where_the_assessment_stands(world: World) -> None:
    """It shows the last verdict and the ways on; nobody else's home says a word of it."""
    await assess(world.manager)
    mine = await world.manager.opens_home()
    assert says(mine, "readiness_headline", verdict=say("readiness_verdict_go"), score=75)
    assert OpenReadinessForm(ReadinessForm.START) in choices(mine)
    assert "readiness" not in str(await world.employee.opens_home())


async def test_words_and_the_shortcut_lead_to_the_same_form(world: World) -> None:
    """« sommes-nous prêts ? » gets a button, since a message opens no form; the global shortcut opens it."""
    manager = world.manager
    world.understander.script["sommes-nous prêts ?"] = understood("start_readiness")
    await manager.writes("sommes-nous prêts ?", manager.channel)
    await manager.uses("readiness")
    assert says(manager.view, "readiness_progress", page=1, pages=7)
    manager.view = {}
    await manager.presses("readiness_button_start", manager.channel)
    assert says(manager.view, "readiness_progress", page=1, pages=7)


async def test_unknown_words_are_answered_with_the_guide(world: World) -> None:
    """Words that nobody knows are named, and what can be done is listed."""
    await world.manager.orders(COMMAND, "tournesol")
    assert says(told(world.manager), "readiness_wrong", words="tournesol")
    assert says(told(world.manager), "readiness_help_invite")


async def test_of_many_unknown_words_the_beginning_is_said_back(world: World) -> None:
    """Slack takes 40,000 characters after a command; they are no five messages."""
    await world.manager.orders(COMMAND, "tournesol " * 4000)
    (guide,) = told(world.manager)
    assert says(guide, "readiness_wrong", words=("tournesol " * 10) + "…")
    assert says(guide, "readiness_help_invite")


async def test_before_any_assessment_every_order_says_so(world: World) -> None:
    """Results, export, compare and invitations need one; the answer names the way to it."""
    manager = world.manager
    for order in ("results", "export", "compare"):
        await manager.orders(COMMAND, order)
    for order in ("invite", "share"):
        manager.view = {}
        await manager.orders(COMMAND, order)
        assert says(manager.view, "readiness_refused_nothing")
    assert [says(message, "readiness_refused_nothing") for message in told(manager)] == [True] * 3


async def test_english_is_spoken_throughout(world: World) -> None:
    """Pages, result, plan, comparison and refusals are in the language of the one who asks."""
    manager, employee = world.manager, world.employee
    for person in (manager, employee):
        await world.services.advisor.memories.people.set_language(person.id, ENGLISH.language)
    await assess(manager, means_budget="1", legal_constraints="1")
    assert ENGLISH.says(manager.view, "readiness_finished")
    assert ENGLISH.says(told(manager), "readiness_blocker")
    await manager.presses("readiness_button_plan", manager.channel)
    assert ENGLISH.says(told(manager), "readiness_plan")
    await manager.orders(COMMAND, "compare")
    assert ENGLISH.says(told(manager), "readiness_observed")
    assert ENGLISH.says(await employee.orders(COMMAND), "refused_managers", people="<@UM1>")
