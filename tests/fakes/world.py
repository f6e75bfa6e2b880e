"""A workspace: the bot as it runs, but for the clock, Slack itself, the understanding and the timers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from actions.cases.case import Side, replay
from actions.language import Language
from bot.bootstrap import Bot, Parts, open_bot
from bot.queue.timers import wake_case
from bot.settings import Backends, SlackAccess
from bot.stores import queue_keys as keys
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.cases import RedisCases
from tests.fakes.cases import RecordedTimers
from tests.fakes.clocks import TestClock
from tests.fakes.payloads import dispatch
from tests.fakes.people import Person
from tests.fakes.slack import BOT_USER, FakeSlack
from tests.fakes.understander import NoGuess, ScriptedUnderstander
from tests.fakes.work import settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from slack_bolt.async_app import AsyncApp

    from actions.cases.case import Case
    from actions.cases.service import CaseService
    from actions.dialogue.ports import LanguageGuesser, Understander
    from bot.services import Services
    from bot.stores.case_threads import CaseThread
    from tests.fakes.people import Message

# Who is in the workspace: the requester, two of legal, one of communication, a manager.
PEOPLE = {"U1": "employee", "UL1": "legal", "UL2": "legal2", "UC1": "communication", "UM1": "manager"}
CHANNELS = {"CLEGAL": "dept-legal", "CCOM": "dept-communication", "C1": "ask-social"}
MEMBERS = {"CLEGAL": ["UL1", "UL2", BOT_USER], "CCOM": ["UC1", BOT_USER], "C1": [*PEOPLE, BOT_USER]}


@dataclass
class World:
    """What a test does in the workspace, and sees of it."""

    bot: Bot
    slack: FakeSlack
    clock: TestClock
    timers: RecordedTimers
    understander: ScriptedUnderstander
    count: int = 0

    def __post_init__(self) -> None:
        """Let people in: the requester, two of legal, one of communication, a manager."""
        self.employee, self.legal, self.legal2, self.communication, self.manager = (
            Person(self, user) for user in PEOPLE
        )

    @property
    def app(self) -> AsyncApp:
        """The app that listens."""
        return self.bot.app

    @property
    def services(self) -> Services:
        """What answers."""
        return self.bot.services()

    @property
    def cases(self) -> CaseService:
        """The cases."""
        return self.services.advisor.cases

    @property
    def threads(self) -> RedisCaseThreads:
        """Where cases are."""
        return RedisCaseThreads(self.bot.redis)

    async def settle(self) -> None:
        """Work until nothing is left; a worker takes long to stop, so an empty queue starts none."""
        await settle(self.bot)

    async def send(self, body: dict[str, Any]) -> Any:  # noqa: ANN401  Bolt's response
        """Deliver a payload, and settle what comes of it."""
        response = await dispatch(self.app, body)
        await self.settle()
        return response

    async def pass_click(self) -> None:
        """Let the moment pass in which a second press is a double click."""
        redis = self.bot.redis
        async for key in redis.scan_iter(keys.act("*").name):
            if 0 <= await redis.ttl(key) <= keys.CLICK.total_seconds():
                await redis.delete(key)

    async def pass_pace(self) -> None:
        """Let so much time pass that every channel may have a burst again."""
        redis = self.bot.redis
        async for key in redis.scan_iter(keys.pace("*").name):
            await redis.delete(key)

    async def forget_directory(self) -> None:
        """Forget what Slack said of channels and people."""
        redis = self.bot.redis
        async for key in redis.scan_iter("relais:directory:*"):
            await redis.delete(key)

    def tick(self) -> int:
        """Return a number that nothing has had."""
        self.count += 1
        return self.count

    def department(self, name: str) -> str:
        """Return what a department is called in French."""
        return self.cases.library.department(name).name.fr

    async def opened(self, question: str = "peut-on publier ceci ?", department: str = "legal") -> Case:
        """Let the employee hand a question to a department, from a thread of #ask-social."""
        await self.employee.presses_line(f"human:{department}", "C1", f"{500 + self.tick()}.0")
        await self.employee.sends(text=question)
        number = (await self.cases.store.of_person(self.employee.id))[0]
        return await self.case(number)

    async def ring(self, number: int) -> None:
        """Wake a case, as its timer does, and settle what comes of it."""
        await self.wake(number)
        await self.settle()

    async def wake(self, number: int) -> None:
        """Wake a case, as its timer does, and queue what comes of it."""
        await wake_case(number, self.services, self.bot.outbox, RedisCases(self.bot.redis))

    async def case(self, number: int) -> Case:
        """Return a case as its events make it."""
        return replay(await self.cases.store.events(number))

    async def place(self, number: int, side: Side) -> CaseThread:
        """Return where a side of the case is."""
        place = await self.threads.get(number, side)
        assert place is not None
        return place

    async def thread(self, number: int, side: Side) -> list[Message]:
        """Return what a side reads of the case: its card, then what is said in its thread."""
        place = await self.place(number, side)
        card = [m for m in self.slack.seen(place.channel) if m["ts"] == place.message]
        return card + [m for m in self.slack.seen(place.channel, place.thread) if m["ts"] != place.message]


def _furnish(slack: FakeSlack) -> None:
    """Put people and channels into the workspace."""
    slack.channels = [{"id": i, "name": name, "is_member": True} for i, name in CHANNELS.items()]
    slack.people = [{"id": user, "name": name, "real_name": name.title()} for user, name in PEOPLE.items()]
    slack.members = dict(MEMBERS)


@asynccontextmanager
async def open_world(  # noqa: PLR0913  what differs between one workspace and another
    slack: FakeSlack,
    redis_url: str,
    *,
    understander: Understander | None = None,
    guesser: LanguageGuesser | None = None,
    departments: Path | None = None,
    advises_outsiders: bool = False,
) -> AsyncIterator[World]:
    """Open the workspace; the worker works when told, and nothing repeats by itself.

    An `understander` replaces the scripted one, and a `guesser` the one that is never sure; `departments` is
    a file to read in place of the shipped one. `advises_outsiders` where guests get advice.
    """
    _furnish(slack)
    clock, timers, scripted = TestClock(), RecordedTimers(), ScriptedUnderstander()
    resolution = timedelta(milliseconds=5)
    parts = Parts(clock, understander or scripted, guesser or NoGuess(), timers, resolution)
    access = SlackAccess("xoxb-1", slack.url, managers=("@manager",), advises_outsiders=advises_outsiders)
    backends = Backends(redis_url, "", "")
    async with open_bot(backends, access, Language.FR, 4, departments=departments, parts=parts) as bot:
        yield World(bot, slack, clock, timers, scripted)
