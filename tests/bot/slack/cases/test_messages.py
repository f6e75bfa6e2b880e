"""Messages between the two sides of a case: what is relayed, and what never is."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.case import Side
from bot.outgoing.calls import ShowCard
from bot.queue.queued_call import QueuedCall
from bot.stores import keys
from bot.stores.attempts import RedisAttempts
from bot.stores.calls import RedisCalls
from bot.stores.dead_letters import RedisDeadLetters
from bot.stores.lanes import RedisLanes
from bot.stores.thread_lanes import lane_of_side
from tests.fakes.payloads import deleted, dispatch, edited, event
from tests.fakes.slack import TEAM
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


async def test_an_edit_before_its_message_is_handled_follows_it(world: World) -> None:
    """While the queue is long, an edit and a deletion wait behind the message; they are not dropped."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    there = {"channel": "C1", "channel_type": "channel", "thread_ts": place.thread}
    message = {"ts": "700.0", "thread_ts": place.thread, "user": "U1", "text": "il y a deux vidéos"}
    await dispatch(world.app, event(user="U1", text="il y a une vidéo", ts="700.0", **there))
    await dispatch(world.app, edited("C1", message, "701.0"))
    await world.settle()
    assert "deux vidéos" in texts(await world.thread(case.number, Side.DEPARTMENT))
    await dispatch(world.app, event(user="U1", text="et un secret", ts="702.0", **there))
    await dispatch(world.app, deleted("C1", {**message, "ts": "702.0"}, "703.0"))
    await world.settle()
    assert "un secret" not in str(await world.thread(case.number, Side.DEPARTMENT))


async def test_words_under_a_card_that_is_not_known_to_be_there_wait_for_it(world: World) -> None:
    """Slack posted the card and its answer was lost: what is written under it is no question to Relais."""
    await world.employee.orders("/escalate", "peut-on publier ceci ?")
    await world.employee.sends(department="legal")
    (number,) = await world.cases.store.of_person(world.employee.id)
    place = await world.place(number, Side.REQUESTER)
    await lose_card(world, number, f"{TEAM}:{place.channel}:{place.thread}")
    there = {"channel": place.channel, "channel_type": "im", "thread_ts": place.thread}
    await dispatch(world.app, event(user="U1", text="il y a aussi une vidéo", ts="700.0", **there))
    await world.bot.outbox.lanes.wake_all()
    await asyncio.gather(*(each.worker.run_until_finished() for each in world.bot.workers.supervised))
    await world.settle()
    assert "une vidéo" in texts(await world.thread(number, Side.DEPARTMENT))
    assert len([m for m in world.slack.seen(place.channel) if not m.get("thread_ts")]) == 1


async def lose_card(world: World, number: int, conversation: str) -> None:
    """Let the requester's card be as if Slack's answer to it had been lost: it is to be posted again."""
    redis, key, lane = world.bot.redis, f"case:{number}:requester", lane_of_side(number, "requester")
    await world.threads.drop(number, Side.REQUESTER)
    await redis.delete(keys.cases_in(conversation).name)
    await RedisCalls(redis).reopen(key)
    await RedisAttempts(redis).begin(key)
    call = ShowCard(key, number, Side.REQUESTER, post=True)
    await RedisLanes(redis, "outbox").push(lane, QueuedCall(call, lane, time.time()).to_json())


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


async def test_two_colleagues_in_the_requesters_thread_are_left_alone(world: World) -> None:
    """Relais answers neither, whatever the state of the request; the requester's words still cross."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    posts = len(world.slack.seen("C1"))
    for person in (world.manager, world.communication, world.manager):
        await person.writes(f"{SECRET} sept, on en parle à 14h ?", "C1", place.thread)
    assert len(world.slack.seen("C1")) == posts
    await world.employee.writes("<@UM1> a raison, il y a urgence", "C1", place.thread)
    assert "il y a urgence" in texts(await world.thread(case.number, Side.DEPARTMENT))
    await world.legal.presses("button_case_resolve", "CLEGAL")
    await world.legal.sends(text="c’est permis")
    posts = len(world.slack.seen("C1"))
    await world.manager.writes(f"{SECRET} huit", "C1", place.thread)
    await world.employee.writes(f"{SECRET} neuf", "C1", place.thread)
    assert len(world.slack.seen("C1")) == posts, "they talk with the manager now"


async def test_the_thread_of_a_request_that_closed_an_hour_ago_is_its_people_s(world: World) -> None:
    """What the requester writes within the hour may reopen it; later it is said to whoever reads."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    await world.legal.presses("button_case_resolve", "CLEGAL")
    await world.legal.sends(text="c’est permis")
    world.clock.pass_(timedelta(hours=1, seconds=1))
    posts = len(world.slack.seen("C1"))
    await world.employee.writes("on se voit à midi ?", "C1", place.thread)
    assert len(world.slack.seen("C1")) == posts


async def test_a_thread_that_refuses_the_answer_is_left_for_direct_messages(world: World) -> None:
    """A channel closed to apps: the answer comes in private, and only then is marked as sent."""
    case = await world.opened()
    place = await world.place(case.number, Side.DEPARTMENT)
    world.slack.lost["C1"] = "restricted_action"
    await world.legal.replies_from(place, "Oui, avec une mention.")
    assert "Oui, avec une mention." in texts(world.slack.seen("D1"))
    assert world.slack.made("reactions.add")[-1]["name"] == "outbox_tray"


async def test_an_answer_nobody_can_be_given_is_not_marked_as_sent(world: World) -> None:
    """The department learns that its answer did not arrive, and the refusal is kept by ids."""
    case = await world.opened()
    place = await world.place(case.number, Side.DEPARTMENT)
    world.slack.lost |= {"C1": "restricted_action", "D1": "channel_not_found"}
    await world.legal.replies_from(place, "voici la réponse")
    assert says(await world.thread(case.number, Side.DEPARTMENT), "told_unreachable")
    assert world.slack.made("reactions.add") == []
    letters = await RedisDeadLetters(world.bot.redis).all()
    (answer,) = [letter for letter in letters if letter.kind == "tell_side"]
    assert (answer.case, answer.reason, answer.call) == (case.number, "channel_not_found", "")
    assert answer.can_be_sent


async def test_a_long_answer_arrives_whole(world: World) -> None:
    """Slack takes 3,000 characters a section: a longer answer is several, cut nowhere."""
    case = await world.opened()
    text = " ".join(f"mot{n}" for n in range(1200))
    await world.legal.replies_from(await world.place(case.number, Side.DEPARTMENT), text)
    sent = next(m for m in world.slack.seen("C1") if "mot1199" in texts(m["blocks"]))
    assert max(len(b["text"]["text"]) for b in sent["blocks"]) <= 3000
    assert text in "".join(b["text"]["text"] for b in sent["blocks"])


WORDS = " ".join(f"mot{n}" for n in range(5500))


async def test_words_longer_than_a_message_cross_whole_in_parts_and_go_whole(world: World) -> None:
    """Both ways, in order, none lost; deleted by their author, no part of them stays."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    for person, side, thread in (
        (world.employee, Side.DEPARTMENT, place),
        (world.legal, Side.REQUESTER, await world.place(case.number, Side.DEPARTMENT)),
    ):
        if person is world.employee:
            ts = await person.writes(WORDS, "C1", thread.thread)
            message = {"ts": ts, "thread_ts": thread.thread, "user": "U1", "text": WORDS}
        else:
            message = await person.replies_from(thread, WORDS)
        parts = [m for m in await world.thread(case.number, side) if "mot" in texts(m["blocks"])]
        assert len(parts) > 2
        read = "".join(block["text"]["text"] for m in parts for block in m["blocks"])
        assert WORDS in read
        await person.deletes(thread.channel, message)
        assert "mot5" not in str(await world.thread(case.number, side))


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
