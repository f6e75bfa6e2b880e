"""A workspace: the bot as it runs, but for the clock, Slack itself, the understanding and the timers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from actions.acts import ListTopics
from actions.cases.case import Side, replay
from actions.cases.events import RELAIS
from actions.language import Language
from actions.model import Inbound
from actions.reply import Reply
from bot.bootstrap import Bot, Parts, SlackAccess, open_bot
from bot.queue.envelope import Envelope
from bot.settings import Backends
from bot.stores.case_threads import RedisCaseThreads
from tests.fakes.cases import RecordedTimers, TestClock
from tests.fakes.forms import filled
from tests.fakes.payloads import dispatch, event
from tests.fakes.slack import BOT_USER, TEAM, FakeSlack
from tests.fakes.understander import NoGuess, ScriptedUnderstander

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from slack_bolt.async_app import AsyncApp

    from actions.cases.case import Case
    from actions.cases.service import CaseService
    from actions.dialogue.ports import LanguageGuesser, Understander
    from bot.services import Services

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
    count: int = field(default=0)

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
        """Work until nothing is left."""
        await self.bot.worker.run_until_finished()

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

    async def press(
        self, user: str, value: str, channel: str = "", message: str = "", thread: str = ""
    ) -> Any:  # noqa: ANN401  as above
        """Let somebody press a button, in App Home where no channel is given."""
        self.count += 1
        container = {"type": "message", "channel_id": channel, "message_ts": message}
        container |= {"thread_ts": thread} if thread else {}
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
        view = filled(self.form, typed, self.count)
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
        """Wake a case, as its timer does."""
        for outcome in await self.cases.wake(number):
            envelope = Envelope(Inbound(f"wake:{number}", RELAIS, f"case:{number}"), ListTopics())
            await self.bot.outbox.put(Reply(Language.FR, outcome), envelope, self.services.planner)
        await self.settle()

    async def case(self, number: int) -> Case:
        """Return a case as its events make it."""
        return replay(await self.cases.store.events(number))

    async def thread(self, number: int, side: Side) -> list[str]:
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
async def open_world(
    slack: FakeSlack,
    redis_url: str,
    *,
    understander: Understander | None = None,
    guesser: LanguageGuesser | None = None,
    departments: Path | None = None,
) -> AsyncIterator[World]:
    """Open the workspace; the worker works when told, and nothing repeats by itself.

    An `understander` takes the place of the scripted one, a `guesser` that of the one who is never sure, and
    `departments` is a file in the place of the shipped one.
    """
    furnish(slack)
    clock, timers, scripted = TestClock(), RecordedTimers(), ScriptedUnderstander()
    resolution = timedelta(milliseconds=5)
    parts = Parts(clock, understander or scripted, guesser or NoGuess(), timers, resolution)
    access = SlackAccess("xoxb-1", slack.url, managers=("@manager",))
    async with open_bot(
        Backends(redis_url, "", ""), access, Language.FR, 4, departments=departments, parts=parts
    ) as bot:
        yield World(bot, slack, clock, timers, scripted)
