"""`recall`: posts the correction of a topic where an older version was given, once per thread."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from actions.acts import AskTopic
from actions.knowledge.library import HERE, load
from actions.language import Language
from actions.model import Inbound
from actions.reply import Corrected, Reply
from bot.commands.common import many
from bot.commands.offline import open_recall
from bot.local.process import StartError
from bot.local.stack import find_redis, runs_here
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.settings import Settings, SlackMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from actions.knowledge.topic import Topic
    from bot.commands.offline import Recall
    from bot.stores.deliveries import GivenVersion

console = Console(highlight=False)


async def recall(  # noqa: PLR0913  the last two are for tests
    settings: Settings,
    name: str,
    *,
    days: int,
    confirmed: bool,
    ask: Callable[[str], bool] = typer.confirm,
    folder: Path = HERE,
) -> int:
    """List who got an older version of the topic, and where confirmed queue its correction for each thread.

    Return 1 where there are threads to correct but nothing can be posted.

    Raises:
        KnowledgeError: the knowledge has faults.
        StartError: there is no such topic, or no Redis to read from.
    """
    library = load(folder, departments=settings.relais_departments)
    if name not in library.topics:
        raise StartError(f"There is no topic {name}.")
    topic = library.topics[name]
    url = await find_redis(settings)
    if url is None:
        raise StartError(
            "No workspace: SLACK_BOT_TOKEN and REDIS_URL are not set, and no local one runs here (make run)."
        )
    async with open_recall(url, library) as opened:
        since = time.time() - timedelta(days=days).total_seconds()
        older = outdated(await opened.deliveries.of(name, since=since), topic.version)
        done = await opened.deliveries.corrected(name, topic.version)
        pending = {thread: given for thread, given in older.items() if thread not in done}
        _list(topic, days, pending, already=len(done))
        if not pending:
            return 0
        if reason := _obstacle(settings, topic):
            console.print(reason, style="yellow", markup=False, soft_wrap=True)
            return 1
        if confirmed or ask(f"Post the correction in {many(len(pending), 'thread')}?"):
            await _correct(opened, topic, pending)
        else:
            console.print("Nothing was posted.")
    return 0


def outdated(deliveries: Iterable[GivenVersion], version: int) -> dict[str, list[GivenVersion]]:
    """Return, by thread, the last delivery of each person there whose last version is before `version`."""
    # Times are in seconds; within one second the higher version is the later one.
    in_order = sorted(deliveries, key=lambda delivery: (delivery.at, delivery.version))
    last = {(delivery.thread, delivery.person): delivery for delivery in in_order}
    threads: dict[str, list[GivenVersion]] = {}
    for (thread, _), delivery in last.items():
        if delivery.version < version:
            threads.setdefault(thread, []).append(delivery)
    return threads


def _list(topic: Topic, days: int, pending: dict[str, list[GivenVersion]], already: int) -> None:
    """Print who got an older version, by ids."""
    outdated_versions = [delivery for group in pending.values() for delivery in group]
    people = len({delivery.person for delivery in outdated_versions})
    versions = ", ".join(
        f"version {version}: {count}"
        for version, count in sorted(Counter(d.version for d in outdated_versions).items())
    )
    console.print(f"{topic.topic} is at version {topic.version}. An older one, in the last {days} days:")
    summary = f"{people or 'no'} {'person' if people == 1 else 'people'} in {many(len(pending), 'thread')}"
    console.print(f"  {summary}{f' ({versions})' if versions else ''}")
    for delivery in outdated_versions:
        day = datetime.fromtimestamp(delivery.at, UTC).date().isoformat()
        line = f"  {day}  version {delivery.version}  {delivery.thread}  {delivery.person}"
        console.print(line, style="dim", markup=False, soft_wrap=True)
    if already:
        console.print(f"  {many(already, 'thread')} had the correction already.")


def _obstacle(settings: Settings, topic: Topic) -> str:
    """Return why nothing can be posted; empty where it can."""
    if topic.correction is None:
        return f"Nothing to post: topics/{topic.topic}.yml has no 'correction' that says what changed."
    if settings.surface is SlackMode.LOCAL and not runs_here(settings):
        return "No workspace to post in: SLACK_BOT_TOKEN is not set, and no local one runs here (make run)."
    return ""


async def _correct(recall: Recall, topic: Topic, pending: dict[str, list[GivenVersion]]) -> None:
    """Queue the correction for each thread; by its key, two runs at once post it once."""
    for thread, given in pending.items():
        last = given[-1]
        language = Language(last.language)
        key = f"recall:{topic.topic}:{topic.version}:{thread}"
        inbound = Inbound(key, last.person, thread, language)
        channel, root = last.place.get("channel", ""), last.place.get("thread", "")
        envelope = Envelope(inbound, AskTopic(topic.topic), Address(last.person, channel, root))
        await recall.outbox.put(Reply(language, Corrected(topic)), envelope, recall.planner)
        await recall.deliveries.mark_corrected(topic.topic, topic.version, thread)
    console.print(
        f"Queued {many(len(pending), 'correction')}; the bot posts them as soon as Slack takes them."
    )
