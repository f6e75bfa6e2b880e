"""A workspace with cases: every part real but the clock, Slack itself, and the understanding."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from docket import Worker

from actions.cases.acts import ListCases
from actions.cases.case import replay
from actions.cases.events import RELAIS
from actions.cases.service import CaseService
from actions.dialogue.converse import Advisor, Memories
from actions.knowledge.library import load
from actions.language import Language
from actions.model import Inbound
from actions.readiness.service import ReadinessService
from actions.reply import Reply
from bot.files.render import Files
from bot.pages.compose import Composer
from bot.queue.envelope import Envelope
from bot.queue.worker import Outbox, Services, Tasks, open_docket
from bot.slack.app import open_app, open_client
from bot.slack.calculators.listeners import FormDesk
from bot.slack.surface import SlackSurface
from bot.slack.wiring import CaseSide, SlackPeople
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.managers import Managers
from bot.slack.workspace.people import mention
from bot.stores.case_threads import RedisCaseThreads
from bot.stores.cases import RedisCases
from bot.stores.deliveries import RedisDeliveries
from bot.stores.idempotency import IdempotencyStore
from bot.stores.memory import Memory
from bot.stores.people import RedisConversations
from bot.stores.readiness import open_readiness_store
from bot.strings import load_strings
from tests.fakes.cases import RecordedTimers, TestClock
from tests.fakes.payloads import dispatch, event
from tests.fakes.slack import BOT_USER, TEAM, FakeSlack
from tests.fakes.understander import NoGuess, ScriptedUnderstander

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis
    from slack_bolt.async_app import AsyncApp

    from actions.cases.case import Case
    from actions.knowledge.library import Library

# Who is in the workspace: the requester, two of legal, one of communication, a manager.
PEOPLE = {"U1": "employee", "UL1": "legal", "UL2": "legal2", "UC1": "communication", "UM1": "manager"}
CHANNELS = {"CLEGAL": "dept-legal", "CCOM": "dept-communication", "C1": "ask-social"}
MEMBERS = {"CLEGAL": ["UL1", "UL2", BOT_USER], "CCOM": ["UC1", BOT_USER], "C1": [*PEOPLE, BOT_USER]}


@dataclass
class Room:
    """What a test does in the workspace, and sees of it."""

    app: AsyncApp
    worker: Worker
    outbox: Outbox
    desk: Services
    cases: CaseService
    slack: FakeSlack
    clock: TestClock
    threads: RedisCaseThreads
    understander: ScriptedUnderstander
    memory: Memory
    directory: Directory
    count: int = field(default=0)

    async def settle(self) -> None:
        """Work until nothing is left."""
        await self.worker.run_until_finished()

    async def send(self, body: dict[str, Any]) -> Any:  # noqa: ANN401  Bolt's response
        """Deliver a payload, and settle what comes of it."""
        response = await dispatch(self.app, body)
        await self.settle()
        return response

    async def says(self, user: str, text: str, channel: str, thread: str = "", **fields: Any) -> str:  # noqa: ANN401  Slack's own shapes
        """Let somebody write; return the message's id."""
        self.count += 1
        ts = f"{500 + self.count}.0"
        kind = "im" if channel.startswith("D") else "channel"
        more = {"thread_ts": thread} if thread else {}
        await self.send(
            event(user=user, text=text, channel=channel, channel_type=kind, ts=ts, **more, **fields)
        )
        return ts

    async def press(self, user: str, value: str, channel: str = "", message: str = "") -> Any:  # noqa: ANN401  as above
        """Let somebody press a button, in App Home where no channel is given."""
        self.count += 1
        container = {"type": "message", "channel_id": channel, "message_ts": message}
        action = {"type": "button", "action_id": f"choice:{value}", "block_id": "b", "value": value}
        return await self.send(
            {
                "type": "block_actions",
                "team": {"id": TEAM, "domain": "t"},
                "user": {"id": user, "team_id": TEAM},
                "api_app_id": "A1",
                "trigger_id": f"t{self.count}",
                "container": container if channel else {"type": "view", "view_id": "V1"},
                "actions": [{**action, "action_ts": str(self.count)}],
            }
        )

    @property
    def form(self) -> dict[str, Any]:
        """The form that was opened last."""
        view = self.slack.made("views.open")[-1]["view"]
        assert isinstance(view, dict)
        return view

    async def submit(self, user: str, **typed: str) -> Any:  # noqa: ANN401  as above
        """Send the form that was opened last, with these fields filled in."""
        self.count += 1
        values = {}
        for block in self.form["blocks"]:
            name = block.get("block_id")
            if name in typed:
                chosen = {"selected_option": {"value": typed[name]}}
                values[name] = {"value": chosen if "options" in block["element"] else {"value": typed[name]}}
        view = {**self.form, "id": f"V{self.count}", "hash": "h", "state": {"values": values}}
        body = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": user}, "view": view}
        return await self.send({**body, "api_app_id": "A1", "trigger_id": "t"})

    async def shortcut(self, user: str, callback: str, channel: str, message: dict[str, Any]) -> None:
        """Use a message shortcut."""
        await self.send(
            {
                "type": "message_action",
                "callback_id": callback,
                "team": {"id": TEAM},
                "user": {"id": user},
                "channel": {"id": channel},
                "message": message,
                "message_ts": message["ts"],
                "trigger_id": "t",
                "api_app_id": "A1",
                "action_ts": message["ts"],
            }
        )

    async def opened(self, question: str = "peut-on publier ceci ?", department: str = "legal") -> Case:
        """Let the employee hand a question to a department, from a thread of #ask-social."""
        self.count += 1
        thread = f"{500 + self.count}.0"
        await self.press("U1", f"human:{department}", "C1", thread)
        await self.submit("U1", text=question)
        number = (await self.cases.store.of_person(f"{TEAM}:U1"))[0]
        case = await self.cases.case(number)
        assert case is not None
        return case

    async def ring(self, number: int) -> None:
        """Wake a case, as its alarm does."""
        for outcome in await self.cases.wake(number):
            inbound = Inbound(f"wake:{number}", RELAIS, f"case:{number}", ListCases())
            await self.outbox.put(Reply(Language.FR, outcome), Envelope(inbound, {}), self.desk.surface)
        await self.settle()

    async def case(self, number: int) -> Case:
        """Return a case as its events make it."""
        return replay(await self.cases.store.events(number))

    async def thread(self, number: int, side: str) -> list[str]:
        """Return what a side reads of the case: its card, then what is said in its thread."""
        place = await self.threads.get(number, side)
        assert place is not None
        card = [m for m in self.slack.seen(place.channel) if m["ts"] == place.message]
        said = [m for m in self.slack.seen(place.channel, place.thread) if m["ts"] != place.message]
        return [f"{m['text']} {m['blocks']}" for m in (*card, *said)]


def furnish(slack: FakeSlack) -> None:
    """Put people and channels into the workspace."""
    slack.channels = [{"id": i, "name": name, "is_member": True} for i, name in CHANNELS.items()]
    slack.people = [{"id": user, "name": name, "real_name": name.title()} for user, name in PEOPLE.items()]
    slack.members = dict(MEMBERS)


@asynccontextmanager
async def open_room(slack: FakeSlack, redis: Redis, redis_url: str) -> AsyncIterator[Room]:
    """Open the workspace; the worker works when told."""
    furnish(slack)
    client = open_client("xoxb-1", slack.url)
    directory, library, clock = Directory(client), load(), TestClock()
    stores = RedisCases(redis), RedisCaseThreads(redis)
    side = CaseSide(client, load_strings(), directory, Managers(("@manager",), directory), stores)
    memory, understander = Memory(), ScriptedUnderstander()
    memories = Memories(memory, memory, memory, memory, memory)

    def desk(library: Library) -> Services:
        office = CaseService(library, side.cases, RecordedTimers(), SlackPeople(directory), clock)
        study = ReadinessService(library, open_readiness_store(redis), side.board, clock, office)
        advisor = Advisor(library, understander, NoGuess(), memory, memories, Language.FR, office, study)
        composer = Composer(library, load_strings(), hands_over=True, mention=mention)
        files = Files(composer, memory, office, study)
        parts = side.parts(library, lambda: advisor, clock)
        return Services(advisor, SlackSurface(client, composer, directory, files, *parts))

    one = desk(library)
    office = one.advisor.cases
    assert office is not None
    async with open_docket(redis_url) as docket:
        outbox = Outbox(docket, IdempotencyStore(redis), one.surface, RedisDeliveries(redis))
        tasks = Tasks(docket, IdempotencyStore(redis), lambda: one, outbox)
        moment = timedelta(milliseconds=5)
        async with Worker(
            docket, concurrency=4, minimum_check_interval=moment, scheduling_resolution=moment
        ) as worker:
            forms = FormDesk(lambda: one.advisor, load_strings())
            door = side.door(tasks.inbox, RedisConversations(redis), forms, lambda: one.advisor)
            app = open_app(client, door)
            yield Room(
                app, worker, outbox, one, office, slack, clock, side.threads, understander, memory, directory,
            )  # fmt: skip
