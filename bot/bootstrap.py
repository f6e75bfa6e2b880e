"""The one place that knows concrete classes: wires a running bot from its settings."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from actions.cases.service import CaseService
from actions.dialogue.converse import Advisor, Memories
from actions.knowledge.library import load
from actions.readiness.service import ReadinessService
from bot.clock import SystemClock
from bot.language import guesser
from bot.nlu_client import RasaUnderstander
from bot.organisation import DirectoryOrganisation
from bot.queue.tasks import register, supervise
from bot.queue.timers import DocketScheduler
from bot.queue.worker import INBOX, OUTBOX, closed_in_time, open_docket, open_worker
from bot.reload import ReloadingServices
from bot.services import Services, make_services
from bot.slack.app import SlackApp, SlackClient, open_app, open_client
from bot.slack.legacy import read_call
from bot.slack.listeners import Listeners
from bot.slack.surface import SlackSurface
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.identity import Identity
from bot.slack.workspace.locales import SlackLocales
from bot.slack.workspace.managers import Managers, SlackManagerDirectory
from bot.slack.workspace.neutral import SlackDirectory
from bot.slack.workspace.people import SlackPeople
from bot.stores.attempts import RedisAttempts
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.cases import RedisCases
from bot.stores.connection import open_redis
from bot.stores.directory import RedisDirectory
from bot.stores.journal import RedisJournal
from bot.stores.pace import RedisPace
from bot.stores.people import RedisConversations, RedisOpinions, RedisPeople
from bot.stores.readiness import open_readiness_store
from bot.stores.scenarios import RedisScenarios
from bot.strings import load_strings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from docket import Docket
    from redis.asyncio import Redis

    from actions.cases.ports import Clock, Scheduler
    from actions.dialogue.ports import LanguageGuesser, Understander
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.queue.inbox import Inbox
    from bot.queue.outbox import Outbox
    from bot.queue.worker import TurningWorker
    from bot.queue.workers import Workers
    from bot.settings import Backends, SlackAccess


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
    """A wired bot: the app that listens, the workers that answer, and what health checks and tests ask."""

    app: SlackApp
    workers: Workers
    outbox: Outbox
    services: Callable[[], Services]
    redis: Redis
    identity: Identity
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


@dataclass(frozen=True, slots=True)
class _Wiring:
    """What services are made of, whatever the knowledge."""

    understander: Understander
    redis: Redis
    scheduler: Scheduler
    client: SlackClient
    surface: SlackSurface
    identity: Identity
    directory: Directory
    managers: Managers
    language: Language
    advises_outsiders: bool
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
        readiness = ReadinessService(library, open_readiness_store(redis), clock, cases)
        guess, locales = self.parts.guesser or guesser(), SlackLocales(self.client, people)
        directory, threads = SlackDirectory(self.directory), RedisCaseThreads(redis)
        advisor = Advisor(
            library,
            self.understander,
            guess,
            locales,
            memories,
            cases,
            readiness,
            DirectoryOrganisation(directory),
            SlackManagerDirectory(self.managers),
            self.language,
            self.advises_outsiders,
        )
        return make_services(advisor, load_strings(), self.surface, directory, threads)

    def listeners(self, inbox: Inbox, services: Callable[[], Services]) -> Listeners:
        """Return what hears Slack."""
        conversations, threads = RedisConversations(self.redis), RedisCaseThreads(self.redis)
        return Listeners(inbox, services, self.surface, self.directory, conversations, threads)


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
        client = RasaUnderstander(backends.rasa_url, backends.rasa_token)
        rasa = await stack.enter_async_context(client) if parts.understander is None else None
        redis = open_redis(backends.redis_url)
        stack.push_async_callback(redis.aclose)
        url, names = backends.redis_url, (INBOX, OUTBOX)
        queues = [await stack.enter_async_context(closed_in_time(open_docket(url, name))) for name in names]
        wiring = _wire(parts, rasa, redis, queues[0], slack, language)
        services = _current(wiring, departments, readiness, reload=reload)
        inbox, outbox = register(queues[0], queues[1], redis, services, read_call)
        workers = [await stack.enter_async_context(_worker(queue, concurrency, parts)) for queue in queues]
        listeners = wiring.listeners(inbox, services)
        app = open_app(wiring.client, listeners, slack.signing_secret, wiring.identity)
        stack.callback(wiring.directory.close)
        yield Bot(
            app,
            supervise(inbox, outbox, workers, redis),
            outbox,
            services,
            redis,
            wiring.identity,
            wiring.directory,
            rasa,
        )


def _worker(queue: Docket, concurrency: int, parts: Parts) -> AbstractAsyncContextManager[TurningWorker]:
    periodic = parts.scheduler is None
    return closed_in_time(open_worker(queue, concurrency, resolution=parts.resolution, periodic=periodic))


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
    identity = Identity(client)
    directory = Directory(client, RedisDirectory(redis), identity)
    return _Wiring(
        understander,
        redis,
        parts.scheduler or DocketScheduler(docket),
        client,
        SlackSurface(client, RedisAttempts(redis), RedisPace(redis)),
        identity,
        directory,
        Managers(slack.managers, directory),
        language,
        slack.advises_outsiders,
        parts,
    )


def _current(
    wiring: _Wiring, departments: Path | None, readiness: Path | None, *, reload: bool
) -> Callable[[], Services]:
    """Return what gives the services of now: of the files as they are, or as they were."""
    if reload:
        return ReloadingServices(wiring.services, departments=departments, readiness=readiness)
    services = wiring.services(load(departments=departments, readiness=readiness))
    return lambda: services
