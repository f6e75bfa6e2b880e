"""`outbox`: what was given up is listed by ids, and sent again where ids are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.case import Side
from bot.commands.outbox import list_given_up, open_given_up, send_again
from bot.settings import Settings
from bot.stores.dead_letters import RedisDeadLetters
from tests.fakes.words import says

if TYPE_CHECKING:
    import pytest

    from tests.fakes.world import World


def settings(redis_url: str) -> Settings:
    """Return settings that name a Redis."""
    return Settings(_env_file=None, redis_url=redis_url)


async def test_nothing_given_up_is_said(
    world: World, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No table without a row, and nothing to send."""
    del world
    await list_given_up(settings(redis_url))
    assert await send_again(settings(redis_url), (), everything=True) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Nothing was given up in the last thirty days.",
        "Nothing to send again.",
    ]


async def test_an_answer_that_was_refused_is_planned_again_from_its_case(
    world: World, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No word of it was kept: the case has it. Sent again, it arrives once and is marked as sent."""
    case = await world.opened()
    place = await world.place(case.number, Side.DEPARTMENT)
    world.slack.lost |= {"C1": "restricted_action", "D1": "channel_not_found"}
    await world.legal.replies_from(place, "voici la réponse")
    await list_given_up(settings(redis_url))
    listed = capsys.readouterr().out
    assert "tell_side" in listed
    assert "channel_not_found" in listed
    assert "réponse" not in listed
    world.slack.lost.clear()
    assert await send_again(settings(redis_url), (), everything=True) == 0
    await world.settle()
    seen = await world.thread(case.number, Side.REQUESTER)
    assert len([message for message in seen if "voici la réponse" in message["text"]]) == 1
    assert [each["name"] for each in world.slack.made("reactions.add")] == ["outbox_tray"]
    assert await RedisDeadLetters(world.bot.redis).all() == []


async def test_two_people_who_send_a_letter_again_send_it_once(world: World, redis_url: str) -> None:
    """One listed it before the other sent it, and sends it after the bot has delivered it."""
    case = await world.opened()
    place = await world.place(case.number, Side.DEPARTMENT)
    world.slack.lost |= {"C1": "restricted_action", "D1": "channel_not_found"}
    await world.legal.replies_from(place, "voici la réponse")
    world.slack.lost.clear()
    async with open_given_up(redis_url) as given_up:
        letter = (await given_up.letters())[-1]
        for _ in range(2):
            await given_up.send(letter)
            await world.settle()
    seen = await world.thread(case.number, Side.REQUESTER)
    assert len([message for message in seen if "voici la réponse" in message["text"]]) == 1


async def test_a_reply_whose_words_are_not_kept_is_told_and_not_resent(
    world: World, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person read that it did not arrive; the command says why it cannot be sent, and exits with 1."""
    world.slack.lost["C1"] = "restricted_action"
    await world.employee.writes("<@URELAIS> is it free?")
    assert says(world.slack.seen("D1"), "reply_refused")
    (letter,) = await RedisDeadLetters(world.bot.redis).all()
    assert (letter.kind, letter.person, letter.can_be_sent) == ("say", world.employee.id, False)
    assert await send_again(settings(redis_url), (letter.key, "no such key"), everything=False) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "its words are not kept" in out
    assert "no such key: not found." in out


async def test_a_word_for_a_department_that_is_refused_is_told_to_its_author(world: World) -> None:
    """In private, with the number of the request."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    world.slack.lost |= dict.fromkeys(("CLEGAL", "CCOM", "DL1"), "msg_too_long")
    await world.employee.writes("il y a aussi une vidéo", "C1", place.thread)
    assert says(world.slack.seen("D1"), "told_not_passed_on", number=case.number)


async def test_the_letters_are_open_to_a_program_without_slack(world: World, redis_url: str) -> None:
    """The command needs Redis alone."""
    del world
    async with open_given_up(redis_url) as given_up:
        assert await given_up.letters() == []
