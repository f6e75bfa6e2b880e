"""The real services over a person's memory, and an app whose inbox keeps what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.knowledge.library import load
from actions.language import Language
from bot.commands.offline import memory_advisor
from bot.services import make_services
from bot.slack.app import open_app, open_client
from bot.slack.listeners import Listeners
from bot.slack.surface import SlackSurface
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.neutral import SlackDirectory
from bot.stores.attempts import RedisAttempts
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.pace import RedisPace
from bot.stores.people import RedisConversations
from bot.strings import load_strings
from tests.fakes.understander import NoGuess, ScriptedUnderstander

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.dialogue.converse import Advisor
    from actions.knowledge.library import Library
    from bot.services import Services
    from bot.stores.memory import Memory
    from tests.fakes.recorders import RecordingInbox

LIBRARY = load()


def advisor(
    memory: Memory | None = None,
    library: Library | None = None,
    understander: ScriptedUnderstander | None = None,
) -> Advisor:
    """Return an advisor that remembers in `memory`, and speaks French; it understands what it is told to."""
    understander = understander or ScriptedUnderstander()
    return memory_advisor(library or LIBRARY, understander, NoGuess(), Language.FR, memory)


def services(client: AsyncWebClient, redis: Redis, answering: Advisor | None = None) -> Services:
    """Return the real services on `client`, of an advisor that understands nothing unless one is given."""
    directory, threads = SlackDirectory(Directory(client)), RedisCaseThreads(redis)
    surface = SlackSurface(client, RedisAttempts(redis), RedisPace(redis))
    return make_services(answering or advisor(), load_strings(), surface, directory, threads)


def listening(slack_url: str, redis: Redis, inbox: RecordingInbox, memory: Memory | None = None) -> AsyncApp:
    """Return an app with every listener; what comes in goes to `inbox`."""
    client = open_client("xoxb-1", slack_url)
    made = services(client, redis, advisor(memory))
    conversations, threads = RedisConversations(redis), RedisCaseThreads(redis)
    listeners = Listeners(
        inbox,  # type: ignore[arg-type]  # a fake
        lambda: made,
        SlackSurface(client, RedisAttempts(redis), RedisPace(redis)),
        Directory(client),
        conversations,
        threads,
    )
    return open_app(client, listeners)
