"""The assessment page by page: kept, resumed, finished once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.bot.slack.readiness.steps import COMMAND, service
from tests.fakes.words import say, says

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.fakes.world import World


async def test_a_page_is_kept_and_the_assessment_resumed(world: World) -> None:
    """Who leaves after two pages comes back to the third, with the earlier answers marked."""
    manager = world.manager
    await manager.orders(COMMAND)
    assert await manager.answers(pages=2) == 2
    await manager.orders(COMMAND)
    assert says(manager.view, "readiness_progress", page=3, pages=7)
    assert says(manager.view, "readiness_resumed")
    await manager.goes_back()
    assert [manager.shows(name) for name in manager.inputs] == ["4"] * len(manager.inputs)
    await manager.orders(COMMAND, "new")
    assert says(manager.view, "readiness_progress", page=1, pages=7)


async def test_an_assessment_begun_ends_after_a_week(world: World, redis: Redis) -> None:
    """What is begun has seven days from its last page."""
    await world.manager.orders(COMMAND)
    await world.manager.answers(pages=1)
    (key,) = [key async for key in redis.scan_iter("relais:person:*:readiness:own")]
    assert timedelta(days=7) - timedelta(minutes=1) < timedelta(seconds=await redis.ttl(key))


async def test_a_question_without_an_answer_comes_back(world: World) -> None:
    """Nothing is taken for an answer: each question that was left out is marked."""
    await world.manager.orders(COMMAND)
    answer = await world.manager.sends(few_customers="3")
    assert answer["response_action"] == "errors"
    assert list(answer["errors"].values()) == [say("readiness_required")] * 4


async def test_finishing_twice_keeps_one(world: World) -> None:
    """The last page sent again adds nothing: what was begun is finished."""
    manager = world.manager
    await manager.orders(COMMAND)
    await manager.answers(4, pages=6)
    last = dict(manager.view)
    await manager.answers(4)
    assert says(manager.view, "readiness_finished")
    manager.view = last
    await manager.answers(4)
    assert len(await service(world).store.assessments.all()) == 1
    assert says(manager.view, "readiness_refused_expired")
