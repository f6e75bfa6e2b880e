"""The assessment in Slack: who may, what is kept, what is shown to whom, and what is never shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from actions.language import Language
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
from actions.readiness.records import ActionState, Origin
from bot.queue.timers import ReadinessTasks
from tests.fakes.payloads import event
from tests.fakes.people import Assessor
from tests.fakes.slack import TEAM
from tests.fakes.understander import understood

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.readiness.acts import ReadinessChoice
    from actions.readiness.service import ReadinessService
    from tests.fakes.world import World

MANAGER_DM = "DM1"


@pytest.fixture
def manager(world: World) -> Assessor:
    """The one whom RELAIS_MANAGERS names."""
    return Assessor(world, "UM1")


def service(world: World) -> ReadinessService:
    """Return the assessments."""
    return world.services.advisor.readiness


def read(world: World, channel: str = MANAGER_DM) -> str:
    """Return everything that stands in a channel."""
    return "\n".join(f"{m['text']} {m['blocks']}" for m in world.slack.seen(channel))


async def test_only_managers_start_and_the_others_hear_who_can(world: World) -> None:
    """A command, a word, a button: who is no manager gets no form, and the names of those who may."""
    employee = Assessor(world, "U1")
    assert "<@UM1>" in await employee.orders()
    assert "<@UM1>" in await employee.orders("results")
    assert not world.slack.made("views.open")
    await employee.presses("readiness:start:0:", "C1", "3.0")
    assert "<@UM1>" in str(employee.view["blocks"])
    assert not employee.inputs


async def test_a_page_is_kept_and_the_assessment_resumed(manager: Assessor) -> None:
    """Leave after two pages, come back: the third one is shown, and the earlier answers are marked."""
    await manager.orders()
    assert await manager.fills(pages=2) == 2
    await manager.orders()
    assert "3 sur 7" in str(manager.view["blocks"])
    assert "là où vous en étiez" in str(manager.view["blocks"])
    await manager.goes_back()
    marked = [block["element"]["initial_option"]["value"] for block in manager.inputs]
    assert marked == ["4"] * len(manager.inputs)
    await manager.orders("new")
    assert "1 sur 7" in str(manager.view["blocks"])


async def test_an_assessment_begun_ends_after_a_week(manager: Assessor, redis: Redis) -> None:
    """What is begun has seven days from its last page."""
    await manager.orders()
    await manager.fills(pages=1)
    (key,) = [key async for key in redis.scan_iter("relais:person:*:readiness:own")]
    assert timedelta(days=7) - timedelta(minutes=1) < timedelta(seconds=await redis.ttl(key))


async def test_a_question_without_an_answer_comes_back(manager: Assessor) -> None:
    """Nothing is taken for an answer: each question that was left out is marked."""
    await manager.orders()
    answer = await manager.sends(few_customers="3")
    assert answer["response_action"] == "errors"
    assert len(answer["errors"]) == 4


async def test_the_result_is_explained_with_its_working(world: World, manager: Assessor) -> None:
    """Verdict, score, three sentences, confidence, blockers apart, and that the score is ours."""
    await manager.orders()
    await manager.fills(4, special={"legal_constraints": "1", "few_customers": "0", "unit": "Ondine"})
    told = read(world)
    assert "Allez-y, sous conditions · 75 sur 100" in told
    assert "À régler d’abord" in told
    assert "Ondine" in told
    assert "aucune source n’en donne" in told
    assert "Confiance" in told
    (kept,) = await service(world).store.assessments.all()
    assert (kept.unit, kept.levels["few_customers"]) == ("Ondine", None)


async def test_finishing_twice_keeps_one(world: World, manager: Assessor) -> None:
    """The last page sent again adds nothing: what was begun is finished."""
    await manager.orders()
    await manager.fills(4, pages=6)
    last = dict(manager.view)
    await manager.fills(4)
    manager.view = last
    await manager.fills(4)
    assert len(await service(world).store.assessments.all()) == 1
    assert "terminée" in str(manager.view["blocks"])


async def test_help_and_wrong_words_are_answered_kindly(world: World, manager: Assessor) -> None:
    """`/readiness help`, and words that nobody knows, list what can be done."""
    await manager.orders("tournesol")
    assert "Je ne connais pas « tournesol »" in read(world).replace("\u00a0", " ")
    assert "/readiness inviter" in read(world)


async def test_before_any_assessment_every_order_says_so(world: World, manager: Assessor) -> None:
    """Results, export, compare and invitations need one; the answer names the way to it."""
    for order in ("results", "export", "compare"):
        await manager.orders(order)
    for order in ("invite", "share"):
        await manager.orders(order)
        assert "Commencez avec /readiness" in str(manager.view["blocks"])
    assert read(world).count("Commencez avec /readiness.") >= 3


async def assessed(manager: Assessor, level: int = 4, **special: str) -> None:
    """Let the manager take the assessment to its end."""
    await manager.orders("new")
    await manager.fills(level, special=special)


async def test_a_gap_is_shown_once_enough_have_answered(world: World, manager: Assessor) -> None:
    """Three answer alone; before that nothing can be closed; afterwards nobody can add to it."""
    await assessed(manager)
    await manager.orders("invite")
    await manager.sends(departments="legal communication", people="@employee")
    assert "readiness:answer:1:legal" in read(world, "CLEGAL")
    assert "readiness:answer:1:" in read(world, "D1")
    for place, user in enumerate(("U1", "UL1", "UC1")):
        await manager.presses("readiness:close:1:", MANAGER_DM, f"{place}.5")
        assert f"{place} réponse(s)" in read(world)
        other = Assessor(world, user)
        await other.presses("readiness:answer:1:legal", "CLEGAL", "9.0")
        await other.fills(2, special={"department": "legal"})
    await manager.presses("readiness:close:1:", MANAGER_DM, "7.0")
    assert "Où les avis diffèrent (3 réponses)" in read(world)
    late = Assessor(world, "UL2")
    await late.presses("readiness:answer:1:legal", "CLEGAL", "9.1")
    assert not late.inputs
    assert "définitif" in str(late.view["blocks"])


async def test_nobody_answers_twice_nor_for_themselves(world: World, manager: Assessor) -> None:
    """A person's view counts once; the manager's is the assessment's own."""
    await assessed(manager)
    await manager.orders("invite")
    await manager.sends(departments="legal", people="")
    other = Assessor(world, "UL1")
    await other.presses("readiness:answer:1:legal", "CLEGAL", "9.0")
    await other.fills(2)
    await other.presses("readiness:answer:1:legal", "CLEGAL", "9.0")
    assert "déjà donné votre avis" in str(other.view["blocks"])
    await manager.presses("readiness:answer:1:legal", "CLEGAL", "9.0")
    assert not manager.inputs


async def test_no_view_is_tied_to_a_person(world: World, manager: Assessor, redis: Redis) -> None:
    """Once a view is given, nothing in Redis holds it beside the one who gave it."""
    await assessed(manager)
    await manager.orders("invite")
    await manager.sends(departments="legal", people="")
    other = Assessor(world, "UL1")
    await other.presses("readiness:answer:1:legal", "CLEGAL", "9.0")
    await other.fills(1)
    for key in [key async for key in redis.scan_iter("relais:readiness:*")]:
        if await redis.type(key) == "string":
            assert "UL1" not in str(await redis.get(key)), key
    assert [key async for key in redis.scan_iter("relais:person:*UL1*readiness*")] == []
    (survey,) = await service(world).store.surveys.all()
    assert (
        json.dumps([response.answers for response in survey.responses]).count('"leadership_sponsor", 1') == 1
    )


async def test_an_unknown_name_is_told_beside_the_field(manager: Assessor) -> None:
    """An invitation to somebody who is not there goes to nobody."""
    await assessed(manager)
    await manager.orders("invite")
    answer = await manager.sends(departments="", people="@tournesol")
    assert "@tournesol" in answer["errors"]["people"]
    assert "people" in (await manager.sends(departments="", people=""))["errors"]


async def test_a_result_is_shared_under_its_managers_name_without_buttons(
    world: World, manager: Assessor
) -> None:
    """A form says first what will be seen; the channel gets no button and no view of others."""
    await assessed(manager, legal_constraints="1")
    await manager.orders("share")
    assert "Tout le canal verra" in str(manager.view["blocks"])
    await manager.sends(channel="C1")
    shared = read(world, "C1")
    assert "<@UM1>" in shared
    assert "75 sur 100" in shared
    assert "readiness:plan" not in shared
    uploaded = [str(call) for call in world.slack.made("files.completeUploadExternal")]
    assert sum("'C1'" in call or '"C1"' in call for call in uploaded) == 1
    assert len(uploaded) == 2, "one with the result, one where it is shared"


async def test_an_action_is_handed_to_its_department_and_reminded_of(world: World, manager: Assessor) -> None:
    """Accepted, it opens a case; a week before and on the day its people hear of it, once each."""
    await assessed(manager, means_budget="1")
    await manager.presses("readiness:plan:1:", MANAGER_DM, "3.0")
    assert "readiness:accept:1:means_budget" in read(world)
    await manager.presses("readiness:accept:1:means_budget", MANAGER_DM, "3.1")
    due = world.clock.now().date() + timedelta(days=30)
    await manager.sends(
        words="Un budget d’essai", department="legal", person="T1:UL1", due=due.isoformat(), who="department"
    )
    (action,) = await service(world).store.actions.all()
    assert (action.item, action.level, action.due, action.person) == ("means_budget", 1, due, f"{TEAM}:UL1")
    assert action.case == 1
    assert "Un budget d’essai" in read(world, "CLEGAL")
    tasks = ReadinessTasks(world.bot.services, world.bot.outbox)
    said = []
    for days in (22, 1, 1, 6, 1):
        world.clock.pass_(timedelta(days=days))
        for _ in range(2):
            await tasks.look()
            await world.settle()
        told = [message["text"] for message in world.slack.seen("DL1")]
        said.append(sum("Dans une semaine" in text or "C’est aujourd’hui" in text for text in told))
    assert said == [0, 1, 1, 2, 2]
    world.clock.pass_(timedelta(hours=12))
    assert "readiness:again:1:" in read(world)
    assert "readiness:again:1:" not in read(world, "DL1")


async def test_at_the_date_only_those_items_are_asked_and_the_trend_names_the_action(
    world: World, manager: Assessor
) -> None:
    """Ask again: one question. The rest is as before, and the action stands behind the change."""
    await assessed(manager, means_budget="1", means_time="2")
    await manager.presses("readiness:accept:1:means_budget", MANAGER_DM, "3.1")
    await manager.sends(
        words="Un budget", department="legal", person="none", due="2026-12-01", who="ourselves"
    )
    world.clock.pass_(timedelta(days=8))
    await manager.presses("readiness:again:1:", MANAGER_DM, "3.2")
    assert [block["block_id"] for block in manager.inputs] == ["means_budget"]
    await manager.fills(4)
    first, second = await service(world).store.assessments.all()
    assert (second.origin, second.after, second.asked) == (Origin.AGAIN, first.number, ("means_budget",))
    assert {k: v for k, v in second.levels.items() if k != "means_budget"} == {
        k: v for k, v in first.levels.items() if k != "means_budget"
    }
    assert "1 → 4, action n° 1" in read(world).replace("\u00a0", " ")
    (action,) = await service(world).store.actions.all()
    assert action.state is ActionState.DONE


async def test_asked_again_without_progress_an_action_goes_on(world: World, manager: Assessor) -> None:
    """The level did not rise: the action stays open with a new date."""
    await assessed(manager, means_budget="1")
    await manager.presses("readiness:accept:1:means_budget", MANAGER_DM, "3.1")
    await manager.sends(
        words="Un budget", department="legal", person="none", due="2026-12-01", who="ourselves"
    )
    world.clock.pass_(timedelta(days=8))
    await manager.presses("readiness:again:1:", MANAGER_DM, "3.2")
    await manager.fills(1)
    (action,) = await service(world).store.actions.all()
    assert action.state is ActionState.OPEN
    assert action.due > date(2027, 2, 1)


async def test_actions_are_listed_settled_and_dropped_once(world: World, manager: Assessor) -> None:
    """`/readiness actions` shows them; one that is settled cannot be settled again."""
    await assessed(manager, means_budget="1")
    await manager.presses("readiness:accept:1:means_budget", MANAGER_DM, "3.1")
    await manager.sends(
        words="Un budget", department="legal", person="none", due="2026-12-01", who="ourselves"
    )
    await manager.orders("actions")
    assert "pour le 1er décembre 2026" in read(world)
    await manager.presses("readiness:done:1:", MANAGER_DM, "4.0")
    await manager.presses("readiness:drop:1:", MANAGER_DM, "4.0")
    (action,) = await service(world).store.actions.all()
    assert action.state is ActionState.DONE
    assert "déjà close" in read(world) + str(world.slack.made("chat.postEphemeral"))


async def test_units_stand_side_by_side_with_what_is_lived(world: World, manager: Assessor) -> None:
    """The latest of each unit; few questions are not counted out, since they may be one person's."""
    await assessed(manager, 4)
    await assessed(manager, 2, unit="Ondine")
    await manager.orders("compare")
    told = read(world)
    assert "Toute l’organisation*" in told
    assert "*Ondine*" in told
    assert "déclaré" in told


async def test_a_rehearsal_is_marked_measured_and_counts(world: World, manager: Assessor) -> None:
    """A fictional incident goes out marked as such; what departments did sets the rehearsed item's level."""
    await assessed(manager, crisis_rehearsed="1")
    await manager.orders("drill")
    await manager.sends(incident="employee_post")
    for channel in ("CLEGAL", "CCOM"):
        assert "EXERCICE" in read(world, channel)
    legal, com = Assessor(world, "UL1"), Assessor(world, "UC1")
    world.clock.pass_(timedelta(minutes=10))
    await legal.presses("readiness:take:1:legal", "CLEGAL", "9.0")
    await Assessor(world, "UL2").presses("readiness:take:1:legal", "CLEGAL", "9.0")
    late = [m for m in world.slack.made("chat.postEphemeral") if "déjà fait" in m["text"]]
    assert [m["user"] for m in late] == ["UL2"], "the slower one, and nobody else"
    world.clock.pass_(timedelta(minutes=20))
    await legal.presses("readiness:reply:1:legal", "CLEGAL", "9.0")
    await legal.sends(text="Nous vérifions.")
    await com.presses("readiness:pass:1:communication", "CCOM", "9.0")
    await com.sends(department="legal")
    await manager.presses("readiness:end:1:", MANAGER_DM, "5.0")
    told = read(world)
    assert "pris en charge 10 min, répondu 30 min" in told
    first, second = await service(world).store.assessments.all()
    assert (second.origin, second.after) == (Origin.DRILL, first.number)
    assert second.levels["crisis_rehearsed"] == 2, "the human resources did nothing"
    await legal.presses("readiness:take:1:legal", "CLEGAL", "9.2")
    assert "terminé" in str(world.slack.made("chat.postEphemeral"))


async def test_a_forgotten_rehearsal_ends_by_itself(world: World, manager: Assessor) -> None:
    """After two days it is over, and who started it is told once."""
    await assessed(manager)
    await manager.orders("drill")
    await manager.sends(incident="employee_post")
    tasks = ReadinessTasks(world.bot.services, world.bot.outbox)
    world.clock.pass_(timedelta(days=2))
    for _ in range(2):
        await tasks.look()
        await world.settle()
    ended = [message for message in world.slack.seen(MANAGER_DM) if "Exercice terminé" in message["text"]]
    assert len(ended) == 1
    (drill,) = await service(world).store.drills.all()
    assert drill.ended_at is not None


async def test_a_managers_buttons_are_no_use_to_anybody_else(world: World, manager: Assessor) -> None:
    """Whatever button reaches another person, managers' business stays theirs."""
    await assessed(manager)
    employee = Assessor(world, "U1")
    forms = set(ReadinessForm) - {ReadinessForm.ANSWER, ReadinessForm.PASS, ReadinessForm.REPLY}
    choices: tuple[ReadinessChoice, ...] = (
        *(ShowAssessment(1), ShowPlan(1), ListActions(), MarkActionDone(1), DropAction(1)),
        *(CloseSurvey(1), CompareUnits(), ExportAssessment(1), EndDrill(1)),
        *(OpenReadinessForm(form, 1) for form in sorted(forms)),
    )
    for choice in choices:
        before = len(world.slack.seen("D1"))
        await employee.presses(encode(choice), "D1", "8.0")
        said = str(world.slack.seen("D1")[before:]) + str(employee.view.get("blocks", ""))
        assert "<@UM1>" in said, choice
        assert "75 sur 100" not in said


async def test_the_home_of_a_manager_shows_where_the_assessment_stands(
    world: World, manager: Assessor
) -> None:
    """The last verdict, and the ways on; nobody else's home says a word of it."""
    await assessed(manager)
    for user in ("UM1", "U1"):
        await world.send(event(type="app_home_opened", user=user, tab="home"))
    mine, others = (str(call["view"]) for call in world.slack.made("views.publish")[-2:])
    assert "75 sur 100" in mine
    assert "readiness:start" in mine
    assert "readiness" not in others


async def test_words_and_the_shortcut_lead_to_the_same_form(world: World, manager: Assessor) -> None:
    """« sommes-nous prêts ? » gets a button, since a text opens no form; the global shortcut opens it."""
    world.understander.script["sommes-nous prêts ?"] = understood("start_readiness")
    await world.says("UM1", "sommes-nous prêts ?", MANAGER_DM)
    assert "readiness:start:0:" in read(world)
    await world.send(
        {
            "type": "shortcut",
            "callback_id": "readiness",
            "team": {"id": TEAM},
            "user": {"id": "UM1"},
            "trigger_id": "t",
            "api_app_id": "A1",
            "action_ts": "1",
        }
    )
    assert "1 sur 7" in str(world.slack.made("views.open")[-1]["view"])
    await manager.presses("readiness:start:0:", MANAGER_DM, "3.0")
    assert len(manager.inputs) == 6


async def test_english_is_spoken_throughout(world: World, manager: Assessor) -> None:
    """Pages, result, plan, actions and refusals, in the language of the one who asks."""
    for user in ("UM1", "U1"):
        await world.services.advisor.memories.people.set_language(f"{TEAM}:{user}", Language.EN)
    await assessed(manager, means_budget="1", legal_constraints="1")
    assert "Done, thank you" in str(manager.view["blocks"])
    assert "To settle first" in read(world)
    await manager.presses("readiness:plan:1:", MANAGER_DM, "3.0")
    assert "What would move the score most" in read(world)
    await manager.orders("compare")
    assert "What is declared beside what is lived" in read(world)
    assert "Only managers" in await Assessor(world, "U1").orders()


async def test_a_report_a_sheet_and_json_without_anybodys_name(world: World, manager: Assessor) -> None:
    """`/readiness export` uploads three files about the unit; nobody is in them."""
    await assessed(manager, means_budget="1")
    before = len(world.slack.uploads)
    await manager.orders("export")
    files = world.slack.uploads[before:]
    assert len(files) == 3
    (pdf,) = [file for file in files if b"%PDF" in file]
    (sheet,) = [file for file in files if "entité".encode() in file]
    (data,) = [file for file in files if b'"assessments"' in file]
    assert b'"means_budget": 1' in data
    for file in (pdf, sheet, data):
        assert b"UM1" not in file
    assert sheet.count(b"\r\n") >= len(service(world).questionnaire.by_id)


async def test_pictures_say_what_they_show(world: World, manager: Assessor) -> None:
    """The radar comes with the result, and its alternative text tells the verdict and every level."""
    await assessed(manager)
    (asked,) = [str(call) for call in world.slack.made("files.getUploadURLExternal")][-1:]
    assert "Allez-y" in asked
    assert "Direction 4 sur 5" in asked
    assert world.slack.uploads[-1].count(b"PNG")


async def test_a_private_channel_is_offered_to_its_members_only(world: World, manager: Assessor) -> None:
    """Where to share: channels that Relais is in, and of the private ones those the manager is in."""
    for name, members in (("CHID", ["UL1"]), ("CMINE", ["UM1"])):
        world.slack.channels.append({"id": name, "name": name.lower(), "is_member": True, "is_private": True})
        world.slack.members[name] = members
    await assessed(manager)
    await manager.orders("share")
    (where,) = manager.inputs
    offered = {option["value"] for option in where["element"]["options"]}
    assert {"C1", "CMINE"} <= offered
    assert "CHID" not in offered
