"""The result of an assessment: explained, shared, exported, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bot.slack.readiness.steps import COMMAND, assess, service, told
from tests.fakes.words import buttons, say, says

if TYPE_CHECKING:
    from tests.fakes.world import World

CONDITIONS = say("readiness_verdict_conditions")


async def test_the_result_is_explained_with_its_working(world: World) -> None:
    """It tells verdict, score, confidence and blockers apart, and that the score is ours."""
    await assess(world.manager, legal_constraints="1", few_customers="0", unit="Ondine")
    shown = told(world.manager)
    assert says(shown, "readiness_headline", verdict=CONDITIONS, score=75)
    assert says(shown, "readiness_because_blocked")
    assert says(shown, "readiness_blocker")
    assert says(shown, "readiness_about", unit="Ondine")
    assert says(shown, "readiness_ours")
    assert says(shown, "readiness_confidence")
    (kept,) = await service(world).store.assessments.all()
    assert (kept.unit, kept.levels["few_customers"]) == ("Ondine", None)


async def test_a_result_is_shared_under_its_managers_name_without_buttons(world: World) -> None:
    """A form says first what will be seen; the channel gets no button and no view of others."""
    manager = world.manager
    await assess(manager, legal_constraints="1")
    await manager.orders(COMMAND, "share")
    assert says(manager.view, "readiness_share_intro")
    await manager.sends(channel="C1")
    (shared,) = world.slack.seen("C1")
    assert says(shared, "shared_by", person="<@UM1>")
    assert says(shared, "readiness_headline", verdict=CONDITIONS, score=75)
    assert buttons(shared) == []
    assert says(told(manager), "shared_done", channel="<#C1>")
    uploaded = [str(call) for call in world.slack.made("files.completeUploadExternal")]
    assert sum("'C1'" in call or '"C1"' in call for call in uploaded) == 1
    assert len(uploaded) == 2, "one with the result, one where it is shared"


async def test_a_private_channel_is_offered_to_its_members_only(world: World) -> None:
    """A result can be shared where Relais is, of private channels in those the manager is in."""
    for name, members in (("CHID", ["UL1"]), ("CMINE", ["UM1"])):
        world.slack.channels.append({"id": name, "name": name.lower(), "is_member": True, "is_private": True})
        world.slack.members[name] = members
    await assess(world.manager)
    await world.manager.orders(COMMAND, "share")
    offered = set(world.manager.offers("channel"))
    assert {"C1", "CMINE"} <= offered
    assert "CHID" not in offered


async def test_units_stand_side_by_side_with_what_is_lived(world: World) -> None:
    """The latest result of each unit is shown, and beside what is declared what was asked."""
    await assess(world.manager, 4)
    await assess(world.manager, 2, unit="Ondine")
    await world.manager.orders(COMMAND, "compare")
    shown = told(world.manager)
    for unit in (say("readiness_whole"), "Ondine"):
        assert says(shown, "readiness_units_line", unit=unit)
    assert says(shown, "readiness_observed")
    assert says(shown, "readiness_observed_line")


async def test_a_report_a_sheet_and_json_without_anybodys_name(world: World) -> None:
    """`/readiness export` uploads three files about the unit; nobody is in them."""
    await assess(world.manager, means_budget="1")
    before = len(world.slack.uploads)
    await world.manager.orders(COMMAND, "export")
    assert says(told(world.manager), "readiness_exported")
    files = world.slack.uploads[before:]
    assert len(files) == 3
    (pdf,) = [file for file in files if b"%PDF" in file]
    (sheet,) = [file for file in files if say("readiness_csv_unit").encode() in file]
    (data,) = [file for file in files if b'"assessments"' in file]
    assert b'"means_budget": 1' in data
    for file in (pdf, sheet, data):
        assert b"UM1" not in file
    assert sheet.count(b"\r\n") >= len(service(world).questionnaire.by_id)


async def test_pictures_say_what_they_show(world: World) -> None:
    """The alternative text of the radar tells the verdict and the level of each dimension."""
    await assess(world.manager)
    asked = world.slack.made("files.getUploadURLExternal")[-1]["alt_txt"]
    assert says(asked, "readiness_headline", verdict=say("readiness_verdict_go"), score=75)
    level = say("readiness_level", level=4, best=5)
    for dimension in service(world).questionnaire.dimensions:
        assert f"{dimension.name.fr} {level}" in asked
    assert world.slack.uploads[-1].count(b"PNG")
