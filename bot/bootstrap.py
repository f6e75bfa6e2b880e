"""The one place that knows concrete classes: wires a running bot from its settings."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004  Redis's, not Python's

from actions.cases.service import CaseService
from actions.dialogue.converse import Advisor, Memories
from actions.knowledge.library import load
from actions.readiness.service import ReadinessService
from bot.clock import SystemClock
from bot.language import LinguaGuesser
from bot.nlu_client import RasaUnderstander
from bot.outgoing.dialogue import DialogueMessages
from bot.pages.compose import Composer
from bot.queue.inbox import Tasks
from bot.queue.outbox import Outbox
from bot.queue.timers import CaseTasks, DocketScheduler, ReadinessTasks
from bot.queue.worker import open_docket, open_worker
from bot.reload import ReloadingServices
from bot.services import Services, make_services
from bot.slack.app import SlackApp, SlackClient, open_app, open_client
from bot.slack.legacy import read_call
from bot.slack.listeners import Listeners
from bot.slack.surface import SlackSurface
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.doctor import examine
from bot.slack.workspace.locales import SlackLocales
from bot.slack.workspace.managers import Managers, SlackManagerDirectory
from bot.slack.workspace.neutral import SlackDirectory
from bot.slack.workspace.people import SlackPeople
from bot.stores.alone import Alone
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.cases import RedisCases
from bot.stores.deliveries import RedisDeliveries
from bot.stores.idempotency import IdempotencyStore
from bot.stores.journal import RedisJournal
from bot.stores.memory import Memory
from bot.stores.memory_cases import MemoryCases
from bot.stores.memory_readiness import memory_readiness_store
from bot.stores.people import RedisConversations, RedisOpinions, RedisPeople
from bot.stores.readiness import open_readiness_store
from bot.stores.scenarios import RedisScenarios
from bot.strings import load_strings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from docket import Docket, Worker

    from actions.cases.ports import Clock, Scheduler
    from actions.dialogue.ports import LanguageGuesser, Understander
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.settings import Backends
    from bot.slack.workspace.doctor import Finding


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """How to reach a workspace, and who its managers are; `api_url` is None for Slack's own."""

    bot_token: str
    api_url: str | None = None
    signing_secret: str | None = None
    managers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What is handed in instead of the real thing: a clock that stands still, an understanding that is told.

    `scheduler` in place of docket's also means that nothing repeats by itself; `resolution` is how often the
    worker looks for tasks.
    """

    clock: Clock = field(default_factory=SystemClock)
    understander: Understander | None = None
    guesser: LanguageGuesser | None = None
    scheduler: Scheduler | None = None
    resolution: timedelta = timedelta(milliseconds=250)


@dataclass(frozen=True, slots=True)
class Bot:
    """A wired bot: the app that listens, the worker that answers, and what `/health` and tests ask."""

    app: SlackApp
    worker: Worker
    outbox: Outbox
    services: Callable[[], Services]
    redis: Redis
    directory: Directory
    rasa: RasaUnderstander | None

    async def redis_answers(self) -> bool:
        """Tell whether Redis answers."""
        try:
            return bool(await self.redis.ping())
        except Exception:  # noqa: BLE001  whatever it is, the part is not healthy
            return False

    async def rasa_answers(self) -> bool:
        """Tell whether Rasa answers; an understanding that was handed in always does."""
        return self.rasa is None or await self.rasa.ping()


def open_redis(url: str) -> Redis:
    """Return a client that tries again: after Redis came back, each pooled connection fails once."""
    retry = Retry(ExponentialBackoff(base=0.02, cap=0.5), retries=4)
    lost = [ConnectionError, TimeoutError]
    return Redis.from_url(url, decode_responses=True, retry=retry, retry_on_error=lost)


@dataclass(frozen=True, slots=True)
class _Wiring:
    """What services are made of, whatever the knowledge."""

    understander: Understander
    redis: Redis
    scheduler: Scheduler
    client: SlackClient
    surface: SlackSurface
    directory: Directory
    managers: Managers
    language: Language
    parts: Parts

    def services(self, library: Library) -> Services:
        """Return what answers with `library`."""
        redis, people, clock = self.redis, RedisPeople(self.redis), self.parts.clock
        memories = Memories(
            people,
            RedisConversations(redis),
            RedisOpinions(redis),
            RedisJournal(redis),
            RedisScenarios(redis),
        )
        cases = CaseService(library, RedisCases(redis), self.scheduler, SlackPeople(self.directory), clock)
        board = SlackManagerDirectory(self.managers)
        readiness = ReadinessService(library, open_readiness_store(redis), board, clock, cases)
        guesser, locales = self.parts.guesser or _guesser(), SlackLocales(self.client, people)
        advisor = Advisor(
            library, self.understander, guesser, locales, memories, cases, readiness, self.language
        )
        directory, threads = SlackDirectory(self.directory), RedisCaseThreads(redis)
        return make_services(advisor, load_strings(), self.surface, directory, threads)


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
    parts: Parts | None = None,
) -> AsyncIterator[Bot]:
    """Wire the bot and close it again; the caller runs the worker and the connection to Slack.

    With `reload` it answers from the knowledge as its files are, not as they were when it started.
    `departments` and `readiness` are files to read in place of those that are shipped; `parts` stand in for
    the real ones.

    Raises:
        KnowledgeError: the knowledge has faults.
    """
    parts = parts or Parts()
    async with AsyncExitStack() as stack:
        rasa = None
        if parts.understander is None:
            client = RasaUnderstander(backends.rasa_url, backends.rasa_token)
            rasa = await stack.enter_async_context(client)
        redis = open_redis(backends.redis_url)
        stack.push_async_callback(redis.aclose)
        docket = await stack.enter_async_context(open_docket(backends.redis_url))
        wiring = _wire(parts, rasa, redis, docket, slack, language)
        if reload:
            services: Callable[[], Services] = ReloadingServices(
                wiring.services, departments=departments, readiness=readiness
            )
        else:
            services = _fixed(wiring.services(load(departments=departments, readiness=readiness)))
        outbox, tasks = _register(docket, redis, services)
        worker = await stack.enter_async_context(
            open_worker(docket, concurrency, resolution=parts.resolution, periodic=parts.scheduler is None)
        )
        listeners = Listeners(
            tasks.inbox,
            services,
            wiring.surface,
            wiring.directory,
            RedisConversations(redis),
            RedisCaseThreads(redis),
        )
        app = open_app(wiring.client, listeners, slack.signing_secret)
        yield Bot(app, worker, outbox, services, redis, wiring.directory, rasa)


def _wire(  # noqa: PLR0913, PLR0917  the parts of one bot
    parts: Parts,
    rasa: RasaUnderstander | None,
    redis: Redis,
    docket: Docket,
    slack: SlackAccess,
    language: Language,
) -> _Wiring:
    understander = parts.understander or rasa
    if understander is None:
        raise ValueError("nobody understands")
    client = open_client(slack.bot_token, slack.api_url)
    directory = Directory(client)
    return _Wiring(
        understander,
        redis,
        parts.scheduler or DocketScheduler(docket),
        client,
        SlackSurface(client),
        directory,
        Managers(slack.managers, directory),
        language,
        parts,
    )


def _register(docket: Docket, redis: Redis, services: Callable[[], Services]) -> tuple[Outbox, Tasks]:
    """Register every task of the queue."""
    idempotency = IdempotencyStore(redis)
    outbox = Outbox(docket, idempotency, lambda: services().delivery, RedisDeliveries(redis), read_call)
    tasks = Tasks(docket, idempotency, services, outbox)
    CaseTasks(docket, services, outbox, RedisCases(redis))
    ReadinessTasks(services, outbox).register(docket)
    return outbox, tasks


def _fixed(services: Services) -> Callable[[], Services]:
    return lambda: services


def memory_advisor(  # noqa: PLR0913, PLR0917  what differs between one process and another
    library: Library,
    understander: Understander,
    guesser: LanguageGuesser,
    language: Language,
    memory: Memory | None = None,
    clock: Clock | None = None,
) -> Advisor:
    """Return an advisor that keeps everything in memory, for one process without a surface."""
    memory, alone, clock = memory or Memory(), Alone(), clock or SystemClock()
    cases = CaseService(library, MemoryCases(), alone, alone, clock)
    readiness = ReadinessService(library, memory_readiness_store(), alone, clock, cases)
    return Advisor(library, understander, guesser, memory, Memories.of(memory), cases, readiness, language)


@asynccontextmanager
async def open_advisor(
    backends: Backends, library: Library, language: Language
) -> AsyncIterator[tuple[Advisor, Composer]]:
    """Wire the advisor alone, for the terminal: the same understanding and decisions, kept in memory."""
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
    """What correcting earlier answers needs: who got them, and the way to them."""

    deliveries: RedisDeliveries
    outbox: Outbox
    planner: DialogueMessages


@asynccontextmanager
async def open_recall(redis_url: str, library: Library) -> AsyncIterator[Recall]:
    """Wire the outbox alone: what is put there is planned here, and posted by the bot that runs."""
    redis = open_redis(redis_url)
    try:
        # Nobody is called from here: no token is needed to plan.
        directory = SlackDirectory(Directory(open_client("", None)))
        planner = DialogueMessages(Composer(library, load_strings()), directory)
        deliveries = RedisDeliveries(redis)
        async with open_docket(redis_url) as docket:
            outbox = Outbox(docket, IdempotencyStore(redis), _nothing, deliveries)
            yield Recall(deliveries, outbox, planner)
    finally:
        await redis.aclose()


def _nothing() -> NoReturn:
    raise LookupError("this process makes no calls")


async def examine_workspace(
    library: Library, slack: SlackAccess, managers: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Wire what the doctor asks, and examine a workspace in which no bot needs to run."""
    client = open_client(slack.bot_token, slack.api_url)
    directory = Directory(client)
    return await examine(library, client, directory, Managers(managers, directory))
