"""Cases in Slack: what each side sees and never sees, and the faults of a workspace that lives."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.case import Side, State
from actions.cases.events import RELAIS
from tests.fakes.slack import TEAM
from tests.fakes.understander import understood

if TYPE_CHECKING:
    from tests.fakes.world import World

SECRET = "strictement entre nous"


async def test_a_request_shows_on_both_sides(world: World) -> None:
    """A card in the department's channel, and one in the requester's thread with what is promised."""
    case = await world.opened("peut-on publier <ceci> ? appelez le 06 12 34 56 78")
    (card,) = await world.thread(case.number, Side.DEPARTMENT)
    assert "<@U1>" in card
    assert "publier &lt;ceci&gt; ? appelez le [tel]" in card
    mine = (await world.thread(case.number, Side.REQUESTER))[0]
    assert "Personne ne l’a encore prise." in mine
    assert "aujourd’hui à 15:30" in mine, "four working hours from ten o'clock, with lunch between"


async def test_the_form_comes_filled_in(world: World) -> None:
    """The department of the topic answered, the question asked; each can be changed."""
    world.understander.script["qui modère nos avis ?"] = understood("moderation")
    thread = await world.says("U1", "<@URELAIS> qui modère nos avis ?", "C1")
    await world.press("U1", "human:", "C1", thread)
    initial = {b["block_id"]: b["element"] for b in world.form["blocks"]}
    assert initial["text"]["initial_value"] == "qui modère nos avis ?"
    proposed = initial["department"]["initial_option"]["value"]
    assert proposed == world.cases.library.topics["moderation"].owner


async def test_only_the_presser_who_was_slower_is_told(world: World) -> None:
    """Two press « Je prends »: one has it; the other hears who, and nobody else does."""
    case = await world.opened()
    await world.press("UL1", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    await world.press("UL2", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    assert (await world.case(case.number)).holder == f"{TEAM}:UL1"
    told = [m for m in world.slack.made("chat.postEphemeral") if "plus rapide" in m["text"]]
    assert [m["user"] for m in told] == ["UL2"]
    assert "<@UL1> s’en occupe" in (await world.thread(case.number, Side.DEPARTMENT))[0]
    assert "<@UL1> s’en occupe" in (await world.thread(case.number, Side.REQUESTER))[0]


async def test_internal_talk_never_crosses(world: World) -> None:
    """Talk in the card's thread, a reason, a lesson, an unsent edit: none of it reaches the requester."""
    case = await world.opened()
    place = await world.threads.get(case.number, Side.DEPARTMENT)
    assert place is not None
    await world.says("UL1", f"{SECRET} un", "CLEGAL", place.thread)
    await world.says("UL2", f"{SECRET} deux", "CLEGAL", place.thread)
    sent = await world.says("UL1", "Oui, avec une mention.", "CLEGAL", place.thread)
    message = {"ts": sent, "thread_ts": place.thread, "user": "UL1", "text": "Oui, avec une mention."}
    await world.shortcut("UL1", "answer_requester", "CLEGAL", message)
    edited = {**message, "text": f"Oui. {SECRET} trois"}
    await world.send(_edited("CLEGAL", edited))
    await world.press("UL1", f"case:fill:not_ours:{case.number}:legal", "CLEGAL", place.message)
    await world.submit("UL1", department="communication", text=f"{SECRET} quatre")
    seen = " ".join(await world.thread(case.number, Side.REQUESTER))
    assert "Oui, avec une mention." in seen
    assert "a transmis votre demande" in seen
    assert SECRET not in seen
    assert SECRET not in str(world.slack.seen("C1"))
    assert f"{SECRET} quatre" in " ".join(await world.thread(case.number, Side.DEPARTMENT))


def _edited(channel: str, message: dict[str, str]) -> dict[str, object]:
    inner = {
        "type": "message", "subtype": "message_changed", "channel": channel, "ts": "900.0",
        "event_ts": f"900.{len(message['text'])}", "message": message,
    }  # fmt: skip
    return {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "E", "event": inner}


async def test_an_edit_of_the_department_crosses_when_it_says_so(world: World) -> None:
    """The editor is asked in private; « Envoyer la correction » changes what the requester reads."""
    case = await world.opened()
    place = await world.threads.get(case.number, Side.DEPARTMENT)
    assert place is not None
    message = {"ts": "77.0", "thread_ts": place.thread, "user": "UL1", "text": "Non."}
    await world.shortcut("UL1", "answer_requester", "CLEGAL", message)
    await world.send(_edited("CLEGAL", {**message, "text": "Oui, finalement."}))
    asked = world.slack.made("chat.postEphemeral")[-1]
    assert (asked["user"], "modifié" in asked["text"]) == ("UL1", True)
    assert "Non." in " ".join(await world.thread(case.number, Side.REQUESTER))
    await world.press("UL1", "case:send_edit:CLEGAL:77.0", "CLEGAL", "78.0")
    seen = " ".join(await world.thread(case.number, Side.REQUESTER))
    assert "Oui, finalement." in seen
    assert "Non." not in seen


async def test_what_the_requester_writes_edits_and_deletes_follows(world: World) -> None:
    """A reply goes to the card's thread with a mark; an edit changes the copy, a deletion marks it."""
    case = await world.opened()
    place = await world.threads.get(case.number, Side.REQUESTER)
    assert place is not None
    ts = await world.says("U1", "il y a aussi une vidéo", "C1", place.thread)
    assert world.slack.made("reactions.add")[-1]["timestamp"] == ts
    edited = {"ts": ts, "thread_ts": place.thread, "user": "U1", "text": "il y a aussi deux vidéos"}
    await world.send(_edited("C1", edited))
    assert "deux vidéos" in " ".join(await world.thread(case.number, Side.DEPARTMENT))
    deleted = {
        "type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "901.0", "event_ts": "901.0",
        "deleted_ts": ts, "previous_message": edited,
    }  # fmt: skip
    await world.send(
        {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "E", "event": deleted}
    )
    seen = " ".join(await world.thread(case.number, Side.DEPARTMENT))
    assert "deux vidéos" not in seen
    assert "supprimé par son auteur" in seen


async def test_files_cross_with_the_message(world: World) -> None:
    """They are fetched with our token and uploaded to the other thread; one that cannot be is named."""
    case = await world.opened()
    place = await world.threads.get(case.number, Side.REQUESTER)
    assert place is not None
    base = world.slack.url.replace("/api/", "/file/")
    files = [
        {"id": "F1", "name": "photo.png", "url_private_download": f"{base}photo.png", "size": 20},
        {"id": "F2", "name": "film.mov", "url_private_download": f"{base}film.mov", "size": 10**9},
    ]
    await world.says("U1", "voici", "C1", place.thread, files=files, subtype="file_share")
    assert world.slack.fetched == ["Bearer xoxb-1"]
    assert world.slack.uploads == [b"content of photo.png"]
    assert "film.mov" in (await world.thread(case.number, Side.DEPARTMENT))[-1]


async def test_others_in_the_requesters_thread_are_not_passed_on(world: World) -> None:
    """What colleagues say to one another stays where it is."""
    case = await world.opened()
    place = await world.threads.get(case.number, Side.REQUESTER)
    assert place is not None
    await world.says("UM1", f"{SECRET} cinq", "C1", place.thread)
    assert SECRET not in " ".join(await world.thread(case.number, Side.DEPARTMENT))


async def test_a_private_request_is_answered_in_private(world: World) -> None:
    """Asked in a channel, answered to the requester alone; the channel sees nothing of it."""
    await world.press("U1", "human:legal", "C1", "50.0")
    await world.submit("U1", text="une affaire délicate", audience="private")
    (number,) = await world.cases.store.of_person(f"{TEAM}:U1")
    place = await world.threads.get(number, Side.REQUESTER)
    assert place is not None
    assert place.channel == "D1"
    await world.press("UL1", f"case:fill:tell:{number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", text="venez me voir")
    assert "venez me voir" in str(world.slack.seen("D1", place.thread))
    assert "délicate" not in str(world.slack.seen("C1"))
    await world.says("U1", "à quelle heure ?", "D1", place.thread)
    assert "à quelle heure" in " ".join(await world.thread(number, Side.DEPARTMENT))


async def test_the_command_opens_the_form_and_stands_alone(world: World) -> None:
    """`/escalate` has no thread: two of them are two requests."""
    for text in ("premier sujet", "second sujet"):
        await world.send(
            {
                "command": "/escalate",
                "text": text,
                "team_id": TEAM,
                "user_id": "U1",
                "channel_id": "C1",
                "trigger_id": "9",
                "response_url": "",
                "user_name": "u",
            }
        )
        assert text in str(world.form)
        await world.submit("U1", department="legal")
    assert len(await world.cases.store.of_person(f"{TEAM}:U1")) == 2


async def test_a_second_request_in_the_thread_is_joined(world: World) -> None:
    """The same person, the same thread: the words are added, and they are told so."""
    case = await world.opened()
    place = await world.threads.get(case.number, Side.REQUESTER)
    assert place is not None
    await world.press("U1", "human:legal", "C1", place.thread)
    await world.submit("U1", text="et autre chose")
    assert list(await world.cases.store.of_person(f"{TEAM}:U1")) == [case.number]
    assert "et autre chose" in (await world.thread(case.number, Side.DEPARTMENT))[-1]
    assert "Vous avez déjà ici la demande" in str(world.slack.seen("C1"))


async def test_the_shortcut_escalates_any_message(world: World) -> None:
    """The form holds the message's words, and the request lives in its thread."""
    message = {"ts": "60.0", "user": "UM1", "text": "qui relit ce contrat ?"}
    await world.shortcut("U1", "escalate_message", "C1", message)
    assert "qui relit ce contrat" in str(world.form)
    await world.submit("U1", department="legal")
    (number,) = await world.cases.store.of_person(f"{TEAM}:U1")
    place = await world.threads.get(number, Side.REQUESTER)
    assert place is not None
    assert place.thread == "60.0"


async def test_an_empty_reason_comes_back(world: World) -> None:
    """« Pas pour nous » wants a reason: the form says so, and nothing happens."""
    case = await world.opened()
    await world.press("UL1", f"case:fill:not_ours:{case.number}:legal", "CLEGAL", "9.0")
    response = await world.submit("UL1", department="communication", text="  ")
    assert "Merci d’écrire" in json.loads(response.body)["errors"]["text"]
    assert (await world.case(case.number)).department == "legal"


async def test_a_press_on_an_old_card_says_where_it_is(world: World) -> None:
    """The card of a department that passed it on has no say any more."""
    case = await world.opened()
    await world.press("UL1", f"case:fill:not_ours:{case.number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", department="communication", text="pas du droit")
    await world.press("UL2", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    assert "Communication" in world.slack.made("chat.postEphemeral")[-1]["text"]
    old = [m for m in world.slack.seen("CLEGAL") if "est maintenant" in m["text"]]
    assert len(old) == 1
    assert "actions" not in [block["type"] for block in old[0]["blocks"]]


@pytest.mark.parametrize("word", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_a_channel_that_goes_takes_no_case_with_it(world: World, word: str) -> None:
    """The card is posted again where somebody can be reached, and what was to be said is said there."""
    case = await world.opened()
    world.slack.lost["CLEGAL"] = word
    world.slack.channels = [c for c in world.slack.channels if c["id"] != "CLEGAL"]
    place = await world.threads.get(case.number, Side.REQUESTER)
    assert place is not None
    await world.says("U1", "toujours là ?", "C1", place.thread)
    moved = await world.threads.get(case.number, Side.DEPARTMENT)
    assert moved is not None
    assert moved.channel == "CCOM"
    seen = " ".join(await world.thread(case.number, Side.DEPARTMENT))
    assert "toujours là" in seen
    await world.press("UC1", f"case:take:{case.number}:legal", "CCOM", moved.message)
    assert (await world.case(case.number)).holder == f"{TEAM}:UC1"
    assert "<#CCOM>" in (await world.thread(case.number, Side.REQUESTER))[0]


async def test_no_channel_at_all_reaches_an_owner(world: World) -> None:
    """Where not even the default department's channel is there, the owner has the card in private."""
    world.slack.channels = [{"id": "C1", "name": "ask-social", "is_member": True}]
    case = await world.opened()
    place = await world.threads.get(case.number, Side.DEPARTMENT)
    assert place is not None
    assert place.channel == "DL1"


async def test_a_requester_who_left_is_told_of(world: World) -> None:
    """The department learns that its answer did not arrive."""
    case = await world.opened()
    world.slack.lost |= {"C1": "channel_not_found", "D1": "channel_not_found"}
    await world.press("UL1", f"case:fill:tell:{case.number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", text="voici la réponse")
    assert "n’est plus joignable" in " ".join(await world.thread(case.number, Side.DEPARTMENT))


async def test_who_had_it_left_and_somebody_else_is_asked(world: World) -> None:
    """Never stuck with somebody who is gone."""
    case = await world.opened()
    await world.press("UL1", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    world.slack.people = [{**p, "deleted": p["id"] == "UL1"} for p in world.slack.people]
    world.bot.directory.forget()
    await world.ring(case.number)
    assert (await world.case(case.number)).holder == ""
    assert "n’est plus là" in (await world.thread(case.number, Side.DEPARTMENT))[-1]


async def test_nobody_takes_it_and_the_ladder_is_climbed(world: World) -> None:
    """Half the time: the channel; the time: the owner; then the backup; then the default owner."""
    case = await world.opened()
    told = []
    for _ in range(4):
        before = len(world.slack.made("chat.postMessage"))
        due = (await world.cases.store.open_ones())[case.number]
        world.clock.at = due
        await world.ring(case.number)
        told.append([m["channel"] for m in world.slack.made("chat.postMessage")[before:]])
    assert told == [["CLEGAL"], ["DL1"], ["DL2"], ["DC1"]]
    again = len(world.slack.made("chat.postMessage"))
    await world.ring(case.number)
    assert len(world.slack.made("chat.postMessage")) == again, "a second ring says nothing twice"


async def test_settled_rated_once_and_reopened(world: World) -> None:
    """The requester rates, adds a word, cannot rate twice, and reopens within fourteen days."""
    case = await world.opened()
    number = case.number
    await world.press("UL1", f"case:fill:resolve:{number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", text="c’est permis")
    assert "c’est permis" in str(world.slack.seen("C1"))
    await world.press("U1", f"case:judge:{number}:no", "C1", "70.0")
    await world.press("U1", f"case:fill:remark:{number}:", "C1", "70.0")
    await world.submit("U1", text="trop court")
    await world.press("U1", f"case:judge:{number}:yes", "C1", "71.0")
    assert "déjà donné votre avis" in world.slack.made("chat.postEphemeral")[-1]["text"]
    rated = await world.case(number)
    assert (rated.helpful, rated.remark) == (False, "trop court")
    assert "trop court" in (await world.thread(number, Side.DEPARTMENT))[0]
    await world.press("U1", f"case:reopen:{number}:", "C1", "70.0")
    assert (await world.case(number)).is_open
    world.clock.pass_(timedelta(days=30))


async def test_a_word_where_it_is_closed_offers_to_reopen_with_it(world: World) -> None:
    """The words are not lost: reopening passes them on."""
    case = await world.opened()
    await world.press("UL1", f"case:fill:resolve:{case.number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", text="c’est permis")
    place = await world.threads.get(case.number, Side.REQUESTER)
    assert place is not None
    await world.says("U1", "mais le contrat dit le contraire", "C1", place.thread)
    assert "Voulez-vous la rouvrir" in str(world.slack.seen("C1", place.thread)[-1])
    await world.press("U1", f"case:reopen:{case.number}:", "C1", "72.0")
    assert "le contrat dit le contraire" in " ".join(await world.thread(case.number, Side.DEPARTMENT))


async def test_where_does_it_stand_is_answered_in_private(world: World) -> None:
    """« où en est ma demande ? » in a channel is answered to whoever asks, with their own requests only."""
    await world.opened()
    world.understander.script["où en est ma demande ?"] = understood("escalation_status")
    await world.says("U1", "<@URELAIS> où en est ma demande ?", "C1")
    told = world.slack.made("chat.postEphemeral")[-1]
    assert told["user"] == "U1"
    assert "Juridique" in str(told["blocks"])
    await world.says("UM1", "<@URELAIS> où en est ma demande ?", "C1")
    assert "aucune demande en cours" in str(world.slack.made("chat.postEphemeral")[-1]["blocks"])


async def test_a_department_removed_hands_its_cases_on(world: World) -> None:
    """The file no longer has it: the default department gets the card, and the requester is told."""
    case = await world.opened()
    library = world.cases.library
    left = {name: each for name, each in library.departments.items() if name != "legal"}
    object.__setattr__(library, "departments", left)
    await world.ring(case.number)
    moved = await world.case(case.number)
    assert (moved.department, moved.since) == ("communication", case.since)
    assert "qui prend le relais" in " ".join(await world.thread(case.number, Side.REQUESTER))


async def test_a_long_answer_arrives_whole(world: World) -> None:
    """Slack takes 3,000 characters a section: a longer answer is several, cut nowhere."""
    case = await world.opened()
    place = await world.threads.get(case.number, Side.DEPARTMENT)
    assert place is not None
    text = " ".join(f"mot{n}" for n in range(1200))
    message = {"ts": "80.0", "thread_ts": place.thread, "user": "UL1", "text": text}
    await world.shortcut("UL1", "answer_requester", "CLEGAL", message)
    sent = next(m for m in world.slack.seen("C1") if "mot1199" in str(m["blocks"]))
    assert max(len(b["text"]["text"]) for b in sent["blocks"]) <= 3000
    assert text in "".join(b["text"]["text"] for b in sent["blocks"])


async def test_home_shows_mine_and_my_departments_queue(world: World) -> None:
    """The requester sees their request; legal sees its queue, the least time left first, with buttons."""
    slow = await world.opened("rien ne presse")
    await world.press("U1", "human:legal:urgent", "C1", "51.0")
    await world.submit("U1", text="ça presse")
    await world.send(_home("UL1"))
    view = str(world.slack.made("views.publish")[-1]["view"])
    assert view.index("ça presse") < view.index("rien ne presse")
    assert f"case:take:{slow.number}:legal" in view
    await world.send(_home("U1"))
    mine = str(world.slack.made("views.publish")[-1]["view"])
    assert "rien ne presse" in mine
    assert "case:take" not in mine
    await world.press("UL1", f"case:take:{slow.number}:legal")
    assert (await world.case(slow.number)).state is State.TAKEN


def _home(user: str) -> dict[str, object]:
    inner = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home", "event_ts": "1"}
    return {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "E", "event": inner}


async def test_escalations_are_for_managers(world: World) -> None:
    """Counts with a picture and a sheet for a manager, nobody's name in them; others hear who may."""
    await world.opened()
    order = {"command": "/escalations", "text": "", "team_id": TEAM, "channel_id": "D1", "trigger_id": "9",
             "response_url": "", "user_name": "u"}  # fmt: skip
    refused = await world.send({**order, "user_id": "U1"})
    assert "<@UM1>" in refused.body
    await world.send({**order, "user_id": "UM1"})
    report = next(m for m in world.slack.seen("DM1") if "Juridique" in str(m["blocks"]))
    assert "U1" not in str(report["blocks"]).replace("UM1", "")
    sheet, picture = sorted(world.slack.uploads, key=lambda content: content[:4] == b"\x89PNG")
    assert picture[:4] == b"\x89PNG"
    assert b"Juridique" in sheet
    assert b"U1" not in sheet


async def test_a_lesson_is_a_file_for_review(world: World) -> None:
    """« Relais aurait dû savoir ? » puts a draft in the department's thread, and changes nothing else."""
    case = await world.opened()
    await world.press("UL1", f"case:fill:resolve:{case.number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", text="c’est permis avec une mention")
    await world.press("UL1", f"case:fill:teach:{case.number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", lesson="topic", text="la règle des mentions")
    assert any(b"la r\xc3\xa8gle des mentions" in content for content in world.slack.uploads)
    assert (await world.case(case.number)).taught


async def test_relais_is_never_the_one_reminded(world: World) -> None:
    """What timers do is by Relais, which has no private conversation of its own."""
    case = await world.opened()
    world.clock.pass_(timedelta(days=3))
    await world.ring(case.number)
    assert not [call for call in world.slack.made("conversations.open") if RELAIS in str(call)]


async def test_a_case_is_given_to_somebody_or_to_a_department(world: World) -> None:
    """The form lists the channel's people and the other departments; who is given it is told, with a link."""
    case = await world.opened()
    await world.press("UL1", f"case:fill:reassign:{case.number}:legal", "CLEGAL", "9.0")
    options = [o["value"] for b in world.form["blocks"] for o in b["element"]["options"]]
    assert options[:2] == ["person:T1:UL1", "person:T1:UL2"]
    assert "department:communication" in options
    assert "department:legal" not in options
    await world.submit("UL1", whom="person:T1:UL2")
    assert (await world.case(case.number)).holder == f"{TEAM}:UL2"
    (told,) = world.slack.seen("DL2")
    assert "<@UL1> vous a confié" in told["text"]
    assert "https://example.slack.com" in str(told["blocks"])
    await world.press("UL2", f"case:fill:reassign:{case.number}:legal", "CLEGAL", "9.0")
    await world.submit("UL2", whom="department:communication")
    moved = await world.case(case.number)
    assert (moved.department, moved.holder, moved.bounces) == ("communication", "", 0)


async def test_the_original_is_a_press_away(world: World) -> None:
    """What both sides have read, word for word, and nothing internal."""
    case = await world.opened("la question d'origine")
    place = await world.threads.get(case.number, Side.DEPARTMENT)
    assert place is not None
    await world.says("UL1", f"{SECRET} six", "CLEGAL", place.thread)
    await world.press("UL1", f"case:fill:tell:{case.number}:legal", "CLEGAL", "9.0")
    await world.submit("UL1", text="la réponse donnée")
    await world.press("UL2", f"case:fill:exchange:{case.number}:legal", "CLEGAL", "9.0")
    shown = str(world.form["blocks"])
    assert "la question d'origine" in shown.replace("\\\\", "")
    assert "la réponse donnée" in shown
    assert SECRET not in shown


async def test_the_requester_adds_withdraws_and_reopens(world: World) -> None:
    """From their card: each reaches the department, and what is withdrawn can be reopened."""
    case = await world.opened()
    await world.press("U1", f"case:fill:add:{case.number}:", "C1", "9.0")
    await world.submit("U1", text="j'oubliais l'essentiel")
    assert "oubliais l" in (await world.thread(case.number, Side.DEPARTMENT))[-1]
    await world.press("UM1", f"case:cancel:{case.number}", "C1", "9.0")
    assert (await world.case(case.number)).is_open, "only the requester may"
    await world.press("U1", f"case:cancel:{case.number}", "C1", "9.0")
    assert (await world.case(case.number)).state is State.CANCELLED
    assert "a retiré la demande" in (await world.thread(case.number, Side.DEPARTMENT))[-1]
    await world.press("UL1", f"case:reopen:{case.number}:legal", "CLEGAL", "9.0")
    assert (await world.case(case.number)).state is State.WAITING
    assert "a rouvert votre demande" in str(world.slack.seen("C1"))


async def test_a_person_asked_for_in_words_is_offered_the_form(world: World) -> None:
    """« je veux parler au juridique » has no trigger to open a form with: a button does."""
    text = "je veux parler au juridique, c'est urgent"
    world.understander.script[text] = understood("request_escalation", department="legal", urgency="urgent")
    thread = await world.says("U1", f"<@URELAIS> {text}", "C1")
    (reply,) = world.slack.seen("C1", thread)
    assert "human:legal:urgent" in str(reply["blocks"])
    await world.press("U1", "human:legal:urgent", "C1", thread)
    initial = {b["block_id"]: b["element"] for b in world.form["blocks"]}
    assert initial["department"]["initial_option"]["value"] == "legal"
    assert initial["urgency"]["initial_option"]["value"] == "urgent"
    assert initial["text"]["initial_value"] == text


async def test_a_request_that_names_no_department_keeps_its_words(world: World) -> None:
    """« je voudrais parler à quelqu'un… » asks which department; the form then holds what was said."""
    text = "je voudrais parler à quelqu'un de ce contrat que nous devons signer demain"
    world.understander.script[text] = understood("request_escalation")
    thread = await world.says("U1", f"<@URELAIS> {text}", "C1")
    await world.press("U1", "human:legal", "C1", thread)
    initial = {b["block_id"]: b["element"] for b in world.form["blocks"]}
    assert initial["text"]["initial_value"] == text
