"""The one place that knows concrete classes: wires a running bot from its settings."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004  Redis's, not Python's

from actions.cases.service import CaseService
from actions.dialogue.converse import Advisor, Memories
from actions.knowledge.library import load
from actions.readiness.service import ReadinessService
from bot.clock import SystemClock
from bot.files.render import Files
from bot.language import LinguaGuesser
from bot.nlu_client import RasaUnderstander
from bot.pages.compose import Composer
from bot.queue.timers import CaseTasks, DocketScheduler, ReadinessTasks
from bot.queue.worker import Outbox, Services, Tasks, open_docket, open_worker
from bot.reload import ReloadingServices
from bot.slack.app import open_app, open_client
from bot.slack.calculators.listeners import FormDesk
from bot.slack.surface import SlackSurface
from bot.slack.wiring import CaseSide, SlackPeople
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.doctor import examine
from bot.slack.workspace.locales import SlackLocales
from bot.slack.workspace.managers import Managers
from bot.slack.workspace.people import mention
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.cases import RedisCases
from bot.stores.deliveries import RedisDeliveries
from bot.stores.idempotency import IdempotencyStore
from bot.stores.journal import RedisJournal
from bot.stores.memory import Memory
from bot.stores.people import RedisConversations, RedisOpinions, RedisPeople
from bot.stores.readiness import open_readiness_store
from bot.stores.scenarios import RedisScenarios
from bot.strings import load_strings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from docket import Worker
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.knowledge.library import Library
    from actions.model import Language
    from bot.slack.workspace.doctor import Finding


@dataclass(frozen=True, slots=True)
class Backends:
    """Where the parts are: resolved addresses, whether configured or started here."""

    redis_url: str
    rasa_url: str
    rasa_token: str


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """How to reach a workspace, and who its managers are; `api_url` is None for Slack's own."""

    bot_token: str
    api_url: str | None = None
    signing_secret: str | None = None
    managers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bot:
    """A wired bot: the app that listens, the worker that answers, and what `/health` asks."""

    app: AsyncApp
    worker: Worker
    understander: RasaUnderstander
    redis: Redis
    directory: Directory

    async def redis_answers(self) -> bool:
        """Tell whether Redis answers."""
        try:
            return bool(await self.redis.ping())
        except Exception:  # noqa: BLE001  whatever it is, the part is not healthy
            return False


def open_redis(url: str) -> Redis:
    """Return a client that tries again: after Redis came back, each pooled connection fails once."""
    retry = Retry(ExponentialBackoff(base=0.02, cap=0.5), retries=4)
    lost = [ConnectionError, TimeoutError]
    return Redis.from_url(url, decode_responses=True, retry=retry, retry_on_error=lost)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a desk is made of, whatever the knowledge."""

    understander: RasaUnderstander
    redis: Redis
    scheduler: DocketScheduler
    client: AsyncWebClient
    directory: Directory
    side: CaseSide
    language: Language

    def desk(self, library: Library) -> Services:
        """Return who decides and who draws with `library`."""
        redis, people, clock = self.redis, RedisPeople(self.redis), SystemClock()
        memories = Memories(
            people,
            RedisConversations(redis),
            RedisOpinions(redis),
            RedisJournal(redis),
            RedisScenarios(redis),
        )
        office = CaseService(library, self.side.cases, self.scheduler, SlackPeople(self.directory), clock)
        study = ReadinessService(library, open_readiness_store(redis), self.side.board, clock, office)
        locales = SlackLocales(self.client, people)
        advisor = Advisor(
            library, self.understander, _guesser(), locales, memories, self.language, office, study
        )
        composer = Composer(library, load_strings(), hands_over=True, mention=mention)
        files = Files(composer, memories.scenarios, office, study)
        parts = self.side.parts(library, lambda: advisor, clock)
        return Services(advisor, SlackSurface(self.client, composer, self.directory, files, *parts))


@cache
def _guesser() -> LinguaGuesser:
    """Return the one guesser of this process: its models take a moment to load."""
    return LinguaGuesser()


@asynccontextmanager
async def open_bot(  # noqa: PLR0913  what differs between one bot and another
    backends: Backends,
    slack: SlackAccess,
    language: Language,
    concurrency: int,
    *,
    reload: bool = False,
    departments: Path | None = None,
    readiness: Path | None = None,
) -> AsyncIterator[Bot]:
    """Wire the bot and close it again; the caller runs the worker and the connection to Slack.

    With `reload` it answers from the knowledge as its files are, not as they were when it started.
    `departments` and `readiness` are files to read in place of those that are shipped.

    Raises:
        KnowledgeError: the knowledge has faults.
    """
    async with AsyncExitStack() as stack:
        understander = await stack.enter_async_context(
            RasaUnderstander(backends.rasa_url, backends.rasa_token)
        )
        redis = open_redis(backends.redis_url)
        stack.push_async_callback(redis.aclose)
        docket = await stack.enter_async_context(open_docket(backends.redis_url))
        client = open_client(slack.bot_token, slack.api_url)
        directory, conversations = Directory(client), RedisConversations(redis)
        strings, stores = load_strings(), (RedisCases(redis), RedisCaseThreads(redis))
        side = CaseSide(client, strings, directory, Managers(slack.managers, directory), stores)
        parts = _Parts(understander, redis, DocketScheduler(docket), client, directory, side, language)
        desks = (
            ReloadingServices(parts.desk, departments=departments, readiness=readiness)
            if reload
            else _fixed(parts.desk(load(departments=departments, readiness=readiness)))
        )
        idempotency = IdempotencyStore(redis)
        outbox = Outbox(docket, idempotency, desks().surface, RedisDeliveries(redis))
        tasks = Tasks(docket, idempotency, desks, outbox)
        CaseTasks(docket, desks, outbox, side.cases)
        ReadinessTasks(desks, outbox).register(docket)
        worker = await stack.enter_async_context(open_worker(docket, concurrency))
        forms = FormDesk(lambda: desks().advisor, strings)
        door = side.door(tasks.inbox, conversations, forms, lambda: desks().advisor)
        app = open_app(client, door, slack.signing_secret)
        yield Bot(app, worker, understander, redis, directory)


def _fixed(desk: Services) -> Callable[[], Services]:
    return lambda: desk


@asynccontextmanager
async def open_advisor(
    backends: Backends, library: Library, language: Language
) -> AsyncIterator[tuple[Advisor, Composer]]:
    """Wire the advisor alone, for the terminal: the same understanding and decisions, kept in memory."""
    async with RasaUnderstander(backends.rasa_url, backends.rasa_token) as understander:
        memory = Memory()
        memories = Memories(memory, memory, memory, memory, memory)
        advisor = Advisor(library, understander, LinguaGuesser(), memory, memories, language)
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
    """What correcting earlier answers needs: who got them, and the way to them."""

    deliveries: RedisDeliveries
    outbox: Outbox


@asynccontextmanager
async def open_recall(redis_url: str, library: Library) -> AsyncIterator[Recall]:
    """Wire the outbox alone: what is put there is drawn here, and posted by the bot that runs."""
    redis = open_redis(redis_url)
    try:
        # Nobody is called from here: no token is needed to draw.
        client = open_client("", None)
        composer = Composer(library, load_strings())
        surface = SlackSurface(client, composer, Directory(client), Files(composer, RedisScenarios(redis)))
        deliveries = RedisDeliveries(redis)
        async with open_docket(redis_url) as docket:
            yield Recall(deliveries, Outbox(docket, IdempotencyStore(redis), surface, deliveries))
    finally:
        await redis.aclose()


async def examine_workspace(
    library: Library, slack: SlackAccess, managers: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Wire what the doctor asks, and examine a workspace in which no bot needs to run."""
    client = open_client(slack.bot_token, slack.api_url)
    directory = Directory(client)
    return await examine(library, client, directory, Managers(managers, directory))
