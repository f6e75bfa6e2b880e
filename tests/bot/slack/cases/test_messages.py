"""Messages between the two sides of a case: what is relayed, and what never is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.case import Side
from tests.fakes.words import say, says, texts

if TYPE_CHECKING:
    from tests.fakes.world import World

SECRET = "strictement entre nous"


async def test_internal_talk_never_crosses(world: World) -> None:
    """Talk in the card's thread, a reason, a lesson, an unsent edit: none of it reaches the requester."""
    case = await world.opened()
    place = await world.place(case.number, Side.DEPARTMENT)
    await world.legal.writes(f"{SECRET} un", "CLEGAL", place.thread)
    await world.legal2.writes(f"{SECRET} deux", "CLEGAL", place.thread)
    message = await world.legal.replies_from(place, "Oui, avec une mention.")
    await world.legal.edits("CLEGAL", {**message, "text": f"Oui. {SECRET} trois"})
    await world.legal.presses("button_case_not_ours", "CLEGAL")
    await world.legal.sends(department="communication", text=f"{SECRET} quatre")
    seen = await world.thread(case.number, Side.REQUESTER)
    answer = {"department": world.department("legal"), "text": "Oui, avec une mention."}
    assert says(seen, "told_answer", person="<@UL1>", **answer)
    moved = {"before": world.department("legal"), "department": world.department("communication")}
    assert says(seen, "told_moved", number=case.number, **moved)
    assert SECRET not in str(seen)
    assert SECRET not in str(world.slack.seen("C1"))
    reason = {"person": "<@UL1>", "reason": f"{SECRET} quatre"}
    assert says(await world.thread(case.number, Side.DEPARTMENT), "told_moved_record", **reason)


async def test_an_edit_of_the_department_crosses_when_it_says_so(world: World) -> None:
    """The editor is asked in private; « Envoyer la correction » changes what the requester reads."""
    case = await world.opened()
    place = await world.place(case.number, Side.DEPARTMENT)
    message = await world.legal.replies_from(place, "Non.")
    await world.legal.edits("CLEGAL", {**message, "text": "Oui, finalement."})
    assert says(world.legal.whispers[-1], "edited_here")
    assert "Non." in texts(await world.thread(case.number, Side.REQUESTER))
    await world.legal.presses("button_case_send_edit", "CLEGAL")
    seen = texts(await world.thread(case.number, Side.REQUESTER))
    assert "Oui, finalement." in seen
    assert "Non." not in seen


async def test_what_the_requester_writes_edits_and_deletes_follows(world: World) -> None:
    """A reply goes to the card's thread with a mark; an edit changes the copy, a deletion blanks it."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    ts = await world.employee.writes("il y a aussi une vidéo", "C1", place.thread)
    assert world.slack.made("reactions.add")[-1]["timestamp"] == ts
    message = {"ts": ts, "thread_ts": place.thread, "user": "U1", "text": "il y a aussi deux vidéos"}
    await world.employee.edits("C1", message)
    assert "deux vidéos" in texts(await world.thread(case.number, Side.DEPARTMENT))
    await world.employee.deletes("C1", message)
    seen = await world.thread(case.number, Side.DEPARTMENT)
    assert "deux vidéos" not in str(seen)
    assert says(seen, "told_withdrawn")


async def test_files_cross_with_the_message(world: World) -> None:
    """They are fetched with our token and uploaded to the other thread; one that cannot be is named."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    base = world.slack.url.replace("/api/", "/file/")
    files = [
        {"id": "F1", "name": "photo.png", "url_private_download": f"{base}photo.png", "size": 20},
        {"id": "F2", "name": "film.mov", "url_private_download": f"{base}film.mov", "size": 10**9},
    ]
    await world.employee.writes("voici", "C1", place.thread, files=files, subtype="file_share")
    assert world.slack.fetched == ["Bearer xoxb-1"]
    assert world.slack.uploads == [b"content of photo.png"]
    last = (await world.thread(case.number, Side.DEPARTMENT))[-1]
    assert says(last, "told_file_lost", name="film.mov")


async def test_others_in_the_requesters_thread_are_not_passed_on(world: World) -> None:
    """What colleagues say to one another stays where it is."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    await world.manager.writes(f"{SECRET} cinq", "C1", place.thread)
    assert SECRET not in str(await world.thread(case.number, Side.DEPARTMENT))


async def test_a_requester_who_left_is_told_of(world: World) -> None:
    """The department learns that its answer did not arrive."""
    case = await world.opened()
    world.slack.lost |= {"C1": "channel_not_found", "D1": "channel_not_found"}
    await world.legal.presses("button_case_tell", "CLEGAL")
    await world.legal.sends(text="voici la réponse")
    assert says(await world.thread(case.number, Side.DEPARTMENT), "told_unreachable")


async def test_a_long_answer_arrives_whole(world: World) -> None:
    """Slack takes 3,000 characters a section: a longer answer is several, cut nowhere."""
    case = await world.opened()
    text = " ".join(f"mot{n}" for n in range(1200))
    await world.legal.replies_from(await world.place(case.number, Side.DEPARTMENT), text)
    sent = next(m for m in world.slack.seen("C1") if "mot1199" in texts(m["blocks"]))
    assert max(len(b["text"]["text"]) for b in sent["blocks"]) <= 3000
    assert text in "".join(b["text"]["text"] for b in sent["blocks"])


async def test_a_message_of_no_case_is_no_answer(world: World) -> None:
    """The shortcut that answers a requester says so where there is nobody to answer."""
    message = {"ts": "60.0", "user": "UL1", "text": "bonjour"}
    await world.legal.uses("answer_requester", "CLEGAL", message)
    assert world.legal.answered == [say("refused_no_thread")]


async def test_the_original_is_a_press_away(world: World) -> None:
    """It shows what both sides have read, word for word, and nothing internal."""
    case = await world.opened("la question d'origine")
    place = await world.place(case.number, Side.DEPARTMENT)
    await world.legal.writes(f"{SECRET} six", "CLEGAL", place.thread)
    await world.legal.presses("button_case_tell", "CLEGAL")
    await world.legal.sends(text="la réponse donnée")
    await world.legal2.presses("button_case_exchange", "CLEGAL")
    assert says(world.legal2.view, "form_exchange_question", question="la question d'origine")
    assert says(world.legal2.view, "form_exchange_line", person="<@UL1>", text="la réponse donnée")
    assert SECRET not in str(world.legal2.view)
