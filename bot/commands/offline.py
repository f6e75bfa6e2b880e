"""Wires what commands need without a bot: an advisor in memory, the journal, corrections, the doctor."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from actions.cases.service import CaseService
from actions.dialogue.converse import Advisor, Memories
from actions.readiness.service import ReadinessService
from bot.clock import SystemClock
from bot.language import LinguaGuesser
from bot.nlu_client import RasaUnderstander
from bot.outgoing.dialogue import DialogueMessages
from bot.pages.compose import Composer
from bot.queue.outbox import Outbox
from bot.queue.stores import outbox_stores
from bot.queue.worker import OUTBOX, open_docket
from bot.slack.app import open_client
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.doctor import examine
from bot.slack.workspace.managers import Managers
from bot.stores.alone import Alone
from bot.stores.connection import open_redis
from bot.stores.journal import RedisJournal
from bot.stores.memory import Memory
from bot.stores.memory_cases import MemoryCases
from bot.stores.memory_readiness import memory_readiness_store
from bot.strings import load_strings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from actions.cases.ports import Clock
    from actions.dialogue.ports import LanguageGuesser, Understander
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.queue.stores import OutboxStores
    from bot.settings import Backends, SlackAccess
    from bot.slack.workspace.findings import Finding
    from bot.stores.deliveries import RedisDeliveries


def memory_advisor(  # noqa: PLR0913, PLR0917  what differs between one process and another
    library: Library,
    understander: Understander,
    guesser: LanguageGuesser,
    language: Language,
    memory: Memory | None = None,
    clock: Clock | None = None,
) -> Advisor:
    """Return an advisor with stores in memory, for a process without a surface."""
    memory, alone, clock = memory or Memory(), Alone(), clock or SystemClock()
    cases = CaseService(library, MemoryCases(), alone, alone, clock)
    readiness = ReadinessService(library, memory_readiness_store(), clock, cases)
    return Advisor(
        library, understander, guesser, memory, Memories.of(memory), cases, readiness, alone, alone, language
    )


@asynccontextmanager
async def open_advisor(
    backends: Backends, library: Library, language: Language
) -> AsyncIterator[tuple[Advisor, Composer]]:
    """Wire an advisor with stores in memory, for the terminal."""
    async with RasaUnderstander(backends.rasa_url, backends.rasa_token) as understander:
        advisor = memory_advisor(library, understander, LinguaGuesser(), language)
        yield advisor, Composer(library, load_strings())


@asynccontextmanager
async def open_journal(redis_url: str) -> AsyncIterator[RedisJournal]:
    """Open the journal alone, for the commands that read it."""
    redis = open_redis(redis_url)
    try:
        yield RedisJournal(redis)
    finally:
        await redis.aclose()


@dataclass(frozen=True, slots=True)
class Recall:
    """What posting corrections needs: who got which version, and the outbox."""

    deliveries: RedisDeliveries
    outbox: Outbox
    planner: DialogueMessages


@asynccontextmanager
async def open_recall(redis_url: str, library: Library) -> AsyncIterator[Recall]:
    """Wire what posts corrections, which the running bot does."""
    async with open_outbox(redis_url) as (stores, outbox):
        yield Recall(stores.deliveries, outbox, DialogueMessages(Composer(library, load_strings())))


@asynccontextmanager
async def open_outbox(redis_url: str) -> AsyncIterator[tuple[OutboxStores, Outbox]]:
    """Open an outbox that queues calls, which the running bot makes."""
    redis = open_redis(redis_url)
    try:
        async with open_docket(redis_url, OUTBOX) as docket:
            stores = outbox_stores(redis)
            yield stores, Outbox(docket, stores, _never_delivers)
    finally:
        await redis.aclose()


def _never_delivers() -> NoReturn:
    """Stand in for what makes calls, in a process that only queues them."""
    raise LookupError("this process makes no calls")


async def examine_workspace(
    library: Library, slack: SlackAccess, managers: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Examine a workspace; no bot needs to run there."""
    client = open_client(slack.bot_token, slack.api_url)
    directory = Directory(client)
    return await examine(library, client, directory, Managers(managers, directory))
