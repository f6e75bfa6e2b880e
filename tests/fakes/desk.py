"""A desk that opens forms for one person's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.cases.service import CaseService
from actions.dialogue.converse import Advisor, Memories
from actions.knowledge.library import load
from actions.language import Language
from bot.clock import SystemClock
from bot.files.render import Files
from bot.pages.compose import Composer
from bot.slack.calculators.listeners import FormDesk
from bot.slack.surface import SlackSurface
from bot.slack.wiring import CaseSide, SlackPeople
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.managers import Managers
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.cases import RedisCases
from bot.stores.memory import Memory
from bot.stores.people import RedisConversations
from bot.strings import load_strings
from tests.fakes.cases import RecordedTimers
from tests.fakes.understander import NoGuess, ScriptedUnderstander

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.knowledge.library import Library
    from bot.slack.listeners import Door


def advisor(memory: Memory, language: Language = Language.FR) -> Advisor:
    """Return an advisor that remembers in `memory`."""
    memories = Memories(memory, memory, memory, memory, memory)
    return Advisor(load(), ScriptedUnderstander(), NoGuess(), memory, memories, language)


def desk(memory: Memory | None = None, language: Language = Language.FR) -> FormDesk:
    """Return a desk for that advisor."""
    answering = advisor(memory or Memory(), language)
    return FormDesk(lambda: answering, load_strings())


def door(  # noqa: PLR0913  what differs between tests
    client: AsyncWebClient,
    inbox: Any,  # noqa: ANN401  a fake
    redis: Redis,
    memory: Memory | None = None,
    *,
    language: Language = Language.FR,
    managers: tuple[str, ...] = (),
) -> Door:
    """Return every listener of Slack, on a real Redis; what comes in goes to `inbox`."""
    directory = Directory(client)
    stores = RedisCases(redis), RedisCaseThreads(redis)
    side = CaseSide(client, load_strings(), directory, Managers(managers, directory), stores)
    kept = memory or Memory()
    library, clock = load(), SystemClock()
    office = CaseService(library, side.cases, RecordedTimers(), SlackPeople(directory), clock)
    memories = Memories(kept, kept, kept, kept, kept)
    answering = Advisor(library, ScriptedUnderstander(), NoGuess(), kept, memories, language, office)
    return side.door(inbox, RedisConversations(redis), desk(kept, language), lambda: answering)


def surface(client: AsyncWebClient, library: Library, memory: Memory | None = None) -> SlackSurface:
    """Return the real surface on `client`."""
    composer = Composer(library, load_strings())
    return SlackSurface(client, composer, Directory(client), Files(composer, memory or Memory()))
