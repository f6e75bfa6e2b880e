"""What Relais hears in a channel: a mention, and a follow-up by the person it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from actions.acts import Said
from tests.fakes.slack import BOT_USER

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.bot.slack.dialogue.conftest import Entrance
    from tests.fakes.world import World

HOUR = 3600
SECRET = "entre nous"


async def says(entrance: Entrance, user: str, text: str, at: float, **fields: Any) -> list[str]:  # noqa: ANN401  Slack's own shapes
    """Write in the thread of the message 10.0 of a channel; return what was heard of it."""
    before = len(entrance.box.envelopes)
    thread = {} if at == 10 else {"thread_ts": "10.0"}
    for kind in ("app_mention", "message") if f"<@{BOT_USER}>" in text else ("message",):
        event = {"type": kind, "user": user, "text": text, "ts": f"{at}", **thread, **fields}
        response = await entrance.event(channel_type="channel", **event)
        assert response.status == 200
    heard = {envelope.inbound.key: envelope.act for envelope in entrance.box.envelopes[before:]}
    return [act.text for act in heard.values() if isinstance(act, Said)]


@pytest.fixture
async def asked(entrance: Entrance) -> Entrance:
    """A thread in which U1 has just asked Relais."""
    assert await says(entrance, "U1", f"<@{BOT_USER}> c'est gratuit ?", 10.0) == ["c'est gratuit ?"]
    return entrance


async def test_who_was_answered_goes_on_without_a_mention(asked: Entrance) -> None:
    """Again and again, while nobody else speaks."""
    assert await says(asked, "U1", "et la modération ?", 20.0) == ["et la modération ?"]
    assert await says(asked, "U1", "et qui la fait ?", 30.0) == ["et qui la fait ?"]


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share", "me_message"])
async def test_a_follow_up_may_be_shown_in_the_channel_or_bear_a_file(asked: Entrance, subtype: str) -> None:
    """It is a message like another."""
    assert await says(asked, "U1", "et ceci ?", 20.0, subtype=subtype) == ["et ceci ?"]


async def test_after_an_hour_a_mention_is_needed(asked: Entrance) -> None:
    """What is said a day later in an old thread is said to whoever reads."""
    assert await says(asked, "U1", "et la modération ?", 10.0 + HOUR + 1) == []


async def test_talk_between_colleagues_is_not_heard(asked: Entrance) -> None:
    """Neither what others say, nor what the asker answers them."""
    for place, user in enumerate(("UL1", "UC1", "U1")):
        assert await says(asked, user, "ok pour moi, à 14h ?", 20.0 + place) == []


async def test_a_colleague_who_says_what_they_do_has_spoken(asked: Entrance) -> None:
    """With `/me`; what the asker says next is said to them."""
    assert await says(asked, "UL1", "regarde", 20.0, subtype="me_message") == []
    assert await says(asked, "U1", "merci", 30.0) == []


@pytest.mark.parametrize("other", ["<@UL1>", "<@WL1|lea>", "<!subteam^S1|@legal>", "<!here>", "<!channel>"])
async def test_what_is_addressed_to_others_is_not_heard(asked: Entrance, other: str) -> None:
    """Nor is what the same person goes on to say to them."""
    assert await says(asked, "U1", f"{other} tu peux regarder ?", 20.0) == []
    assert await says(asked, "U1", "c'est pour demain", 30.0) == []
    assert await says(asked, "U1", f"<@{BOT_USER}> et la modération ?", 40.0) == ["et la modération ?"]
    assert await says(asked, "U1", "et qui la fait ?", 50.0) == ["et qui la fait ?"]


async def test_a_mention_beside_others_is_heard(asked: Entrance) -> None:
    """Relais is addressed there too."""
    assert await says(asked, "UL1", f"<@U1> <@{BOT_USER}> et moi ?", 20.0) == ["@ et moi ?"]


async def test_the_one_whom_relais_answered_last_follows_up(asked: Entrance) -> None:
    """A second person who mentions it takes over; the first one needs a mention again."""
    assert await says(asked, "UL1", f"<@{BOT_USER}> et les avis ?", 20.0) == ["et les avis ?"]
    assert await says(asked, "U1", "et la modération ?", 30.0) == []
    assert await says(asked, "UL1", "et qui la fait ?", 40.0) == []
    assert await says(asked, "UL1", f"<@{BOT_USER}> et qui la fait ?", 50.0) == ["et qui la fait ?"]


async def test_a_follow_up_delivered_twice_is_one_act(asked: Entrance) -> None:
    """Slack delivers again what it heard nothing of: the same key, so that the queue takes one."""
    for _ in range(2):
        assert await says(asked, "U1", "et la modération ?", 20.0) == ["et la modération ?"]
    assert len({envelope.inbound.key for envelope in asked.box.envelopes}) == 2


async def test_a_late_delivery_of_the_question_opens_nothing_again(asked: Entrance) -> None:
    """A colleague has spoken since, whatever comes in when."""
    assert await says(asked, "UL1", "je m'en occupe", 20.0) == []
    await says(asked, "U1", f"<@{BOT_USER}> c'est gratuit ?", 10.0)
    assert await says(asked, "U1", "merci !", 30.0) == []


async def test_bots_and_edits_are_no_talk(asked: Entrance) -> None:
    """They neither speak to Relais nor come between."""
    assert await says(asked, "UB", "build passed", 20.0, bot_id="B7") == []
    assert await says(asked, "U1", "oups", 21.0, subtype="message_changed", message={"ts": "10.0"}) == []
    assert await says(asked, "U1", "et la modération ?", 22.0) == ["et la modération ?"]


async def test_another_thread_is_another_talk(asked: Entrance) -> None:
    """Who was answered here is not heard there."""
    assert await says(asked, "U1", "et la modération ?", 20.0, thread_ts="11.0") == []


async def test_where_redis_is_away_a_follow_up_is_delivered_again(asked: Entrance) -> None:
    """It is not noted as said before it is queued, so that the second delivery is heard."""
    asked.box.away = True
    event = {"channel_type": "channel", "text": "et la modération ?", "ts": "20.0", "thread_ts": "10.0"}
    assert (await asked.event(**event)).status == 503
    asked.box.away = False
    assert await says(asked, "U1", "et la modération ?", 20.0) == ["et la modération ?"]


async def test_what_was_not_said_to_relais_is_nowhere(world: World, redis: Redis) -> None:
    """Not in the queue, the journal or the log; of who spoke, ids are kept for an hour."""
    with capture_logs() as logs:
        ts = await world.employee.writes(f"<@{BOT_USER}> une question obscure")
        posts = len(world.slack.made("chat.postMessage"))
        for person in (world.legal, world.communication, world.employee, world.legal):
            await person.writes(f"{SECRET}, on en parle à 14h ?", "C1", ts)
        assert len(world.slack.made("chat.postMessage")) == posts, "two humans talking: silence"
    assert SECRET not in str(logs)
    kept = [str(await _dumped(redis, key)) async for key in redis.scan_iter()]
    assert any("obscure" in each for each in kept), "the question itself is in the journal"
    assert not any(SECRET in each for each in kept)


async def _dumped(redis: Redis, key: str) -> object:
    match await redis.type(key):
        case "string":
            return await redis.get(key)
        case "zset":
            return await redis.zrange(key, 0, -1)
        case "hash":
            return await redis.hgetall(key)
        case "stream":
            return await redis.xrange(key)
        case "list":
            return await redis.lrange(key, 0, -1)
        case _:
            return await redis.smembers(key)


async def test_who_presses_an_offered_question_may_go_on(world: World) -> None:
    """The presser is the person whom Relais answered last; the asker needs a mention again."""
    ts = await world.employee.writes(f"<@{BOT_USER}> une question obscure")
    await world.legal.presses_line("topic:moderation", "C1", "90.0", ts)
    posts = len(world.slack.made("chat.postMessage"))
    await world.employee.writes("et le budget ?", "C1", ts)
    assert len(world.slack.made("chat.postMessage")) == posts
    await world.legal.presses_line("topic:cost_budget", "C1", "90.0", ts)
    await world.legal.writes("et le budget ?", "C1", ts)
    assert len(world.slack.made("chat.postMessage")) == posts + 2


async def test_a_rating_is_no_question(world: World) -> None:
    """Who finds an answer helpful has asked nothing: the asker goes on."""
    ts = await world.employee.writes(f"<@{BOT_USER}> une question obscure")
    await world.legal.presses_line("rate:moderation:yes", "C1", "90.0", ts)
    posts = len(world.slack.made("chat.postMessage"))
    await world.employee.writes("et le budget ?", "C1", ts)
    assert len(world.slack.made("chat.postMessage")) == posts + 1
