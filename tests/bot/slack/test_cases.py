"""Cases in Slack: what each side sees and never sees, and the faults of a workspace that lives."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions.cases.case import State
from actions.cases.events import RELAIS
from tests.fakes.room import Room, open_room
from tests.fakes.slack import TEAM, FakeSlack
from tests.fakes.understander import understood

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

SECRET = "strictement entre nous"


@pytest.fixture
async def room(slack: FakeSlack, redis: Redis, redis_url: str) -> AsyncIterator[Room]:
    """A workspace with an employee, two of legal, one of communication and a manager."""
    async with open_room(slack, redis, redis_url) as opened:
        yield opened


async def test_a_request_shows_on_both_sides(room: Room) -> None:
    """A card in the department's channel, and one in the requester's thread with what is promised."""
    case = await room.opened("peut-on publier <ceci> ? appelez le 06 12 34 56 78")
    (card,) = await room.thread(case.number, "department")
    assert "<@U1>" in card
    assert "publier &lt;ceci&gt; ? appelez le [tel]" in card
    mine = (await room.thread(case.number, "requester"))[0]
    assert "Personne ne l’a encore prise." in mine
    assert "aujourd’hui à 15:30" in mine, "four working hours from ten o'clock, with lunch between"


async def test_the_form_comes_filled_in(room: Room) -> None:
    """The department of the topic answered, the question asked; each can be changed."""
    room.understander.script["qui modère nos avis ?"] = understood("moderation")
    thread = await room.says("U1", "<@URELAIS> qui modère nos avis ?", "C1")
    await room.press("U1", "human:", "C1", thread)
    initial = {b["block_id"]: b["element"] for b in room.form["blocks"]}
    assert initial["text"]["initial_value"] == "qui modère nos avis ?"
    proposed = initial["department"]["initial_option"]["value"]
    assert proposed == room.cases.library.topics["moderation"].owner


async def test_only_the_presser_who_was_slower_is_told(room: Room) -> None:
    """Two press « Je prends »: one has it; the other hears who, and nobody else does."""
    case = await room.opened()
    await room.press("UL1", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    await room.press("UL2", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    assert (await room.case(case.number)).holder == f"{TEAM}:UL1"
    told = [m for m in room.slack.made("chat.postEphemeral") if "plus rapide" in m["text"]]
    assert [m["user"] for m in told] == ["UL2"]
    assert "<@UL1> s’en occupe" in (await room.thread(case.number, "department"))[0]
    assert "<@UL1> s’en occupe" in (await room.thread(case.number, "requester"))[0]


async def test_internal_talk_never_crosses(room: Room) -> None:
    """Talk in the card's thread, a reason, a lesson, an unsent edit: none of it reaches the requester."""
    case = await room.opened()
    place = await room.threads.get(case.number, "department")
    assert place is not None
    await room.says("UL1", f"{SECRET} un", "CLEGAL", place.thread)
    await room.says("UL2", f"{SECRET} deux", "CLEGAL", place.thread)
    sent = await room.says("UL1", "Oui, avec une mention.", "CLEGAL", place.thread)
    message = {"ts": sent, "thread_ts": place.thread, "user": "UL1", "text": "Oui, avec une mention."}
    await room.shortcut("UL1", "answer_requester", "CLEGAL", message)
    edited = {**message, "text": f"Oui. {SECRET} trois"}
    await room.send(_edited("CLEGAL", edited))
    await room.press("UL1", f"case:fill:not_ours:{case.number}:legal", "CLEGAL", place.message)
    await room.submit("UL1", department="communication", text=f"{SECRET} quatre")
    seen = " ".join(await room.thread(case.number, "requester"))
    assert "Oui, avec une mention." in seen
    assert "a transmis votre demande" in seen
    assert SECRET not in seen
    assert SECRET not in str(room.slack.seen("C1"))
    assert f"{SECRET} quatre" in " ".join(await room.thread(case.number, "department"))


def _edited(channel: str, message: dict[str, str]) -> dict[str, object]:
    inner = {
        "type": "message", "subtype": "message_changed", "channel": channel, "ts": "900.0",
        "event_ts": f"900.{len(message['text'])}", "message": message,
    }  # fmt: skip
    return {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "E", "event": inner}


async def test_an_edit_of_the_department_crosses_when_it_says_so(room: Room) -> None:
    """The editor is asked in private; « Envoyer la correction » changes what the requester reads."""
    case = await room.opened()
    place = await room.threads.get(case.number, "department")
    assert place is not None
    message = {"ts": "77.0", "thread_ts": place.thread, "user": "UL1", "text": "Non."}
    await room.shortcut("UL1", "answer_requester", "CLEGAL", message)
    await room.send(_edited("CLEGAL", {**message, "text": "Oui, finalement."}))
    asked = room.slack.made("chat.postEphemeral")[-1]
    assert (asked["user"], "modifié" in asked["text"]) == ("UL1", True)
    assert "Non." in " ".join(await room.thread(case.number, "requester"))
    await room.press("UL1", "case:send_edit:CLEGAL:77.0", "CLEGAL", "78.0")
    seen = " ".join(await room.thread(case.number, "requester"))
    assert "Oui, finalement." in seen
    assert "Non." not in seen


async def test_what_the_requester_writes_edits_and_deletes_follows(room: Room) -> None:
    """A reply goes to the card's thread with a mark; an edit changes the copy, a deletion marks it."""
    case = await room.opened()
    place = await room.threads.get(case.number, "requester")
    assert place is not None
    ts = await room.says("U1", "il y a aussi une vidéo", "C1", place.thread)
    assert room.slack.made("reactions.add")[-1]["timestamp"] == ts
    edited = {"ts": ts, "thread_ts": place.thread, "user": "U1", "text": "il y a aussi deux vidéos"}
    await room.send(_edited("C1", edited))
    assert "deux vidéos" in " ".join(await room.thread(case.number, "department"))
    deleted = {
        "type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "901.0", "event_ts": "901.0",
        "deleted_ts": ts, "previous_message": edited,
    }  # fmt: skip
    await room.send(
        {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "E", "event": deleted}
    )
    seen = " ".join(await room.thread(case.number, "department"))
    assert "deux vidéos" not in seen
    assert "supprimé par son auteur" in seen


async def test_files_cross_with_the_message(room: Room) -> None:
    """They are fetched with our token and uploaded to the other thread; one that cannot be is named."""
    case = await room.opened()
    place = await room.threads.get(case.number, "requester")
    assert place is not None
    base = room.slack.url.replace("/api/", "/file/")
    files = [
        {"id": "F1", "name": "photo.png", "url_private_download": f"{base}photo.png", "size": 20},
        {"id": "F2", "name": "film.mov", "url_private_download": f"{base}film.mov", "size": 10**9},
    ]
    await room.says("U1", "voici", "C1", place.thread, files=files, subtype="file_share")
    assert room.slack.fetched == ["Bearer xoxb-1"]
    assert room.slack.uploads == [b"content of photo.png"]
    assert "film.mov" in (await room.thread(case.number, "department"))[-1]


async def test_others_in_the_requesters_thread_are_not_passed_on(room: Room) -> None:
    """What colleagues say to one another stays where it is."""
    case = await room.opened()
    place = await room.threads.get(case.number, "requester")
    assert place is not None
    await room.says("UM1", f"{SECRET} cinq", "C1", place.thread)
    assert SECRET not in " ".join(await room.thread(case.number, "department"))


async def test_a_private_request_is_answered_in_private(room: Room) -> None:
    """Asked in a channel, answered to the requester alone; the channel sees nothing of it."""
    await room.press("U1", "human:legal", "C1", "50.0")
    await room.submit("U1", text="une affaire délicate", audience="private")
    (number,) = await room.cases.store.of_person(f"{TEAM}:U1")
    place = await room.threads.get(number, "requester")
    assert place is not None
    assert place.channel == "D1"
    await room.press("UL1", f"case:fill:tell:{number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", text="venez me voir")
    assert "venez me voir" in str(room.slack.seen("D1", place.thread))
    assert "délicate" not in str(room.slack.seen("C1"))
    await room.says("U1", "à quelle heure ?", "D1", place.thread)
    assert "à quelle heure" in " ".join(await room.thread(number, "department"))


async def test_the_command_opens_the_form_and_stands_alone(room: Room) -> None:
    """`/escalate` has no thread: two of them are two requests."""
    for text in ("premier sujet", "second sujet"):
        await room.send(
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
        assert text in str(room.form)
        await room.submit("U1", department="legal")
    assert len(await room.cases.store.of_person(f"{TEAM}:U1")) == 2


async def test_a_second_request_in_the_thread_is_joined(room: Room) -> None:
    """The same person, the same thread: the words are added, and they are told so."""
    case = await room.opened()
    place = await room.threads.get(case.number, "requester")
    assert place is not None
    await room.press("U1", "human:legal", "C1", place.thread)
    await room.submit("U1", text="et autre chose")
    assert list(await room.cases.store.of_person(f"{TEAM}:U1")) == [case.number]
    assert "et autre chose" in (await room.thread(case.number, "department"))[-1]
    assert "Vous avez déjà ici la demande" in str(room.slack.seen("C1"))


async def test_the_shortcut_escalates_any_message(room: Room) -> None:
    """The form holds the message's words, and the request lives in its thread."""
    message = {"ts": "60.0", "user": "UM1", "text": "qui relit ce contrat ?"}
    await room.shortcut("U1", "escalate_message", "C1", message)
    assert "qui relit ce contrat" in str(room.form)
    await room.submit("U1", department="legal")
    (number,) = await room.cases.store.of_person(f"{TEAM}:U1")
    place = await room.threads.get(number, "requester")
    assert place is not None
    assert place.thread == "60.0"


async def test_an_empty_reason_comes_back(room: Room) -> None:
    """« Pas pour nous » wants a reason: the form says so, and nothing happens."""
    case = await room.opened()
    await room.press("UL1", f"case:fill:not_ours:{case.number}:legal", "CLEGAL", "9.0")
    response = await room.submit("UL1", department="communication", text="  ")
    assert "Merci d’écrire" in json.loads(response.body)["errors"]["text"]
    assert (await room.case(case.number)).department == "legal"


async def test_a_press_on_an_old_card_says_where_it_is(room: Room) -> None:
    """The card of a department that passed it on has no say any more."""
    case = await room.opened()
    await room.press("UL1", f"case:fill:not_ours:{case.number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", department="communication", text="pas du droit")
    await room.press("UL2", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    assert "Communication" in room.slack.made("chat.postEphemeral")[-1]["text"]
    old = [m for m in room.slack.seen("CLEGAL") if "est maintenant" in m["text"]]
    assert len(old) == 1
    assert "actions" not in [block["type"] for block in old[0]["blocks"]]


@pytest.mark.parametrize("word", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_a_channel_that_goes_takes_no_case_with_it(room: Room, word: str) -> None:
    """The card is posted again where somebody can be reached, and what was to be said is said there."""
    case = await room.opened()
    room.slack.lost["CLEGAL"] = word
    room.slack.channels = [c for c in room.slack.channels if c["id"] != "CLEGAL"]
    place = await room.threads.get(case.number, "requester")
    assert place is not None
    await room.says("U1", "toujours là ?", "C1", place.thread)
    moved = await room.threads.get(case.number, "department")
    assert moved is not None
    assert moved.channel == "CCOM"
    seen = " ".join(await room.thread(case.number, "department"))
    assert "toujours là" in seen
    await room.press("UC1", f"case:take:{case.number}:legal", "CCOM", moved.message)
    assert (await room.case(case.number)).holder == f"{TEAM}:UC1"
    assert "<#CCOM>" in (await room.thread(case.number, "requester"))[0]


async def test_no_channel_at_all_reaches_an_owner(room: Room) -> None:
    """Where not even the default department's channel is there, the owner has the card in private."""
    room.slack.channels = [{"id": "C1", "name": "ask-social", "is_member": True}]
    case = await room.opened()
    place = await room.threads.get(case.number, "department")
    assert place is not None
    assert place.channel == "DL1"


async def test_a_requester_who_left_is_told_of(room: Room) -> None:
    """The department learns that its answer did not arrive."""
    case = await room.opened()
    room.slack.lost |= {"C1": "channel_not_found", "D1": "channel_not_found"}
    await room.press("UL1", f"case:fill:tell:{case.number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", text="voici la réponse")
    assert "n’est plus joignable" in " ".join(await room.thread(case.number, "department"))


async def test_who_had_it_left_and_somebody_else_is_asked(room: Room) -> None:
    """Never stuck with somebody who is gone."""
    case = await room.opened()
    await room.press("UL1", f"case:take:{case.number}:legal", "CLEGAL", "9.0")
    room.slack.people = [{**p, "deleted": p["id"] == "UL1"} for p in room.slack.people]
    room.directory.forget()
    await room.ring(case.number)
    assert (await room.case(case.number)).holder == ""
    assert "n’est plus là" in (await room.thread(case.number, "department"))[-1]


async def test_nobody_takes_it_and_the_ladder_is_climbed(room: Room) -> None:
    """Half the time: the channel; the time: the owner; then the backup; then the default owner."""
    case = await room.opened()
    told = []
    for _ in range(4):
        before = len(room.slack.made("chat.postMessage"))
        due = (await room.cases.store.open_ones())[case.number]
        room.clock.at = due
        await room.ring(case.number)
        told.append([m["channel"] for m in room.slack.made("chat.postMessage")[before:]])
    assert told == [["CLEGAL"], ["DL1"], ["DL2"], ["DC1"]]
    again = len(room.slack.made("chat.postMessage"))
    await room.ring(case.number)
    assert len(room.slack.made("chat.postMessage")) == again, "a second ring says nothing twice"


async def test_settled_rated_once_and_reopened(room: Room) -> None:
    """The requester rates, adds a word, cannot rate twice, and reopens within fourteen days."""
    case = await room.opened()
    number = case.number
    await room.press("UL1", f"case:fill:resolve:{number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", text="c’est permis")
    assert "c’est permis" in str(room.slack.seen("C1"))
    await room.press("U1", f"case:judge:{number}:no", "C1", "70.0")
    await room.press("U1", f"case:fill:remark:{number}:", "C1", "70.0")
    await room.submit("U1", text="trop court")
    await room.press("U1", f"case:judge:{number}:yes", "C1", "71.0")
    assert "déjà donné votre avis" in room.slack.made("chat.postEphemeral")[-1]["text"]
    rated = await room.case(number)
    assert (rated.helpful, rated.remark) == (False, "trop court")
    assert "trop court" in (await room.thread(number, "department"))[0]
    await room.press("U1", f"case:reopen:{number}:", "C1", "70.0")
    assert (await room.case(number)).is_open
    room.clock.pass_(timedelta(days=30))


async def test_a_word_where_it_is_closed_offers_to_reopen_with_it(room: Room) -> None:
    """The words are not lost: reopening passes them on."""
    case = await room.opened()
    await room.press("UL1", f"case:fill:resolve:{case.number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", text="c’est permis")
    place = await room.threads.get(case.number, "requester")
    assert place is not None
    await room.says("U1", "mais le contrat dit le contraire", "C1", place.thread)
    assert "Voulez-vous la rouvrir" in str(room.slack.seen("C1", place.thread)[-1])
    await room.press("U1", f"case:reopen:{case.number}:", "C1", "72.0")
    assert "le contrat dit le contraire" in " ".join(await room.thread(case.number, "department"))


async def test_where_does_it_stand_is_answered_in_private(room: Room) -> None:
    """« où en est ma demande ? » in a channel is answered to whoever asks, with their own requests only."""
    await room.opened()
    room.understander.script["où en est ma demande ?"] = understood("escalation_status")
    await room.says("U1", "<@URELAIS> où en est ma demande ?", "C1")
    told = room.slack.made("chat.postEphemeral")[-1]
    assert told["user"] == "U1"
    assert "Juridique" in str(told["blocks"])
    await room.says("UM1", "<@URELAIS> où en est ma demande ?", "C1")
    assert "aucune demande en cours" in str(room.slack.made("chat.postEphemeral")[-1]["blocks"])


async def test_a_department_removed_hands_its_cases_on(room: Room) -> None:
    """The file no longer has it: the default department gets the card, and the requester is told."""
    case = await room.opened()
    library = room.cases.library
    left = {name: each for name, each in library.departments.items() if name != "legal"}
    object.__setattr__(library, "departments", left)
    await room.ring(case.number)
    moved = await room.case(case.number)
    assert (moved.department, moved.since) == ("communication", case.since)
    assert "qui prend le relais" in " ".join(await room.thread(case.number, "requester"))


async def test_a_long_answer_arrives_whole(room: Room) -> None:
    """Slack takes 3,000 characters a section: a longer answer is several, cut nowhere."""
    case = await room.opened()
    place = await room.threads.get(case.number, "department")
    assert place is not None
    text = " ".join(f"mot{n}" for n in range(1200))
    message = {"ts": "80.0", "thread_ts": place.thread, "user": "UL1", "text": text}
    await room.shortcut("UL1", "answer_requester", "CLEGAL", message)
    sent = next(m for m in room.slack.seen("C1") if "mot1199" in str(m["blocks"]))
    assert max(len(b["text"]["text"]) for b in sent["blocks"]) <= 3000
    assert text in "".join(b["text"]["text"] for b in sent["blocks"])


async def test_home_shows_mine_and_my_departments_queue(room: Room) -> None:
    """The requester sees their request; legal sees its queue, the least time left first, with buttons."""
    slow = await room.opened("rien ne presse")
    await room.press("U1", "human:legal:urgent", "C1", "51.0")
    await room.submit("U1", text="ça presse")
    await room.send(_home("UL1"))
    view = str(room.slack.made("views.publish")[-1]["view"])
    assert view.index("ça presse") < view.index("rien ne presse")
    assert f"case:take:{slow.number}:legal" in view
    await room.send(_home("U1"))
    mine = str(room.slack.made("views.publish")[-1]["view"])
    assert "rien ne presse" in mine
    assert "case:take" not in mine
    await room.press("UL1", f"case:take:{slow.number}:legal")
    assert (await room.case(slow.number)).state is State.TAKEN


def _home(user: str) -> dict[str, object]:
    inner = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home", "event_ts": "1"}
    return {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "E", "event": inner}


async def test_escalations_are_for_managers(room: Room) -> None:
    """Counts with a picture and a sheet for a manager, nobody's name in them; others hear who may."""
    await room.opened()
    order = {"command": "/escalations", "text": "", "team_id": TEAM, "channel_id": "D1", "trigger_id": "9",
             "response_url": "", "user_name": "u"}  # fmt: skip
    refused = await room.send({**order, "user_id": "U1"})
    assert "<@UM1>" in refused.body
    await room.send({**order, "user_id": "UM1"})
    report = next(m for m in room.slack.seen("DM1") if "Juridique" in str(m["blocks"]))
    assert "U1" not in str(report["blocks"]).replace("UM1", "")
    sheet, picture = sorted(room.slack.uploads, key=lambda content: content[:4] == b"\x89PNG")
    assert picture[:4] == b"\x89PNG"
    assert b"Juridique" in sheet
    assert b"U1" not in sheet


async def test_a_lesson_is_a_file_for_review(room: Room) -> None:
    """« Relais aurait dû savoir ? » puts a draft in the department's thread, and changes nothing else."""
    case = await room.opened()
    await room.press("UL1", f"case:fill:resolve:{case.number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", text="c’est permis avec une mention")
    await room.press("UL1", f"case:fill:teach:{case.number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", lesson="topic", text="la règle des mentions")
    assert any(b"la r\xc3\xa8gle des mentions" in content for content in room.slack.uploads)
    assert (await room.case(case.number)).taught


async def test_relais_is_never_the_one_reminded(room: Room) -> None:
    """What timers do is by Relais, which has no private conversation of its own."""
    case = await room.opened()
    room.clock.pass_(timedelta(days=3))
    await room.ring(case.number)
    assert not [call for call in room.slack.made("conversations.open") if RELAIS in str(call)]


async def test_a_case_is_given_to_somebody_or_to_a_department(room: Room) -> None:
    """The form lists the channel's people and the other departments; who is given it is told, with a link."""
    case = await room.opened()
    await room.press("UL1", f"case:fill:reassign:{case.number}:legal", "CLEGAL", "9.0")
    options = [o["value"] for b in room.form["blocks"] for o in b["element"]["options"]]
    assert options[:2] == ["person:UL1", "person:UL2"]
    assert "department:communication" in options
    assert "department:legal" not in options
    await room.submit("UL1", whom="person:UL2")
    assert (await room.case(case.number)).holder == f"{TEAM}:UL2"
    (told,) = room.slack.seen("DL2")
    assert "<@UL1> vous a confié" in told["text"]
    assert "https://example.slack.com" in str(told["blocks"])
    await room.press("UL2", f"case:fill:reassign:{case.number}:legal", "CLEGAL", "9.0")
    await room.submit("UL2", whom="department:communication")
    moved = await room.case(case.number)
    assert (moved.department, moved.holder, moved.bounces) == ("communication", "", 0)


async def test_the_original_is_a_press_away(room: Room) -> None:
    """What both sides have read, word for word, and nothing internal."""
    case = await room.opened("la question d'origine")
    place = await room.threads.get(case.number, "department")
    assert place is not None
    await room.says("UL1", f"{SECRET} six", "CLEGAL", place.thread)
    await room.press("UL1", f"case:fill:tell:{case.number}:legal", "CLEGAL", "9.0")
    await room.submit("UL1", text="la réponse donnée")
    await room.press("UL2", f"case:fill:exchange:{case.number}:legal", "CLEGAL", "9.0")
    shown = str(room.form["blocks"])
    assert "la question d'origine" in shown.replace("\\\\", "")
    assert "la réponse donnée" in shown
    assert SECRET not in shown


async def test_the_requester_adds_withdraws_and_reopens(room: Room) -> None:
    """From their card: each reaches the department, and what is withdrawn can be reopened."""
    case = await room.opened()
    await room.press("U1", f"case:fill:add:{case.number}:", "C1", "9.0")
    await room.submit("U1", text="j'oubliais l'essentiel")
    assert "oubliais l" in (await room.thread(case.number, "department"))[-1]
    await room.press("UM1", f"case:cancel:{case.number}", "C1", "9.0")
    assert (await room.case(case.number)).is_open, "only the requester may"
    await room.press("U1", f"case:cancel:{case.number}", "C1", "9.0")
    assert (await room.case(case.number)).state is State.CANCELLED
    assert "a retiré la demande" in (await room.thread(case.number, "department"))[-1]
    await room.press("UL1", f"case:reopen:{case.number}:legal", "CLEGAL", "9.0")
    assert (await room.case(case.number)).state is State.WAITING
    assert "a rouvert votre demande" in str(room.slack.seen("C1"))


async def test_a_person_asked_for_in_words_is_offered_the_form(room: Room) -> None:
    """« je veux parler au juridique » has no trigger to open a form with: a button does."""
    text = "je veux parler au juridique, c'est urgent"
    room.understander.script[text] = understood("request_escalation", department="legal", urgency="urgent")
    thread = await room.says("U1", f"<@URELAIS> {text}", "C1")
    (reply,) = room.slack.seen("C1", thread)
    assert "human:legal:urgent" in str(reply["blocks"])
    await room.press("U1", "human:legal:urgent", "C1", thread)
    initial = {b["block_id"]: b["element"] for b in room.form["blocks"]}
    assert initial["department"]["initial_option"]["value"] == "legal"
    assert initial["urgency"]["initial_option"]["value"] == "urgent"
    assert initial["text"]["initial_value"] == text


async def test_a_request_that_names_no_department_keeps_its_words(room: Room) -> None:
    """« je voudrais parler à quelqu'un… » asks which department; the form then holds what was said."""
    text = "je voudrais parler à quelqu'un de ce contrat que nous devons signer demain"
    room.understander.script[text] = understood("request_escalation")
    thread = await room.says("U1", f"<@URELAIS> {text}", "C1")
    await room.press("U1", "human:legal", "C1", thread)
    initial = {b["block_id"]: b["element"] for b in room.form["blocks"]}
    assert initial["text"]["initial_value"] == text
