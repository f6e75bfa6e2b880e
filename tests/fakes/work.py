"""Works the queues off, where a test wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docket import Docket, Worker

    from bot.bootstrap import Bot


async def settle(bot: Bot) -> None:
    """Work until both queues are empty; an empty queue starts no worker, which takes long to stop."""
    await work_off(*(each.worker for each in bot.workers.supervised))


async def work_once(bot: Bot) -> None:
    """Work until both queues are empty but for the tasks that repeat, which run once."""
    inbox, outbox = (each.worker for each in bot.workers.supervised)
    await inbox.run_at_most({"sweep": 1, "look_for_assessments": 1})
    await outbox.run_until_finished()


async def work_off(*workers: Worker) -> None:
    """Let the workers work in turn until no queue has anything left."""
    while busy := [worker for worker in workers if await _has_work(worker.docket)]:
        for worker in busy:
            await worker.run_until_finished()


async def _has_work(queue: Docket) -> bool:
    async with queue.redis() as redis:
        return bool(await redis.xlen(queue.stream_key) or await redis.zcard(queue.queue_key))
